"""Disks that are full and folders that cannot be written, as the system says it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpora.errors import DatasetError
from tests.flows.reports_by_hand import (
    export_all,
    export_by_members,
    run_plainly,
    write_report,
    write_reports,
)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Gives a file system of its own; skips where this user may not mount one."""
    mounted: list[Path] = []

    def mount_tmpfs(name: str, *options: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)], capture_output=True
        )
        if done.returncode:
            pytest.skip("this user may not mount a file system")
        mounted.append(folder)
        return folder

    yield mount_tmpfs
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_disk_that_fills_up_keeps_the_last_good_state(tmp_path: Path, mount) -> None:
    disk = mount("disk", "size=600k")
    reports = write_reports(tmp_path / "in", 4)
    run_plainly(reports, disk / "out")
    before = export_all(disk / "out", tmp_path / "before")
    for number in range(4, 500):
        write_report(reports / "new" / f"{number}.txt", number)
    with pytest.raises(DatasetError, match=r"cannot write to .*out: .*No space left on device"):
        run_plainly(reports, disk / "out", batch_size=20)
    assert export_all(disk / "out", tmp_path / "after") == before
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    assert run_plainly(reports, disk / "out", batch_size=20).counts["documents"] == 500
    run_plainly(reports, tmp_path / "whole")
    assert export_by_members(disk / "out", tmp_path / "a") == export_by_members(
        tmp_path / "whole", tmp_path / "b"
    )


def test_dataset_on_a_disk_that_became_read_only_opens_and_says_so(tmp_path: Path, mount) -> None:
    disk = mount("disk", "size=64m")
    reports = write_reports(tmp_path / "in", 3)
    run_plainly(reports, disk / "out")
    before = export_all(disk / "out", tmp_path / "before")
    write_report(reports / "new.txt", 9)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(DatasetError, match=r"cannot write to .*out: Read-only file system"):
        run_plainly(reports, disk / "out")
    assert export_all(disk / "out", tmp_path / "after") == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where modes forbid it")
def test_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(DatasetError, match=r"cannot write to .*closed.*: Permission denied"):
        run_plainly(write_reports(tmp_path / "in", 1), tmp_path / "closed" / "out")
