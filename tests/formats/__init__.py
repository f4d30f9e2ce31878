"""Files of all kinds, read: `index/formats`, and `index/inspection`."""
