from __future__ import annotations

import io
from pathlib import Path

import pytest

from flows import print_run
from flows.print_run import STAGES, LinePrinter, print_progress, print_summary
from flows.progress import tell
from tests.flows.reports_by_hand import run_plainly, write_reports


def test_lines_come_at_the_start_at_the_end_and_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 1.0, 2.0, 6.0, 7.0, 8.0, 8.0, 9.0])
    monkeypatch.setattr(print_run.time, "monotonic", lambda: next(clock))
    file = io.StringIO()
    printer = LinePrinter(file)
    for step in [
        ("start", 0, 1), ("start", 1, 1), ("read", 0, 1200), ("read", 1, 1200), ("read", 700, 1200),
        ("read", 800, 1200), ("read", 1200, 1200), ("read", 1200, 1200), ("cluster", 0, 1),
    ]:  # fmt: skip
        printer(*step)
    assert file.getvalue().splitlines() == [
        "Starting the flow",
        "Reading sources: 0 of 1,200",
        "Reading sources: 700 of 1,200",
        "Reading sources: 1,200 of 1,200",
        "Finding practices",
    ]


def test_progress_is_plain_lines_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with print_progress():
        tell("read", 0, 3)
        tell("read", 3, 3)
    tell("read", 9, 9)
    assert capsys.readouterr().err == "Reading sources: 0 of 3\nReading sources: 3 of 3\n"


def test_progress_is_a_bar_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with print_progress():
        for stage in STAGES:
            tell(stage, 1, 2)
    assert "1/2" in capsys.readouterr().err


def test_summary_names_what_is_held_and_what_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = write_reports(tmp_path / "in", 3)
    for n in range(7):
        (reports / f"empty{n}.html").write_bytes(b"")
    print_summary(run_plainly(reports, tmp_path / "out"))
    printed = capsys.readouterr().out
    assert "sources           10  10 read, 0 known already" in printed
    assert "documents          3" in printed and "quarantine         7" in printed
    assert "empty0.html: The file is empty." in printed
    assert "and 2 more: zhibiao quarantine" in printed
    (reports / "empty0.html").unlink()
    print_summary(run_plainly(reports, tmp_path / "out"))
    printed = capsys.readouterr().out
    assert "gone               1  not among the sources" in printed
    assert "sources            9  0 read, 9 known already" in printed
    assert "In quarantine:" not in printed, "status 0 and the summary agree"
    assert "In quarantine since earlier runs, and not tried again: 7: zhibiao quarantine" in printed
    (reports / "empty0.html").write_bytes(b"  ")
    print_summary(run_plainly(reports, tmp_path / "out"))
    printed = capsys.readouterr().out
    assert "In quarantine:\n  empty0.html: " in printed
    assert "not tried again: 6: zhibiao quarantine" in printed
