"""Builds of the index on disk: each written once, sealed, checked, and only then made current."""
