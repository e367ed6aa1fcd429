from __future__ import annotations

import multiprocessing
import os
import re
from pathlib import Path

import pytest

from corpora.errors import DatasetError
from outputs.locks import lock_dataset


def hold_and_die(folder: Path) -> None:
    with lock_dataset(folder):
        os.kill(os.getpid(), 9)


def test_second_run_is_told_who_holds_the_dataset(tmp_path: Path) -> None:
    with (
        lock_dataset(tmp_path),
        pytest.raises(DatasetError, match=rf"process {os.getpid()} on \S+ since 20"),
        lock_dataset(tmp_path),
    ):
        pass


def test_lock_is_free_after_use(tmp_path: Path) -> None:
    for _ in range(2):
        with lock_dataset(tmp_path):
            pass


def test_lock_goes_with_a_killed_process(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=hold_and_die, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == -9
    with lock_dataset(tmp_path):
        assert re.search(str(os.getpid()), (tmp_path / ".zhibiao" / "lock").read_text())
