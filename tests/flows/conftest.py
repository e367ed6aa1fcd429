from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache as remember
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from outputs.folders import open_folder
from tests.flows.buckets import make_bucket, serve_buckets
from tests.flows.processes import call
from tests.flows.reports_by_hand import export_all, run_plainly, write_report, write_reports

# a shell that runs the tests in the background has SIGINT ignored, and so would all that they start
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory) -> Iterator[None]:
    """What runs keep for others is not kept in the cache of whoever tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def buckets() -> Iterator[dict[str, str]]:
    with serve_buckets() as access:
        yield access


@pytest.fixture
def bucket(buckets: dict[str, str], tmp_path: Path, monkeypatch) -> str:
    """The URL of a new bucket of a local S3 server, which this process and all that it starts can reach."""
    for name, value in buckets.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ZHIBIAO_STATE", str(tmp_path / "state"))
    name = f"bucket-{uuid4().hex}"
    make_bucket(buckets, name)
    return f"s3://{name}"


@pytest.fixture(scope="session")
def warm(tmp_path_factory) -> Callable[[Any], Any]:
    """Gives the place of a dataset to be, for which Prefect need not make its database first (6 seconds)."""
    folder = tmp_path_factory.mktemp("warm")
    done = call("run", write_report(folder / "a.txt", 0), "--out", folder / "out")
    assert done.returncode == 0, done.stderr

    def warm_up(out: Path | str) -> Path | str:
        shutil.copytree(folder / "out" / ".zhibiao" / "prefect", open_folder(out).state / "prefect")
        return out

    return warm_up


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> Callable[[int], dict[str, bytes]]:
    """Gives the tables of so many reports of `write_reports` as a run makes them that nothing disturbs."""

    @remember
    def export_whole(count: int) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("whole")
        run_plainly(write_reports(folder / "in", count), folder / "out")
        return export_all(folder / "out", folder / "tables")

    return export_whole
