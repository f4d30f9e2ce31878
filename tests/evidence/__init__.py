"""What the raw file says against a quote: `index/evidence`, and `verify`."""
