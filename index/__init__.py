"""The retrieval core: from interviews on disk to checked quotes. Knows no chat platform.

Each part imports only parts above it:

text      what a text tells by itself: language, sentences, names, words
formats   from a file as found to clean text
corpus    the folder of interviews: documents, sources, people, turns files
turns     who says what
quotes    what can be quoted
evidence  what the raw file says against a quote; shares no rule with formats and turns
embed     texts to vectors
storage   builds on disk
topics    what the guests speak of
search    from a question to quotes

Beside them: `domain`, `answer`, `errors` and `notations`, on which all stand, and the work on a whole corpus:
`extraction`, `build`, `report`, `verify`, `evaluate`.
"""
