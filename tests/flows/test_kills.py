"""kill -9 at any moment leaves the last good state, and the next run takes up the rest."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from flows.limits import Limits
from flows.plans import plan_build
from flows.readers_at_work import MOST_DEATHS_AT_ONE_STEP, Readers
from flows.settings import Settings
from outputs.datasets import load_dataset
from outputs.ledgers import read_ledger
from outputs.locks import open_for_writing
from tests.flows.poison import write_poison
from tests.flows.processes import (
    PROJECT,
    is_alive,
    list_children,
    list_fork_servers,
    list_readers,
    make_environment,
    start,
    wait_until,
)
from tests.flows.reports_by_hand import export_all, run_plainly, write_report, write_reports

KILLS = 50  # of the plain runner
KILLS_OF_PREFECT = 10  # and of Dask: each takes some seconds to start

pytestmark = pytest.mark.slow

# everything is loaded once; each run is a fork of it, so that 50 of them take no more than their own time
PLAIN_RUNS = """
import os, sys
from pathlib import Path
from extractors.pipeline import extract
import extractors.practices, flows.batches
from tests.flows.reports_by_hand import run_plainly
extract("松坪镇新建公园3处。")
print("ready", flush=True)
for line in sys.stdin:
    reports, out = line.rstrip("\\n").split("\\t")
    pid = os.fork()
    if pid == 0:
        run_plainly(Path(reports), out, batch_size=10)
        os._exit(0)
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


class PlainRuns:
    """Runs without Prefect in processes of their own, which start at once."""

    def __init__(self) -> None:
        self._starter = subprocess.Popen(
            [sys.executable, "-c", PLAIN_RUNS],
            cwd=PROJECT,
            env=make_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._starter.stdout is not None
        return self._starter.stdout.readline().strip()

    def start(self, reports: Path, out: Path | str) -> int:
        assert self._starter.stdin is not None
        self._starter.stdin.write(f"{reports}\t{out}\n")
        self._starter.stdin.flush()
        return int(self._read())

    def wait(self) -> int:
        return int(self._read())

    def stop(self) -> None:
        self._starter.kill()
        self._starter.communicate()


@pytest.fixture(scope="module")
def plain_runs() -> Iterator[PlainRuns]:
    runs = PlainRuns()
    yield runs
    runs.stop()


def list_finished(out: Path) -> dict[Path, int]:
    """The files of finished batches, and when each was written."""
    return {path: path.stat().st_mtime_ns for path in out.glob("*/batches/*/sources.parquet")}


def list_workers(pid: int) -> list[int]:
    """The processes that read, and what they are forked from."""
    return list_readers(pid) + list_fork_servers(pid)


def wait_for_workers(run: subprocess.Popen[str]) -> list[int]:
    """The workers of a run as soon as one reads; none where it is over.

    To kill five times in a row what loads, before anything is read, is to say that memory is short.
    """
    while not list_readers(run.pid) and run.poll() is None:
        time.sleep(0.01)
    return list_workers(run.pid)


def test_plain_run_killed_at_random_moments(tmp_path: Path, plain_runs: PlainRuns) -> None:
    reports = write_reports(tmp_path / "in", 60)
    run_plainly(reports, tmp_path / "good")
    before = export_all(tmp_path / "good", tmp_path / "before")
    for number in range(60, 160):
        write_report(reports / "new" / f"{number}.txt", number)
    # practices have their ids from the last state: the same one is where the killed runs start
    shutil.copytree(tmp_path / "good", tmp_path / "whole")
    begun = time.monotonic()
    plain_runs.start(reports, tmp_path / "whole")
    assert plain_runs.wait() == 0
    seconds = time.monotonic() - begun
    expected = export_all(tmp_path / "whole", tmp_path / "expected")

    moments = random.Random(20160630)
    out = tmp_path / "out"
    shutil.copytree(tmp_path / "good", out)
    finished, states = list_finished(out), []
    for _ in range(KILLS):
        pid = plain_runs.start(reports, out)
        time.sleep(moments.uniform(0, seconds / 3))
        with suppress(ProcessLookupError):  # the last of the rest may be done sooner
            os.kill(pid, signal.SIGKILL)
        plain_runs.wait()
        state = export_all(out, tmp_path / "state")
        assert state in (before, expected), "the last good state, whole"
        states.append("new" if state == expected else "old")
        assert finished.items() <= list_finished(out).items(), "what was finished is kept, and not done again"
        if state == expected:  # the rest was done: once more from the beginning
            shutil.rmtree(out)
            shutil.copytree(tmp_path / "good", out)
        finished = list_finished(out)
    run_plainly(reports, out)
    assert export_all(out, tmp_path / "after") == expected
    assert "old" in states, "some kill came before the end"


def test_reading_process_killed_at_random_moments(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 120)
    run_plainly(reports, tmp_path / "whole", batch_size=40)
    expected = export_all(tmp_path / "whole", tmp_path / "expected")
    moments = random.Random(20161231)
    limits = Limits(seconds=120, memory_mb=1024)
    killed: list[int] = []
    at_work = threading.Event()

    def kill_now_and_then() -> None:
        while len(killed) < KILLS and at_work.wait():
            time.sleep(moments.uniform(0, 0.3))
            if workers := list_workers(os.getpid()):
                with suppress(ProcessLookupError):  # what it was forked from was killed before
                    os.kill(pid := moments.choice(workers), signal.SIGKILL)
                    killed.append(pid)
            at_work.clear()

    threading.Thread(target=kill_now_and_then, daemon=True).start()
    while len(killed) < KILLS:
        out = tmp_path / f"after {len(killed)}"
        with open_for_writing(out) as folder, Readers() as readers:
            plan = plan_build([reports], out, Settings(batch_size=40))
            for batch in plan.batches:
                readers.build_batch(batch, folder, limits, lambda event: at_work.set())
        run_plainly(reports, out, batch_size=40)
        if load_dataset(out).count_rows("quarantine") == 0:  # one was killed at the same document three times
            assert export_all(out, tmp_path / "state") == expected
        assert load_dataset(out)["documents"]["source"].is_unique


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text("batch_size = 8", encoding="utf-8")
    return tmp_path / "small.toml"


def test_run_with_workers_killed_at_random_moments(tmp_path: Path, warm, whole, small: Path) -> None:
    reports = write_reports(tmp_path / "in", 480)
    out = warm(tmp_path / "out")
    moments = random.Random(20170630)
    for _ in range(KILLS_OF_PREFECT):
        run = start("run", reports, "--out", out, "--workers", 2, "--settings", small)
        kill_run(run, lambda: set(list_finished(out).items()), moments)
        assert load_dataset(out).count_rows("documents") in (0, 480)
    finished = list_finished(out)
    run_plainly(reports, out, batch_size=8)
    assert finished.items() <= list_finished(out).items()
    assert export_all(out, tmp_path / "a") == whole(480)


def kill_run(run: subprocess.Popen[str], list_done: Callable[[], set[Any]], moments: random.Random) -> None:
    """Kill a run at some moment after its next batch; its readers end, and what was finished is kept."""
    before = list_done()
    wait_until(lambda: list_done() > before or run.poll() is not None, seconds=600)
    time.sleep(moments.uniform(0, 0.3))
    children = list_children(run.pid)
    run.kill()
    run.communicate()
    wait_until(lambda: not any(is_alive(child) for child in children), seconds=60)
    assert before <= list_done(), "what was finished is kept, and not done again"


def test_workers_killed_at_random_moments_cost_nothing(tmp_path: Path, warm, whole, small: Path) -> None:
    reports = write_reports(tmp_path / "in", 480)
    out = warm(tmp_path / "out")
    moments = random.Random(20171231)
    run = start("run", reports, "--out", out, "--workers", 2, "--settings", small)
    for _ in range(KILLS_OF_PREFECT):
        known = len(list_finished(out))
        wait_until(lambda known=known: len(list_finished(out)) > known, seconds=600)
        time.sleep(moments.uniform(0, 0.05))
        workers = wait_for_workers(run)
        assert workers, "the run is not over yet"
        with suppress(ProcessLookupError):  # what it was forked from was killed before
            os.kill(moments.choice(workers), signal.SIGKILL)
    finish_after_kills(run, out)
    assert export_all(out, tmp_path / "a") == whole(480)


def finish_after_kills(run: subprocess.Popen[str], out: Path) -> None:
    """Wait for a run that was killed at; what chance killed too often at one step, is tried again."""
    _, errors = run.communicate(timeout=600)
    if run.returncode == 3:
        assert load_dataset(out).count_rows("quarantine") <= KILLS_OF_PREFECT // MOST_DEATHS_AT_ONE_STEP
        run = start("quarantine", out, "--retry")
        _, errors = run.communicate(timeout=600)
    assert run.returncode == 0, errors


@pytest.mark.parametrize("workers", [1, 2])
def test_source_that_ends_its_process_costs_itself(warm, tmp_path: Path, monkeypatch, workers: int) -> None:
    monkeypatch.setenv("PYTHONPATH", str(write_poison(tmp_path / "poison")))
    reports = write_reports(tmp_path / "in", 60)
    write_report(reports / "0" / "killed.0011.txt", 7)
    write_report(reports / "1" / "killed.txt", 7)
    out = warm(tmp_path / "out")
    (tmp_path / "small.toml").write_text("batch_size = 7", encoding="utf-8")
    run = start("run", reports, "--out", out, "--workers", workers, "--settings", tmp_path / "small.toml")
    printed, errors = run.communicate(timeout=600)
    assert run.returncode == 3, errors
    tables = load_dataset(out)
    assert len(tables["documents"]) == 60
    assert list(tables["quarantine"]["source"]) == ["0/killed.0011.txt", "1/killed.txt"]
    assert set(tables["quarantine"]["error"]) == {"ProcessDiedError"}
    assert "1/killed.txt: the process that was to read it was killed (out of memory?)" in printed
    assert "WARNING 1/killed.txt: quarantined in stage read: ProcessDiedError:" in errors
    assert read_ledger(out).run_id
