from bot.runtime.settings import Settings
from bot.studio.studio import Studio


class Kept:
    """What a page could keep; it notes how it ended."""

    def __init__(self, studio) -> None:
        self.studio = studio
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


class Other(Kept):
    pass


def test_what_a_page_keeps_is_the_same_until_the_studio_ends(tmp_path):
    studio, second = Studio(Settings(data=tmp_path)), Studio(Settings(data=tmp_path))
    kept = studio.part(Kept)
    assert (studio.part(Kept) is kept, kept.studio is studio) == (True, True)
    assert (studio.part(Other) is kept, second.part(Kept) is kept) == (False, False)
    studio.close()
    assert (kept.closed, studio.part(Other).closed, second.part(Kept).closed) == (1, 1, 0)
