"""One run on a dataset at a time (锁)."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpora.errors import DatasetError
from outputs.datasets import check_target
from outputs.ledgers import LEDGER, STATE_FOLDER, Ledger, clear_unfinished, write_ledger


@contextmanager
def open_for_writing(folder: Path) -> Iterator[Path]:
    """The folder, a dataset that is this process's alone within the block; a new one is empty.

    Raises:
        DatasetError: the folder holds something else, another run is writing it, or it cannot be written.
    """
    check_target(folder)
    try:
        with lock_dataset(folder):
            clear_unfinished(folder)
            if not (folder / LEDGER).exists():
                write_ledger(folder, Ledger())
            yield folder
    except OSError as error:
        raise DatasetError(f"cannot write to {folder}: {error.strerror or error}") from error


@contextmanager
def lock_dataset(folder: Path) -> Iterator[None]:
    """Hold the dataset for this process; the lock goes with the process, however it ends.

    Raises:
        DatasetError: another run holds it; the message says which.
        OSError: the folder cannot be written.
    """
    state = folder / STATE_FOLDER
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "a process that did not say its number"
            raise DatasetError(
                f"{folder} is being written by another run ({holder}); wait for it to end"
            ) from None
        file.truncate(0)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        file.write(f"process {os.getpid()} on {socket.gethostname()} since {now}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
