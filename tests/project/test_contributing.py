import re

import pytest

from tests.support.paths import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:bot|index|tests)/[\w./]*|[\w.]+\.(?:md|json|example))`", GUIDE)))


def test_the_guide_names_files():
    assert len(PATHS) > 50
    assert "bot/answers/card.py" in PATHS


@pytest.mark.parametrize("path", PATHS)
def test_every_path_in_the_guide_is_there(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("package", ["bot", "index"])
def test_every_room_is_in_the_guide(package):
    rooms = [f"{file.parent.relative_to(ROOT)}/" for file in (ROOT / package).glob("*/__init__.py")]
    assert [room for room in rooms if f"`{room}`" not in GUIDE] == []
    assert len(rooms) > 9
