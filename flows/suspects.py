"""Sources that may have ended the process that read them (嫌疑来源): each is noted before it is read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from outputs.ledgers import STATE_FOLDER

NOTES = "reading"


@contextmanager
def note_sources(folder: Path) -> Iterator[Callable[[str], None]]:
    """What to call with the name of each source before it is read.

    The note is gone at the end of the block, however it ends; only where the process dies does it stay.
    """
    path = folder / STATE_FOLDER / NOTES / uuid4().hex
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:

        def note(name: str) -> None:
            file.seek(0)
            file.write(name)
            file.truncate()
            file.flush()

        try:
            yield note
        finally:
            path.unlink(missing_ok=True)


def find_suspects(folder: Path) -> frozenset[str]:
    """Names of the sources that processes were reading when they died."""
    notes = (folder / STATE_FOLDER / NOTES).glob("*")
    return frozenset(note.read_text(encoding="utf-8") for note in notes)


def forget_suspects(folder: Path) -> None:
    """Every source that was a suspect has been tried alone."""
    shutil.rmtree(folder / STATE_FOLDER / NOTES, ignore_errors=True)
