"""Everything that is said, in both languages, and how it is made to fit."""
