"""Prefect's database, made once for each of its versions (Prefect 数据库): it takes 5 to 10 seconds of work.

Every dataset has one of its own, for its runs. An empty one is kept in the user's cache, and copied.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "prefect.db"


def copy_made(state: Path) -> None:
    """Put an empty database into the folder `state`, where it has none and one was made before."""
    if (state / NAME).exists():
        return
    with suppress(OSError, RuntimeError), TemporaryDirectory(dir=state) as aside:
        copied = shutil.copy(_locate(), aside)
        os.replace(copied, state / NAME)


def keep_made(state: Path) -> None:
    """Keep the database in `state`, in which no run has been yet, for the datasets to come.

    Where the cache cannot be written, each makes its own.
    """
    with suppress(OSError, RuntimeError, sqlite3.Error):
        kept = _locate()
        if kept.exists():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=kept.parent) as aside:
            copy = Path(aside) / NAME
            with closing(sqlite3.connect(state / NAME)) as one, closing(sqlite3.connect(copy)) as other:
                one.backup(other)
            os.replace(copy, kept)


def forget_missed_runs(state: Path) -> None:
    """Drop what a schedule was to do while nothing looked after it.

    Prefect would make up for each time that was missed, one run after the other.
    """
    if not (state / NAME).exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(state / NAME)) as database, database:
        database.execute("DELETE FROM flow_run WHERE state_type = 'SCHEDULED'")


def _locate() -> Path:
    """The file in the user's cache. Raises RuntimeError where there is no home."""
    import prefect

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "zhibiao" / f"prefect-{prefect.__version__}.db"
