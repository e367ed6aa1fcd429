"""The same batches on a Dask cluster: same bytes, and a worker that is lost loses nothing."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpora.errors import SettingsError
from outputs.datasets import load_dataset
from tests.flows.processes import (
    PROJECT,
    call,
    kill_dask_worker,
    list_readers,
    make_environment,
    start,
    wait_until,
)
from tests.flows.reports_by_hand import export_all, read_files, run_plainly, write_reports
from tests.flows.test_kills import (
    KILLS_OF_PREFECT,
    finish_after_kills,
    kill_run,
    list_finished,
)

pytestmark = pytest.mark.slow


def write_settings(path: Path, **settings: object) -> Path:
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@contextmanager
def serve_scheduler(folder: Path) -> Iterator[str]:
    """The address of a Dask scheduler over loopback, without workers."""
    with run_dask(
        "scheduler", "--host", "127.0.0.1", "--port", 0, "--scheduler-file", folder / "scheduler.json"
    ):
        wait_until((folder / "scheduler.json").is_file)
        yield json.loads((folder / "scheduler.json").read_text())["address"]


@contextmanager
def start_worker(folder: Path, number: int) -> Iterator[None]:
    """A worker of the scheduler of `serve_scheduler`, a process tree of its own."""
    with run_dask(
        *("worker", "--scheduler-file", folder / "scheduler.json", "--nthreads", 1, "--memory-limit", 0),
        *("--local-directory", folder / f"worker{number}"),
    ):
        yield


@contextmanager
def run_dask(command: str, *arguments: object) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{command}", "--no-dashboard", *map(str, arguments)],
        cwd=PROJECT, env=make_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def test_threads_processes_and_dask_give_the_same_bytes(tmp_path: Path, warm) -> None:
    reports = write_reports(tmp_path / "in", 30)
    run_plainly(reports, tmp_path / "plain", batch_size=7)
    expected = read_files(tmp_path / "plain")
    for runner in ("threads", "processes", "dask"):
        settings = write_settings(tmp_path / f"{runner}.toml", runner=runner, batch_size=7, workers=2)
        out = warm(tmp_path / runner)
        done = call("run", reports, "--out", out, "--settings", settings)
        assert done.returncode == 0, done.stderr
        assert read_files(out) == expected, runner
        assert "Reading sources: 30 of 30" in done.stderr
        assert "distributed" not in done.stderr, "Dask is quiet"


def test_cluster_that_does_not_answer_is_named(tmp_path: Path, warm) -> None:
    settings = write_settings(tmp_path / "dask.toml", runner="dask", dask_address="tcp://127.0.0.1:9")
    done = call(
        "run", write_reports(tmp_path / "in", 1), "--out", warm(tmp_path / "out"), "--settings", settings
    )
    assert done.returncode == 2
    assert "no Dask scheduler answers at dask_address = 'tcp://127.0.0.1:9'" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(("address", "says"), [("tcp://127.0.0.1:9", "refused"), ("10.0.0.5:dask", "Port")])
def test_address_is_looked_at_where_nothing_has_changed_too(tmp_path: Path, address: str, says: str) -> None:
    from zhibiao import run

    reports = write_reports(tmp_path / "in", 1)
    run_plainly(reports, tmp_path / "out")
    settings = {"runner": "dask", "dask_address": address}
    with pytest.raises(SettingsError, match=rf"answers at dask_address = '{address}': .*{says}"):
        run(reports, tmp_path / "out", settings=settings)
    assert not run(reports, tmp_path / "out", settings={"dask_address": address}).changed, "nobody asked"


def test_cluster_that_is_there_does_the_batches_and_tables_do_not_pass_its_scheduler(
    tmp_path: Path, warm, whole
) -> None:
    reports = write_reports(tmp_path / "in", 60)
    out = warm(tmp_path / "out")
    with serve_scheduler(tmp_path) as address, start_worker(tmp_path, 0), start_worker(tmp_path, 1):
        settings = write_settings(tmp_path / "dask.toml", runner="dask", dask_address=address, batch_size=6)
        run = start("run", reports, "--out", out, "--settings", settings)
        wait_until(lambda: len(list_finished(out)) > 1, seconds=600)
        assert not list_readers(run.pid), "the run itself reads nothing"
        printed, errors = run.communicate(timeout=300)
    assert run.returncode == 0, errors
    assert "documents         60" in printed
    assert export_all(out, tmp_path / "a") == whole(60)


def test_dask_workers_killed_at_random_moments_cost_nothing(tmp_path: Path, warm, whole) -> None:
    reports = write_reports(tmp_path / "in", 480)
    settings = write_settings(tmp_path / "dask.toml", runner="dask", batch_size=8, workers=2)
    out = warm(tmp_path / "out")
    moments = random.Random(20180630)
    run = start("run", reports, "--out", out, "--settings", settings)
    for _ in range(KILLS_OF_PREFECT):
        known = len(list_finished(out))
        wait_until(lambda known=known: len(list_finished(out)) > known, seconds=600)
        time.sleep(moments.uniform(0, 0.2))
        kill_dask_worker(run.pid, moments)
    finish_after_kills(run, out)
    assert load_dataset(out)["documents"]["source"].is_unique
    assert export_all(out, tmp_path / "a") == whole(480)


def test_run_on_dask_killed_at_random_moments(tmp_path: Path, warm, whole) -> None:
    reports = write_reports(tmp_path / "in", 480)
    settings = write_settings(tmp_path / "dask.toml", runner="dask", batch_size=8, workers=2)
    out = warm(tmp_path / "out")
    moments = random.Random(20181231)
    for _ in range(KILLS_OF_PREFECT):
        run = start("run", reports, "--out", out, "--settings", settings)
        kill_run(run, lambda: set(list_finished(out).items()), moments)
        assert load_dataset(out).count_rows("documents") in (0, 480)
    run_plainly(reports, out, batch_size=8)
    assert export_all(out, tmp_path / "a") == whole(480)
