"""The tests, in rooms; `CONTRIBUTING.md` says what stands where."""
