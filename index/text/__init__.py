"""What a text tells by itself: its language and script, its sentences, names printed in it, words to search by."""
