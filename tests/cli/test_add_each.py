from bot.cli.add_each import add_each
from index.errors import CorpusError, SettingsError


def test_each_interview_is_tried_and_named_with_its_outcome(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "c.txt").write_text("c")
    tried = []

    def add_one(interview):
        tried.append(interview)
        if interview.endswith("b.txt"):
            raise SettingsError("b.txt does not say where a reader finds it")
        if "://" in interview:
            raise CorpusError("https://example.com/?key=…: nobody speaks in it")
        return interview[-5], "new" if interview.endswith("a.txt") else "unchanged"

    names = [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")]
    rows = add_each([*names[:2], "https://example.com/?key=hunter2", names[2]], add_one)
    assert tried == [*names[:2], "https://example.com/?key=hunter2", names[2]]
    assert rows == [
        (names[0], "new", "a"),
        (names[1], "failed", "b.txt does not say where a reader finds it"),
        ("https://example.com/?key=…", "failed", "nobody speaks in it"),
        (names[2], "unchanged", "c"),
    ]


def test_of_two_files_of_one_name_the_second_is_no_version_of_the_first(tmp_path):
    for folder, content in (("one", "Ada: Yes."), ("two", "Ada: No."), ("three", "Ada: Yes.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "talk.txt").write_text(content)
    first, second, third = (str(tmp_path / folder / "talk.txt") for folder in ("one", "two", "three"))
    rows = add_each([first, second, third], lambda interview: ("talk", "new" if interview == first else "unchanged"))
    reason = f"{first} has the same name, and was taken; give one of the two files another name"
    assert rows == [(first, "new", "talk"), (second, "failed", reason), (third, "unchanged", "talk")]
