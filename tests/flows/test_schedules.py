from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpora.errors import ReadError, SettingsError
from flows.schedules import look_at, serve
from flows.settings import Settings
from outputs.datasets import load_dataset
from outputs.ledgers import read_ledger
from tests.flows.processes import (
    PROJECT,
    Said,
    call,
    is_alive,
    list_children,
    list_readers,
    list_spawned,
    make_environment,
    read_blocked_signals,
    start,
    wait_until,
)
from tests.flows.reports_by_hand import write_report, write_reports

# how far a run is, beside the log
STAGES = ("Starting", "Learning", "Reading", "Finding")


def count_documents(out: Path) -> int:
    ledger = read_ledger(out) if out.is_dir() else None
    return load_dataset(out).count_rows("documents") if ledger else 0


@pytest.mark.parametrize(
    ("sources", "cron", "timezone", "watch", "says"),
    [
        (["in"], None, None, False, "--cron, --watch or both"),
        (
            ["in"],
            "2 o'clock",
            None,
            False,
            "has 2 fields; five are wanted: minute, hour, day, month, weekday",
        ),
        (["in"], "@daily", None, False, "has 1 field; five are wanted"),
        (["in"], "0 0 2 * * *", None, False, "has 6 fields; five are wanted"),
        (["in"], "61 * * * *", None, False, "'61' is no minute; 0 to 59 are wanted"),
        (["in"], "0 2 * 13 *", None, False, "'13' is no month; 1 to 12 or jan to dec are wanted"),
        (["in"], "0 2 * * 8", None, False, "'8' is no weekday"),
        (["in"], "0 2 30 2 *", None, False, "no such day comes"),
        (["in"], "0 2 * * *", "Songping", False, "--timezone 'Songping' is not known; a name as in 'Asia/S"),
        (["in"], "0 2 * * *", "", False, "--timezone '' is not known"),
        (["in"], "0 2 * * *", "localtime", False, "--timezone 'localtime' is not known"),
        (["in"], "0 2 * * *", "../localtime", False, "--timezone '../localtime' is not known"),
        (["in"], None, "Asia/Shanghai", True, "there is no --cron"),
        (["s3://crawl"], None, None, True, "remote ones are read at times"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, sources, cron, timezone, watch, says) -> None:
    with pytest.raises(SettingsError, match=says):
        serve(sources, tmp_path / "out", settings=Settings(), cron=cron, timezone=timezone, watch=watch)
    assert not (tmp_path / "out").exists()


def fail() -> None:
    raise ZeroDivisionError("a defect")


@pytest.mark.parametrize(
    ("watch", "run_at_times", "says"),
    [
        (fail, threading.Event().wait, "a defect"),
        (threading.Event().wait, fail, "a defect"),
        (threading.Event().wait, lambda: None, "without end came to one"),
    ],
)
def test_half_of_a_service_that_ends_ends_the_other(
    tmp_path: Path, monkeypatch, watch, run_at_times, says: str
) -> None:
    """A defect must not leave a service behind that no longer does all of what it was asked for."""
    monkeypatch.setattr("flows.schedules.watch_sources", lambda *_: watch())
    monkeypatch.setattr("flows.schedules._run_at_times", lambda *_: run_at_times())
    monkeypatch.setattr("flows.schedules.serve_locally", lambda *_, **__: nullcontext())
    monkeypatch.setattr("flows.schedules._end_runs", lambda: None)
    with pytest.raises((ZeroDivisionError, RuntimeError), match=says):
        serve(["in"], tmp_path, settings=Settings(), cron="0 2 * * *", timezone=None, watch=True)


def test_look_sees_what_is_new_has_changed_or_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        look_at([str(tmp_path / "in")], tmp_path / "out")
    reports = write_reports(tmp_path / "in", 2)
    first = look_at([str(reports)], tmp_path / "out")
    assert {name for name, _, _ in first} == {"0/0000.txt", "1/0001.txt"}
    write_report(reports / "0" / "0000.txt", 333)
    second = look_at([str(reports)], tmp_path / "out")
    assert len(second) == 2 and second != first
    (reports / "out").mkdir()
    (reports / "out" / "ledger.parquet").write_bytes(b"")
    assert look_at([str(reports)], reports / "out") == second, "the dataset itself is not a source"


@pytest.mark.slow
def test_watched_folder_is_read_when_files_come(tmp_path: Path) -> None:
    out = tmp_path / "out"
    service = start("serve", tmp_path / "in", "--out", out, "--watch")
    said = Said(service)
    try:
        said.wait_for("no such file or folder")
        time.sleep(25)
        write_reports(tmp_path / "in", 3)
        wait_until(lambda: count_documents(out) == 3, seconds=600)
        write_report(tmp_path / "in" / "late.txt", 8)
        begun = time.monotonic()
        wait_until(lambda: count_documents(out) == 4, seconds=600)
        assert time.monotonic() - begun < 60 or os.getloadavg()[0] > 4, "within a minute"
        said.wait_for("1 source read")
    finally:
        children = list_children(service.pid)
        status = said.end(signal.SIGTERM)
    assert status == 130
    assert [line.rstrip().partition(" ")[2] for line in said.lines if not line.startswith(STAGES)] == [
        f"NOTICE {out}: watching {tmp_path / 'in'} every 10 s; stop with Ctrl-C",
        f"ERROR {out}: {tmp_path / 'in'}: no such file or folder.",
        f"NOTICE {out}: 3 sources read, 0 failures",
        f"NOTICE {out}: 1 source read, 0 failures",
        "stopped; what was finished is kept, the dataset is as the last run that ended left it",
    ]
    wait_until(lambda: not any(is_alive(child) for child in children), seconds=30)


@pytest.mark.slow
def test_schedule_fires(tmp_path: Path) -> None:
    """Each run says what it did, as does one that cannot be done; nothing of Prefect's is told."""
    reports = write_reports(tmp_path / "in", 3)
    (reports / "empty.html").write_bytes(b"")
    out = tmp_path / "out"
    begun = datetime.now(UTC)
    service = start("serve", reports, "--out", out, "--cron", "* * * * *")
    said = Said(service)
    try:
        said.wait_for("4 sources read, 1 failure")
        reports.rename(tmp_path / "elsewhere")
        said.wait_for(" ERROR ")
    finally:
        status = said.end(signal.SIGINT)
    assert status == 130
    assert count_documents(out) == 3
    (run,) = load_dataset(out)["runs"].itertuples()
    assert datetime.fromisoformat(run.started) >= begun.replace(microsecond=0)
    # where this test is slower than a minute, there are runs in between
    lines = [line for line in said.lines if "nothing has changed" not in line]
    assert [line.rstrip().partition(" ")[2] for line in lines] == [
        f"NOTICE {out}: reading {reports} at * * * * * UTC; stop with Ctrl-C",
        "WARNING empty.html: quarantined in stage read: ReadError: The file is empty.",
        f"NOTICE {out}: 4 sources read, 1 failure",
        f"ERROR {out}: {reports}: no such file or folder.",
        "stopped; what was finished is kept, the dataset is as the last run that ended left it",
    ]


@pytest.mark.slow
def test_scheduled_run_that_is_killed_is_told_and_the_next_one_takes_up(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 200)
    out = tmp_path / "out"
    service = start("serve", reports, "--out", out, "--cron", "* * * * *")
    said = Said(service)
    try:
        wait_until(lambda: bool(list_readers(service.pid)), seconds=600)
        (run,) = list_spawned(service.pid)
        os.kill(run, signal.SIGKILL)
        said.wait_for(f" ERROR {out}: Process exited with status code: -9.")
        said.wait_for(f" NOTICE {out}: ")
        wait_until(lambda: count_documents(out) == 200, seconds=600)
    finally:
        said.end(signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_service_that_is_stopped_ends_the_run_that_is_going_on(tmp_path: Path, number: int) -> None:
    """Prefect's own service would leave the run behind, or wait for it, or end with status 0."""
    reports = write_reports(tmp_path / "in", 400)
    service = start("serve", reports, "--out", tmp_path / "out", "--cron", "* * * * *")
    try:
        wait_until(lambda: bool(list_readers(service.pid)), seconds=600)
        time.sleep(random.random() * 3)
        (run,) = list_spawned(service.pid)
        assert signal.SIGINT in read_blocked_signals(run), "Ctrl-C is for the service, which ends its run"
    finally:
        children = list_children(service.pid)
        service.send_signal(number)
        _, errors = service.communicate(timeout=60)
    assert service.returncode == 130 and "Traceback" not in errors and "Warning:" not in errors, errors
    assert "zhibiao: stopped; what was finished is kept" in errors
    wait_until(lambda: not any(is_alive(child) for child in children), seconds=30)
    assert call("run", reports, "--out", tmp_path / "out").returncode == 0
    assert count_documents(tmp_path / "out") == 400


@pytest.mark.slow
def test_deployments_of_prefect_yaml_start_as_they_are_on_a_process_work_pool(tmp_path: Path) -> None:
    """A server, a pool and a worker of Prefect's own, as docs/operations.md tells an operator."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    home = tmp_path / "project"
    (home / "corpora" / "samples").mkdir(parents=True)
    write_reports(home / "corpora" / "samples", 3)
    for name in ("flows", "outputs", "extractors", "prefect.yaml"):
        (home / name).symlink_to(PROJECT / name)
    for path in (PROJECT / "corpora").iterdir():
        if path.name != "samples":
            (home / "corpora" / path.name).symlink_to(path)
    environment = make_environment() | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PWD": str(home),
    }
    prefect = [sys.executable, "-m", "prefect"]
    quiet = {"cwd": home, "env": environment, "stdin": subprocess.DEVNULL}

    def ask(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*prefect, *arguments], capture_output=True, timeout=300, **quiet)

    def do(*arguments: str) -> None:
        done = ask(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    silent = quiet | {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*prefect, "server", "start", "--port", str(port)], **silent)
    try:
        wait_until(lambda: is_open(port), seconds=600)
        do("work-pool", "create", "zhibiao", "--type", "process")
        do("deploy", "--all")
        do("deployment", "run", "build_dataset/nightly")
        worker = subprocess.Popen([*prefect, "worker", "start", "--pool", "zhibiao"], **silent)
        try:
            wait_until(lambda: count_documents(home / "out" / "dataset") == 3, seconds=600)
            wait_until(lambda: "zhibiao-run" in ask("artifact", "ls").stdout.decode(), seconds=600)
        finally:
            worker.terminate()
            worker.wait(60)
    finally:
        server.terminate()
        server.wait(60)


def is_open(port: int) -> bool:
    import urllib.request

    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
