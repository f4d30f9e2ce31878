"""What an operator is given: the image, the unit, and what installs the environment."""
