"""Weights of ranking and confidence, fitted to what people hold of answers, and whether these are better."""
