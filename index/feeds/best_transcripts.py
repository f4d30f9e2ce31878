"""Which of an episode's transcripts is read: the one most likely to name who speaks, in the language of the talk."""

from index.feeds.episodes import Episode, Transcript

_MOST_TRIED = 5
# In the JSON of the podcast namespace every piece may have its speaker, in WebVTT a cue its voice: both are facts of
# the file. In SRT, pages and text names are but printed before the words, and plain text has no times.
_FORMATS = ("json", "vtt", "subrip", "srt", "html", "plain")


def best_transcripts(episode: Episode, language: str | None) -> list[Transcript]:
    """Return the transcripts to try, best first: the first in which somebody speaks is taken.

    Args:
        episode: An episode.
        language: Of the feed: a transcript in another one is a translation, and comes last.
    """

    def rank(transcript: Transcript) -> tuple[bool, int]:
        is_translation = _differ(transcript.language, language)
        places = (place for place, name in enumerate(_FORMATS) if name in transcript.media_type)
        return is_translation, next(places, len(_FORMATS))

    return sorted(episode.transcripts, key=rank)[:_MOST_TRIED]


def _differ(one: str | None, other: str | None) -> bool:
    """Tell whether two languages are stated and differ, whatever country they are of: "en-GB" is "en"."""
    first, second = ((tag or "").lower().replace("_", "-").partition("-")[0] for tag in (one, other))
    return bool(first and second and first != second)
