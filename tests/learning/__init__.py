"""What is learned from labels and reactions: `index/learning`."""
