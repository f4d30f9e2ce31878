import errno
import os
from pathlib import Path

import pytest

from index.errors import StorageError
from index.refusals import next_step
from index.storage.home import FolderHome

ELSEWHERE = "name another folder with QUOTEBOT_DATA"


@pytest.mark.parametrize(
    ("number", "fix"),
    [
        (errno.ENOSPC, "make room on the disk"),
        (errno.EDQUOT, "make room on the disk"),
        (errno.EROFS, f"mount the disk for writing, or {ELSEWHERE}"),
        (errno.EMFILE, "allow more open files (ulimit -n)"),
        (errno.EIO, f"look at that folder and its disk, or {ELSEWHERE}"),
    ],
)
def test_each_refusal_has_its_own_next_step(number, fix):
    assert next_step(OSError(number, os.strerror(number)), Path("data")) == fix


def test_a_folder_of_somebody_else_is_handed_over_by_a_command_that_can_be_pasted(tmp_path):
    user, refusal = os.geteuid(), PermissionError(errno.EACCES, "Permission denied")
    (tmp_path / "my data").mkdir()
    assert (
        next_step(refusal, tmp_path / "my data") == f"run as root: chown -R {user} '{tmp_path}/my data'; or {ELSEWHERE}"
    )
    assert (
        next_step(refusal, tmp_path / "new")
        == f"run as root: install -d -m 700 -o {user} {tmp_path}/new; or {ELSEWHERE}"
    )


def test_an_index_that_may_not_be_read_is_not_to_be_removed(tmp_path):
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StorageError) as caught:
        FolderHome(tmp_path / "data").names()
    assert str(caught.value) == (
        f"the index in '{tmp_path}/data' cannot be read (Not a directory); "
        f"a file or a dead link is where that folder should be; move it, or {ELSEWHERE}"
    )
