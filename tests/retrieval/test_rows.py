import numpy as np
import pytest

from index.storage.rows import save_array

ROWS = np.arange(12, dtype=np.float32).reshape(6, 2) / 3


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_batches_become_the_file_that_numpy_makes_of_all_rows_at_once(tmp_path, dtype):
    save_array(tmp_path / "batches.npy", ROWS.shape, dtype, [ROWS[:4], ROWS[4:5], ROWS[5:]])
    np.save(tmp_path / "at_once.npy", ROWS.astype(dtype))
    assert (tmp_path / "batches.npy").read_bytes() == (tmp_path / "at_once.npy").read_bytes()


def test_rows_that_were_saved_are_read_a_slice_at_a_time(tmp_path):
    saved = save_array(tmp_path / "rows.npy", ROWS.shape, np.float32, [ROWS])
    assert len(saved) == 6
    assert saved[1:3].tolist() == ROWS[1:3].tolist()
    assert saved[4:9].tolist() == ROWS[4:].tolist()
    assert saved[:].tolist() == ROWS.tolist()


def test_no_rows_are_saved_and_read(tmp_path):
    saved = save_array(tmp_path / "rows.npy", (0, 2), np.float32, [])
    assert (len(saved), saved[:].shape) == (0, (0, 2))
