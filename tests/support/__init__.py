"""What tests of several rooms share: builders, fakes, the command line, and what not every machine has."""
