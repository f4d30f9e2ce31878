import os
import socket
import threading

import pytest

from index.storage.lock import folder_lock

THIS = f"process {os.getpid()} on {socket.gethostname()}"


def nobody(holder):
    raise AssertionError(f"{holder} holds it")


def test_whoever_comes_second_is_told_for_whom_it_waits_and_then_goes_on(tmp_path):
    told, steps, is_waiting = [], [], threading.Event()

    def tell(holder):
        told.append(holder)
        is_waiting.set()

    def second():
        with folder_lock(tmp_path, tell):
            steps.append("second")

    with folder_lock(tmp_path, nobody):
        thread = threading.Thread(target=second)
        thread.start()
        assert is_waiting.wait(30)
        steps.append("first")
    thread.join()
    assert (told, steps) == ([THIS], ["first", "second"])
    assert list(tmp_path.iterdir()) == []


def test_of_many_one_after_the_other_changes_the_folder_and_no_lock_is_left(tmp_path):
    file, folder = tmp_path / "count", tmp_path / "new" / "folder"
    file.write_text("0")

    def count():
        for _ in range(20):
            with folder_lock(folder, lambda _: None):
                file.write_text(str(int(file.read_text()) + 1))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.read_text() == "160"
    assert list(folder.iterdir()) == []


def test_the_lock_of_a_process_that_died_is_nobodys(tmp_path):
    (tmp_path / ".quotebot.lock").write_text("process 1 on elsewhere\n")
    with folder_lock(tmp_path, nobody):
        assert (tmp_path / ".quotebot.lock").read_text() == f"{THIS}\n"
    assert list(tmp_path.iterdir()) == []


def test_an_error_lets_go_of_it(tmp_path):
    with pytest.raises(ValueError, match="oops"), folder_lock(tmp_path, nobody):
        raise ValueError("oops")
    with folder_lock(tmp_path, nobody):
        pass
