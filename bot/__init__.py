"""The edge: the terminal and the chat platforms, in front of the retrieval core in `index`."""
