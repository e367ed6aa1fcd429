"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring texts beside the project; tests that need it skip where it is absent."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no ../shared beside the project: nothing to measure against")
    return SHARED
