"""What is said of a file in a corpus that is refused."""

import pytest

from index.errors import CorpusError


def refusal(function, *arguments):
    """Return the message of the error that a call has to raise."""
    with pytest.raises(CorpusError) as caught:
        function(*arguments)
    return str(caught.value)
