import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.search.side_by_side import side_by_side


@pytest.fixture
def beside():
    with ThreadPoolExecutor(2, thread_name_prefix="beside") as pool:
        yield pool


def test_results_are_in_order_and_the_first_is_of_this_thread(beside):
    threads = side_by_side(beside, lambda item: (item, threading.current_thread().name.rpartition("_")[0]), "abc")
    assert threads == [("a", ""), ("b", "beside"), ("c", "beside")]


def test_all_are_called_at_once(beside):
    meeting = threading.Barrier(3, timeout=60)
    assert side_by_side(beside, lambda item: (meeting.wait(), item)[1], [1, 2, 3]) == [1, 2, 3]


def test_what_goes_wrong_beside_is_raised_here(beside):
    with pytest.raises(ZeroDivisionError):
        side_by_side(beside, lambda item: 1 / item, [1, 0])
