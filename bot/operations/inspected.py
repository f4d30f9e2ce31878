"""What several checks of `doctor` look at, each read once."""

from functools import cached_property

from bot.operations.bootstrap import index_home
from bot.runtime.settings import Settings
from index.corpus.documents import find_documents
from index.extraction import Extraction
from index.file_extraction import Progress, extract_files
from index.reading_cache import READINGS, kept_readings
from index.storage.generations import Generation, read_current


class Inspected:
    """What several checks look at; `progress` is told how many interviews are read, and how many there are."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self.settings = settings
        self._progress = progress

    @cached_property
    def extraction(self) -> Extraction:
        """What the interviews of the corpus folder come to; of each that was read before, what is kept of it."""
        files = find_documents([self.settings.seeds])
        with kept_readings(self.settings.data / READINGS) as readings:
            return extract_files(files, readings, self._progress)

    @cached_property
    def generation(self) -> Generation:
        """The current index.

        Raises:
            QuotebotError: There is none, or it cannot be read.
        """
        home = index_home(self.settings)
        home.check()
        return read_current(home)
