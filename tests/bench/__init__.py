"""What the program takes, as ratios within one run: `make bench`."""
