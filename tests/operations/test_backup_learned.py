import pytest

from bot.operations.backup.restore import restore
from bot.operations.backup.save import save
from bot.runtime.settings import Settings
from index.errors import StorageError

MADE = {"labels.jsonl": b"{}\n", "learned-weights.json": b"[]", "questions-to-judge.txt": b"why bees\n"}


def place(folder):
    for name in ("seeds", "data"):
        (folder / name).mkdir(parents=True)
    return Settings(data=folder / "data", seeds=folder / "seeds")


def test_labels_and_learned_weights_come_along_and_others_in_their_place_are_set_aside(tmp_path):
    settings, elsewhere = place(tmp_path / "old"), place(tmp_path / "new")
    for name, content in MADE.items():
        (settings.data / name).write_bytes(content)
    manifest = save(settings, tmp_path / "backup")
    assert sorted(manifest.files) == sorted(MADE)
    assert restore(elsewhere, tmp_path / "backup") == (manifest, [])
    assert {name: (elsewhere.data / name).read_bytes() for name in MADE} == MADE
    (elsewhere.data / "labels.jsonl").write_bytes(b"other")
    with pytest.raises(StorageError, match=r"there is something in '.*labels\.jsonl'; restore with --replace"):
        restore(elsewhere, tmp_path / "backup")
    _, [aside] = restore(elsewhere, tmp_path / "backup", replace=True)
    assert (aside.name.startswith("labels.jsonl.before-"), aside.read_bytes()) == (True, b"other")
    assert (elsewhere.data / "labels.jsonl").read_bytes() == MADE["labels.jsonl"]


def test_the_last_line_names_what_is_saved(commands, tmp_path):
    settings = place(tmp_path)
    (settings.data / "labels.jsonl").write_bytes(MADE["labels.jsonl"])
    run = commands.run(tmp_path, "backup", "first")
    assert run.out == "1 file in first: no state, as there is none yet, the corpus, the labels.\n"
    for name, content in MADE.items():
        (settings.data / name).write_bytes(content)
    run = commands.run(tmp_path, "backup", "second")
    assert run.out == (
        "3 files in second: no state, as there is none yet, the corpus, the labels, the questions to judge, the "
        "learned weights.\n"
    )
