import pytest

from bot.runtime.env_file import read_env_file
from bot.runtime.settings import load_settings, unknown_names
from index.errors import SettingsError

NO_SETTING = (
    ".env, line {}, is no setting; write NAME=VALUE, where a quotation mark that begins the value has to end "
    "it, or put # before the line"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusals():
    with pytest.raises(SettingsError) as caught:
        load_settings()
    return caught.value.args


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("export A=1\r\nB = 2\r\n", {"A": "1", "B": "2"}),
        ("A=1 # one\n#B=2\n\nC='#3'\n", {"A": "1", "C": "#3"}),
        ("\ufeffA=1\nB\n", {"A": "1", "B": ""}),
        ("A==1\nB=a=b\n", {"A": "=1", "B": "a=b"}),
        ("", {}),
    ],
)
def test_a_file_is_read_however_it_was_saved(folder, text, settings):
    (folder / ".env").write_bytes(text.encode())
    assert read_env_file() == settings


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A=1\n\n\nDISCORD_TOKEN hidden\n", [4]),
        ("# a\n\nDISCORD_TOKEN: hidden\nset B=hidden\n", [3, 4]),
        ('\r\nA=1\r\nQUOTEBOT_LLM_KEY="hidden\r\nB=2\r\n', [3]),
        ("QUOTEBOT_LLM_KEY='hid'den'\n", [1]),
        ("=hidden", [1]),
    ],
)
def test_lines_that_say_nothing_are_named_by_number_and_not_repeated(folder, text, lines, caplog):
    (folder / ".env").write_bytes(text.encode())
    assert refusals() == tuple(NO_SETTING.format(line) for line in lines)
    assert caplog.messages == []


def test_a_folder_in_its_place_is_named(folder):
    (folder / ".env").mkdir()
    assert refusals() == (".env is a folder; move it, and write the settings into a file of that name",)


def test_a_link_that_leads_nowhere_is_named(folder):
    (folder / ".env").symlink_to("gone")
    assert refusals() == (".env is a link that leads nowhere; mend it, or remove it",)


def test_a_working_folder_that_is_gone_is_named(folder):
    folder.rmdir()
    assert refusals() == ("the working folder cannot be used (No such file or directory); cd to another",)


def test_what_is_no_setting_is_named_with_the_nearest_one(folder):
    lines = [
        "QUOTEBOT_LOG_LEVL=DEBUG",
        "SLACK_TOKEN=hidden",
        "QUOTEBOT_TELEPHONE=1",
        "QUOTEBOT_DOMAIN=d",
        "PGPASSWORD=hidden",
    ]
    (folder / ".env").write_text("\n".join(lines))
    nothing = "in .env is no setting and counts for nothing;"
    assert unknown_names() == [
        f"QUOTEBOT_LOG_LEVL {nothing} did you mean QUOTEBOT_LOG_LEVEL? see .env.example",
        f"SLACK_TOKEN {nothing} did you mean SLACK_BOT_TOKEN? see .env.example",
        f"QUOTEBOT_TELEPHONE {nothing} take it out; see .env.example",
    ]
