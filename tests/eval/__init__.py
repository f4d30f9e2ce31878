"""Labelled questions, and what fits ranking and confidence to them: `make weights`."""
