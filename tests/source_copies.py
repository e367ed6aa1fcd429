"""The sources of the project in another folder, where a build leaves nothing that other tests could meet."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("flows", "outputs", "extractors", "corpora")


def copy_sources(folder: Path, rooms: Sequence[str] = ROOMS) -> Path:
    """The folder, with these rooms as they are written, nothing compiled, and what a build needs."""
    for room in rooms:
        shutil.copytree(PROJECT / room, folder / room, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    for name in ("zhibiao.py", "setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, folder)
    return folder
