"""What of a question can be searched."""

from index.errors import UnaskableError
from index.search.forbidden_words import ForbiddenWords

NOTHING_FORBIDDEN = ForbiddenWords(())

_LONGEST_QUESTION_CHARACTERS = 1000
_MOST_REPEATED = 3  # of one letter alone, as in WWW; more of it is a cry, and embeds like what it once meant


def usable_question(question: str, forbidden: ForbiddenWords = NOTHING_FORBIDDEN) -> str:
    """Return the question as it is searched: white space collapsed, control characters dropped, 1,000 at most.

    Raises:
        UnaskableError: No letter, digit or Chinese character is left, or one alone over and over; or one of the words
            in it is forbidden.
    """
    if forbidden.are_in(question):
        raise UnaskableError("The operator of this bot has left this subject out.", "left_out")
    one_line = " ".join("".join(character if character.isprintable() else " " for character in question).split())
    text = one_line[:_LONGEST_QUESTION_CHARACTERS]
    letters = [character for character in text.casefold() if character.isalnum()]
    if not letters or (len(letters) > _MOST_REPEATED and len(set(letters)) == 1):
        reason = "There is nothing to look for in that. Ask in your own words, in Chinese or English."
        raise UnaskableError(reason, "nothing_asked")
    return text
