"""kill -9 at any moment leaves the last good state, and the next run takes up the rest."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outputs.datasets import load_dataset
from outputs.ledgers import read_ledger
from tests.flows.poison import write_poison
from tests.flows.processes import PROJECT, is_alive, list_children, make_environment, start, wait_until
from tests.flows.reports_by_hand import export_all, run_plainly, write_report, write_reports

KILLS = 6
PLAIN_RUN = """
import sys
from pathlib import Path
import flows.batches, extractors.pipeline, extractors.practices
extractors.pipeline.extract("松坪镇新建公园3处。")
from tests.flows.reports_by_hand import run_plainly
print("ready", flush=True)
run_plainly(Path(sys.argv[1]), Path(sys.argv[2]), batch_size=10)
"""

pytestmark = pytest.mark.slow


def start_plainly(reports: Path, out: Path) -> subprocess.Popen[str]:
    """A run without Prefect in a process of its own, which is about to start its work."""
    process = subprocess.Popen(
        [sys.executable, "-c", PLAIN_RUN, str(reports), str(out)],
        cwd=PROJECT,
        env=make_environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def count_finished(out: Path) -> int:
    return len(list(out.glob("*/batches/*/sources.parquet")))


def test_plain_run_killed_at_random_moments(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 60)
    out = tmp_path / "out"
    run_plainly(reports, out)
    before = export_all(out, tmp_path / "before")
    for n in range(60, 160):
        write_report(reports / "new" / f"{n}.txt", n)
    run_plainly(reports, tmp_path / "whole")
    expected = export_all(tmp_path / "whole", tmp_path / "expected")

    begun = time.monotonic()
    process = start_plainly(reports, tmp_path / "for its time")
    begun = time.monotonic()
    assert process.wait() == 0
    seconds = time.monotonic() - begun

    moments = random.Random(20160630)
    finished, states = count_finished(out), set()
    for _ in range(KILLS):
        process = start_plainly(reports, out)
        time.sleep(moments.uniform(0, seconds / 2))
        process.kill()
        process.wait()
        state = export_all(out, tmp_path / "state")
        assert state in (before, expected), "the last good state, whole"
        states.add("new" if state == expected else "old")
        assert count_finished(out) >= finished, "what was finished is kept"
        finished = count_finished(out)
    run_plainly(reports, out)
    assert export_all(out, tmp_path / "after") == expected
    assert "old" in states, "some kill came before the end"


@pytest.mark.parametrize("wait", [0.0, 0.3])
def test_run_with_workers_killed(tmp_path: Path, warm, wait: float) -> None:
    reports = write_reports(tmp_path / "in", 240)
    (tmp_path / "small.toml").write_text("batch_size = 8", encoding="utf-8")
    out = warm(tmp_path / "out")
    run = start("run", reports, "--out", out, "--workers", 2, "--settings", tmp_path / "small.toml")
    wait_until(lambda: count_finished(out) > 2)
    time.sleep(wait)
    children = list_children(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert children
    assert len(load_dataset(out)["documents"]) == 0 and read_ledger(out).run_id == ""
    wait_until(lambda: not any(is_alive(child) for child in children), seconds=15)
    finished = count_finished(out)
    assert 0 < finished < 30
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/batches/*/documents.parquet")}
    run_plainly(reports, out, batch_size=8)
    assert before.items() <= {p: p.stat().st_mtime_ns for p in out.glob("*/batches/*/*.parquet")}.items()
    run_plainly(reports, tmp_path / "whole")
    assert export_all(out, tmp_path / "a") == export_all(tmp_path / "whole", tmp_path / "b")


def test_worker_that_is_killed_costs_nothing(tmp_path: Path, warm) -> None:
    reports = write_reports(tmp_path / "in", 240)
    (tmp_path / "small.toml").write_text("batch_size = 8", encoding="utf-8")
    out = warm(tmp_path / "out")
    run = start("run", reports, "--out", out, "--workers", 2, "--settings", tmp_path / "small.toml")
    wait_until(lambda: count_finished(out) > 2)
    workers = [child for child in list_children(run.pid) if "reading_process" in read_command(child)]
    os.kill(workers[0], signal.SIGKILL)
    printed, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert "documents        240" in printed
    run_plainly(reports, tmp_path / "whole")
    assert export_all(out, tmp_path / "a") == export_all(tmp_path / "whole", tmp_path / "b")


@pytest.mark.parametrize("workers", [1, 2])
def test_source_that_ends_its_process_costs_itself(warm, tmp_path: Path, monkeypatch, workers: int) -> None:
    monkeypatch.setenv("PYTHONPATH", str(write_poison(tmp_path / "poison")))
    reports = write_reports(tmp_path / "in", 60)
    write_report(reports / "0" / "killed.0011.txt", 7)
    write_report(reports / "1" / "killed.txt", 7)
    out = warm(tmp_path / "out")
    (tmp_path / "small.toml").write_text("batch_size = 7", encoding="utf-8")
    run = start("run", reports, "--out", out, "--workers", workers, "--settings", tmp_path / "small.toml")
    printed, errors = run.communicate(timeout=300)
    assert run.returncode == 3, errors
    tables = load_dataset(out)
    assert len(tables["documents"]) == 60
    assert list(tables["quarantine"]["source"]) == ["0/killed.0011.txt", "1/killed.txt"]
    assert set(tables["quarantine"]["error"]) == {"ProcessDiedError"}
    assert "1/killed.txt: the process that was to read it was killed (out of memory?)" in printed
    assert "WARNING 1/killed.txt: quarantined in stage read: ProcessDiedError:" in errors


def read_command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
