from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.processes import call
from tests.flows.reports_by_hand import write_report

# a shell that runs the tests in the background has SIGINT ignored, and so would all that they start
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def warm(tmp_path_factory) -> Callable[[Path], Path]:
    """Gives the folder of a dataset to be, in which Prefect need not make its database first (6 seconds)."""
    folder = tmp_path_factory.mktemp("warm")
    done = call("run", write_report(folder / "a.txt", 0), "--out", folder / "out")
    assert done.returncode == 0, done.stderr

    def warm_up(out: Path) -> Path:
        shutil.copytree(folder / "out" / ".zhibiao" / "prefect", out / ".zhibiao" / "prefect")
        return out

    return warm_up
