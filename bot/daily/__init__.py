"""The daily insight: one quote a day that stands on its own and says something."""
