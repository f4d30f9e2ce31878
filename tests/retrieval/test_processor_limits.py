import pytest

from index.processor_limits import limits_of, thread_limits, usable_processors, visible_processors
from tests.support.fakes import write_corpus


@pytest.mark.parametrize(
    ("groups", "files", "limits"),
    [
        ("0::/\n", {"cpu.max": "200000 100000\n"}, [2]),
        ("0::/\n", {"cpu.max": "max 100000\n"}, []),
        ("0::/\n", {"cpu.max": "150000 100000\n"}, [2]),
        ("0::/\n", {"cpu.max": "10000 100000\n"}, [1]),
        ("0::/\n", {}, []),
        (
            "0::/system.slice/quotebot.service\n",
            {"system.slice/quotebot.service/cpu.max": "max 100000\n", "system.slice/cpu.max": "300000 100000\n"},
            [3],
        ),
        ("0::/not/mounted/here\n", {"cpu.max": "200000 100000\n"}, [2]),
        (
            "4:memory:/docker/1f\n2:cpu,cpuacct:/docker/1f\n",
            {"cpu/docker/1f/cpu.cfs_quota_us": "400000\n", "cpu/docker/1f/cpu.cfs_period_us": "100000\n"},
            [4],
        ),
        ("2:cpu:/\n0::/\n", {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, []),
    ],
)
def test_the_limits_of_all_groups_around_a_process_count(tmp_path, groups, files, limits):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write_corpus(tmp_path, {name: content})
    assert list(limits_of(groups, tmp_path)) == limits


def test_a_process_can_use_no_more_than_it_sees():
    assert 1 <= usable_processors() <= visible_processors()


@pytest.mark.parametrize(
    ("environ", "usable", "limits"),
    [
        ({}, 64, {"OPENBLAS_NUM_THREADS": "1"}),
        ({}, 2, {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "2"}),
        ({"OPENBLAS_NUM_THREADS": "", "OMP_NUM_THREADS": ""}, 64, {"OPENBLAS_NUM_THREADS": "1"}),
        ({"OPENBLAS_NUM_THREADS": "4"}, 2, {"OMP_NUM_THREADS": "2"}),
        ({"GOTO_NUM_THREADS": "4"}, 64, {}),
        ({"OMP_NUM_THREADS": "4"}, 2, {}),
    ],
)
def test_libraries_start_no_needless_threads_unless_the_operator_says_so(environ, usable, limits):
    assert thread_limits(environ, usable=usable, visible=64) == limits
