"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no fault of the code: what may take how long is tested by counting work
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


def pytest_sessionstart(session: pytest.Session) -> None:
    """What is tested is what the files say: of a compiled module that is older, something else is run."""
    for source in PROJECT.glob("extractors/*.py"):
        for compiled in source.parent.glob(f"{source.stem}.*.so"):
            if source.stat().st_mtime > compiled.stat().st_mtime:
                pytest.exit(
                    f"{compiled.name} is older than {source.name}: `make setup` compiles it", returncode=4
                )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring texts beside the project; tests that need it skip where it is absent."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("no ../shared beside the project: nothing to measure against")
    return SHARED
