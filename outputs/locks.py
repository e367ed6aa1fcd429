"""One run on a dataset at a time (锁)."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from corpora.errors import DatasetError
from outputs.datasets import check_target
from outputs.folders import Folder, Where, open_folder
from outputs.ledgers import LEDGER, Ledger, clear_unfinished, write_ledger
from outputs.remote_folders import RemoteFolder
from outputs.remote_locks import hold


@contextmanager
def open_for_writing(where: Where) -> Iterator[Folder]:
    """The folder, a dataset that is this process's alone within the block; a new one is empty.

    Raises:
        DatasetError: the folder holds something else, another run is writing it, or it cannot be written.
    """
    folder = open_folder(where)
    check_target(folder)
    try:
        with lock_dataset(folder):
            clear_unfinished(folder)
            if not folder.has(LEDGER):
                write_ledger(folder, Ledger())
            yield folder
    except OSError as error:
        raise DatasetError(f"cannot write to {folder}: {error.strerror or error}") from error


@contextmanager
def lock_dataset(where: Where) -> Iterator[None]:
    """Hold the dataset for this process; on this machine the lock goes with the process, however it ends.

    Raises:
        DatasetError: another run holds it; the message says which.
        OSError: the folder cannot be written.
    """
    folder = open_folder(where)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    holder = f"process {os.getpid()} on {socket.gethostname()} since {now}"
    with _lock_state(folder, holder):
        if isinstance(folder, RemoteFolder):
            with hold(folder, holder):
                yield
        else:
            yield


@contextmanager
def _lock_state(folder: Folder, holder: str) -> Iterator[None]:
    folder.state.mkdir(parents=True, exist_ok=True)
    with (folder.state / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            other = file.read().strip() or "a process that did not say its number"
            raise DatasetError(
                f"{folder} is being written by another run ({other}); wait for it to end"
            ) from None
        file.truncate(0)
        file.write(f"{holder}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
