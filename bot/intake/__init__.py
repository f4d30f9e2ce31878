"""Where requests come in: written down, put in a queue, understood, answered once."""
