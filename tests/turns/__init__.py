"""Who says what: `index/turns`."""
