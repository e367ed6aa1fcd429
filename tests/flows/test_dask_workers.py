"""Workers of a Dask cluster that end while they start, again and again, or are not there at all."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from outputs.datasets import load_dataset
from tests.flows.processes import list_spawned, start, wait_until
from tests.flows.reports_by_hand import export_all, run_plainly, write_reports
from tests.flows.test_dask import serve_scheduler, start_worker, write_settings
from tests.flows.test_kills import list_finished

pytestmark = pytest.mark.slow

# what stands in sitecustomize.py of every process that a run starts: what each makes of it, and what it is
PATIENCE = """
import flows.dask_workers as patience
patience.MOST_LOSSES_OF_A_WORKER = 2
patience.SECONDS_BEFORE_WARNING = 1.0
"""
NEVER_STARTS = """
import os
if "spawn_main" in open("/proc/self/cmdline").read():
    os._exit(1)
"""
ENDS_AT_WORK = """
import os
if "reading_process" in open("/proc/self/cmdline").read():
    os.kill(os.getppid(), 9)
"""


def write_code_for_all(folder: Path, *code: str) -> str:
    """A folder that, on PYTHONPATH, makes each process run this first."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("".join(code), encoding="utf-8")
    return str(folder)


def kill_workers(pid: int, count: int, moments: random.Random) -> None:
    """End `count` Dask workers below a process, each soon after it was started."""
    killed: set[int] = set()
    while len(killed) < count:
        wait_until(lambda: bool(set(list_spawned(pid)) - killed))
        for worker in set(list_spawned(pid)) - killed:
            time.sleep(moments.uniform(0, 0.5))
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
            killed.add(worker)


@pytest.mark.parametrize("batches_before", [0, 1])
def test_workers_killed_while_they_start_cost_nothing(
    tmp_path: Path, warm, whole, batches_before: int
) -> None:
    reports = write_reports(tmp_path / "in", 40)
    settings = write_settings(tmp_path / "dask.toml", runner="dask", batch_size=8, workers=2)
    out = warm(tmp_path / "out")
    run = start("run", reports, "--out", out, "--settings", settings)
    wait_until(lambda: len(list_finished(out)) >= batches_before, seconds=300)
    kill_workers(run.pid, 4, random.Random(20210630))
    _, errors = run.communicate(timeout=300)
    assert run.returncode == 0, errors
    assert "Traceback" not in errors
    assert load_dataset(out)["documents"]["source"].is_unique
    assert export_all(out, tmp_path / "a") == whole(40)


@pytest.mark.parametrize("harm", [NEVER_STARTS, ENDS_AT_WORK], ids=["never start", "end at work"])
def test_run_ends_where_workers_end_again_and_again(tmp_path: Path, warm, monkeypatch, harm: str) -> None:
    out = warm(tmp_path / "out")
    monkeypatch.setenv("PYTHONPATH", write_code_for_all(tmp_path / "code", PATIENCE, harm))
    settings = write_settings(tmp_path / "dask.toml", runner="dask", batch_size=8, workers=1)
    run = start("run", write_reports(tmp_path / "in", 40), "--out", out, "--settings", settings)
    _, errors = run.communicate(timeout=240)
    assert run.returncode == 2, errors
    said = errors.splitlines()[-1]
    assert "were lost 3 times; what was finished is kept" in said, errors
    assert "Traceback" not in errors
    monkeypatch.undo()
    run_plainly(tmp_path / "in", out, batch_size=8)
    assert load_dataset(out).count_rows("documents") == 40


def test_cluster_without_workers_is_waited_for_and_named(tmp_path: Path, warm, monkeypatch) -> None:
    reports = write_reports(tmp_path / "in", 20)
    out = warm(tmp_path / "out")
    monkeypatch.setenv("PYTHONPATH", write_code_for_all(tmp_path / "code", PATIENCE))
    with serve_scheduler(tmp_path) as address:
        settings = write_settings(tmp_path / "dask.toml", runner="dask", dask_address=address, batch_size=6)
        run = start("run", reports, "--out", out, "--settings", settings)
        assert run.stderr is not None
        said = next(line for line in run.stderr if "WARNING" in line)
        assert f"the Dask cluster at {address} has had no worker for" in said
        assert "4 batches wait for one" in said
        with start_worker(tmp_path, 0):
            _, errors = run.communicate(timeout=300)
    assert run.returncode == 0, errors
    assert f"the Dask cluster at {address} has workers again" in errors
    assert load_dataset(out).count_rows("documents") == 20


def test_run_ends_where_the_scheduler_is_lost(tmp_path: Path, warm) -> None:
    reports = write_reports(tmp_path / "in", 120)
    out = warm(tmp_path / "out")
    with serve_scheduler(tmp_path) as address:
        settings = write_settings(tmp_path / "dask.toml", runner="dask", dask_address=address, batch_size=8)
        with start_worker(tmp_path, 0):
            run = start("run", reports, "--out", out, "--settings", settings)
            wait_until(lambda: bool(list_finished(out)), seconds=300)
    _, errors = run.communicate(timeout=300)
    assert run.returncode == 2, errors
    assert f"no Dask scheduler answers at dask_address = '{address}'" in errors.splitlines()[-1]
