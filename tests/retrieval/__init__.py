"""From quotes to an index, from a question to ranked quotes: `index/embed` to `index/evaluate`."""
