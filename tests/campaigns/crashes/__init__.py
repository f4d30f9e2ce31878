"""The proof that whatever happens to `quotebot index`, the old or the new generation answers as it should.

Builds are killed and refused their writes at random, beside a process that serves the same folder and asks all the
time: it must never get an answer but that of the old or the new texts. Some builds find an index of an older version,
and so make a first one before the full one. After each build, a process that never saw the
index before compares every quote and answer with what the old and the new texts are known to give, and the next build
must succeed.
"""
