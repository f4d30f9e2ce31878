"""Languages, names and sentences: `index/text`."""
