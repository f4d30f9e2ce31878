"""What can go wrong, as one tree; every message says what, the value, and the next step.

QuotebotError
├── CorpusError            an interview, or what is known about it, cannot be read
├── DownloadError          a page or a feed cannot be fetched, or must not be
│   └── UnavailableError      it cannot be fetched now, and may be later
├── IndexMissingError      nothing has been indexed yet
├── IndexMismatchError     the index was built by something else than what asks it
├── IndexUnreachableError  the server that the index is on does not answer
│   └── RequestTooLargeError  something before that server takes no request of this size
├── JudgeError             the language model gives no verdict, and the answer stays as it was
│   ├── JudgeUnreachableError it was late, or failed
│   ├── JudgeUnreadableError  it says something else
│   └── JudgeOpenError        it is not asked, since it was late or failed a moment ago
├── SettingsError          a setting has a value that cannot work
└── QuestionError          the question itself; the only text shown to people in chat, in their language
    └── UnaskableError        found by the index, which speaks English alone: a chat says its key instead
"""


class QuotebotError(Exception):
    """The root: catch this to catch whatever Quotebot raises on purpose; it may hold several reasons."""

    def __str__(self) -> str:
        """Return all reasons on one line."""
        return "; ".join(str(reason) for reason in self.args)


class CorpusError(QuotebotError):
    """An interview, or what is known about it, cannot be read."""


class DownloadError(QuotebotError):
    """A page or a feed cannot be fetched, or must not be."""


class UnavailableError(DownloadError):
    """It cannot be fetched now, and may be later without anybody's doing."""


class IndexMissingError(QuotebotError):
    """Nothing has been indexed yet."""


class IndexDamagedError(IndexMissingError):
    """What was indexed cannot be trusted any more."""


class BuildRunningError(QuotebotError):
    """Another process is building the index."""


class StorageError(QuotebotError):
    """The disk refuses: full, read-only, broken."""


class IndexMismatchError(QuotebotError):
    """The index was built by something else than what asks it."""


class IndexUnreachableError(QuotebotError):
    """The server that the index is on does not answer, or not as it should."""


class RequestTooLargeError(IndexUnreachableError):
    """Something before that server takes no request of this size."""


class JudgeError(QuotebotError):
    """The language model that judges the first matches gives no verdict."""


class JudgeUnreachableError(JudgeError):
    """It cannot be asked now."""


class JudgeLateError(JudgeUnreachableError):
    """It did not answer in time."""


class JudgeFailedError(JudgeUnreachableError):
    """Its server cannot be reached, or refuses."""


class JudgeUnreadableError(JudgeError):
    """It says something else than a verdict."""


class JudgeOpenError(JudgeError):
    """It is not asked, since it was late or failed a moment ago."""


class SettingsError(QuotebotError):
    """A setting has a value that cannot work."""


class QuestionError(QuotebotError):
    """The question cannot be asked; its text is written for the person who asked."""


class UnaskableError(QuestionError):
    """The index finds that a question cannot be asked.

    Args:
        reason: Why, for a terminal, in English.
        key: Of the text by which a chat says so in the language of whoever asked.
        values: What is put into that text.
    """

    def __init__(self, reason: str, key: str, **values: str) -> None:
        super().__init__(reason)
        self.key, self.values = key, values
