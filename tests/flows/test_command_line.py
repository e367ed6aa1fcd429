from __future__ import annotations

import csv
import json
import logging
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.command_line import app
from outputs.datasets import load_dataset
from outputs.fields import TABLES
from tests.flows.poison import write_poison
from tests.flows.processes import (
    PROJECT,
    call,
    count_cpu_seconds,
    is_alive,
    list_children,
    start,
    wait_until,
)
from tests.flows.reports_by_hand import read_files, run_plainly, write_report, write_reports


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> Path:
    return write_reports(tmp_path_factory.mktemp("in"), 6)


@pytest.fixture(scope="module")
def dataset(reports, tmp_path_factory) -> Path:
    """A dataset that was made without Prefect; what only reads it needs no more."""
    out = tmp_path_factory.mktemp("out") / "dataset"
    run_plainly(reports, out)
    return out


def assert_bad_input(done, says: str) -> None:
    assert done.returncode == 2
    assert done.stderr.startswith("zhibiao: ") and done.stderr.count("\n") == 1, done.stderr
    assert says in done.stderr and "Traceback" not in done.stderr


def test_help_teaches_and_comes_at_once() -> None:
    call("--help")
    begun = count_cpu_seconds()
    done = call("--help")
    assert count_cpu_seconds() - begun < 0.5
    assert "zhibiao run crawl/ --out dataset" in done.stdout
    assert "Exit status" in call("run", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "absent", "--out", "new"], "absent: no such file or folder"),
        (["run", "empty", "--out", "new"], "empty: the folder holds no file"),
        (["run", "absent/*.txt", "--out", "new"], "no file matches this glob"),
        (["run", "a.txt", "--out", "new", "--settings", "wrong.toml"], "the settings are batch_size"),
        (["run", "a.txt", "--out", "new", "--settings", "absent.toml"], "absent.toml: cannot be opened"),
        (["run", "a.txt", "--out", "new", "--workers", "0"], "zhibiao: workers = 0: input should be greater"),
        (["run", "a.txt", "--out", "other"], "other is not a dataset and not empty (it holds 日记.txt)"),
        (["run", "a.txt", "--out", "a.txt"], "a.txt is a file"),
        (["show", "other"], "other is not a dataset"),
        (["show", "absent"], "absent is not there"),
        (["show", "dataset", "indicator"], "there is no table 'indicator'; the tables are documents"),
        (["export", "other", "--to", "new"], "other is not a dataset"),
        (["export", "dataset", "--to", "new", "--format", "xls"], "no format 'xls'; the formats are csv"),
        (["export", "dataset", "--to", "dataset"], "dataset is a dataset; give another folder"),
        (["run"], "Missing argument 'SOURCE...'. See `zhibiao run --help`"),
        (["run", "a.txt"], "Missing option '--out'. See `zhibiao run --help`"),
        (["run", "a.txt", "--out"], "Option '--out' requires an argument. See `zhibiao run --help`"),
        (["run", "a.txt", "--out", "new", "--worker", "2"], "No such option: --worker"),
        (["rum", "a.txt"], "No such command 'rum'"),
        (
            ["show", "dataset", "--rows", "0"],
            "Invalid value for '--rows': Input should be greater than or equal to 1. See",
        ),
        (["quarantine", "dataset", "--settings", "absent.toml"], "are for --retry: without it nothing"),
        (["quarantine", "dataset", "--workers", "2"], "are for --retry: without it nothing"),
        (["serve", "a.txt", "--out", "new", "--cron", "61 * * * *"], "'61' is no minute; 0 to 59 are"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_one_line_and_touches_nothing(
    tmp_path: Path, dataset: Path, arguments: list[str], says: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "日记.txt").write_text("今天下雨", encoding="utf-8")
    (tmp_path / "a.txt").write_text("松坪镇新建公园3处。", encoding="utf-8")
    (tmp_path / "wrong.toml").write_text("worker = 2", encoding="utf-8")
    (tmp_path / "dataset").symlink_to(dataset)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert_bad_input(call(*arguments, cwd=tmp_path), says)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_show_lists_the_tables(dataset: Path) -> None:
    done = call("show", dataset)
    assert done.returncode == 0
    for name in TABLES:
        assert f"\n{name} " in done.stdout


def test_show_folds_long_chinese_text_at_80_columns(tmp_path: Path) -> None:
    text = "松坪镇人民政府建立健全楼栋长轮值制度并开展清理拖欠账款专项行动" * 9 + "\x1b[31m。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run_plainly(tmp_path / "a.txt", tmp_path / "out")
    done = call("show", tmp_path / "out", "documents", "--full")
    widths = [sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in done.stdout.splitlines()]
    assert max(widths) <= 80 and "\x1b" not in done.stdout
    shown = "".join(done.stdout.split())
    assert "清理拖欠账款专项行动松坪镇" in shown


def test_show_stops_quietly_when_its_reader_does(dataset: Path) -> None:
    import subprocess

    command = (
        f"{sys.executable} -c 'from flows.command_line import main; main()' show {dataset} documents --rows 9"
    )
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -1"], cwd=PROJECT, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr and "Error" not in done.stderr


def test_export_writes_csv_that_excel_opens(dataset: Path, tmp_path: Path) -> None:
    done = call("export", dataset, "--format", "csv", "--to", tmp_path / "csv")
    assert done.returncode == 0 and "indicators.csv" in done.stdout
    data = (tmp_path / "csv" / "indicators.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == load_dataset(dataset).count_rows("indicators")
    assert all(row["source_start"].isdigit() and row["source_end"].isdigit() for row in rows)


def test_extract_prints_one_file_as_json(tmp_path: Path, reports: Path) -> None:
    done = call("extract", reports / "0" / "0002.txt")
    found = json.loads(done.stdout)
    assert done.returncode == 0 and not done.stderr
    assert {row["quantity"] for row in found["documents"][0]["indicators"]} >= {"4处", "4个"}
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 50)
    assert_bad_input(call("extract", tmp_path / "picture.png"), "picture.png")


def test_quarantine_lists_what_failed_and_prune_drops_what_is_gone(tmp_path: Path) -> None:
    many = write_reports(tmp_path / "in", 3)
    (many / "empty.html").write_bytes(b"")
    run_plainly(many, tmp_path / "out")
    done = call("quarantine", tmp_path / "out")
    assert done.stdout == "empty.html: read: ReadError\n  The file is empty.\n"
    (many / "empty.html").unlink()
    run_plainly(many, tmp_path / "out")
    assert call("prune", tmp_path / "out").stdout.startswith("dropped 1 source no longer there, ")
    assert call("quarantine", tmp_path / "out").stdout == "Nothing is in quarantine.\n"


@pytest.mark.slow
def test_quarantine_is_tried_again_from_where_it_lay(warm, tmp_path: Path, monkeypatch) -> None:
    poison = write_poison(tmp_path / "poison")
    many = write_reports(tmp_path / "in", 3)
    write_report(many / "raises.txt", 9)
    out = warm(tmp_path / "out")
    done = call("run", many, "--out", out, "--json", PYTHONPATH=f"{poison}:{PROJECT}")
    summary = json.loads(done.stdout)
    assert done.returncode == 3, done.stderr
    assert (summary["n_quarantined"], summary["counts"]["documents"], summary["n_read"]) == (1, 3, 4)
    assert "WARNING raises.txt: quarantined in stage read: ZeroDivisionError: no lines" in done.stderr
    done = call("quarantine", out, "--retry", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert load_dataset(out).count_rows("documents") == 4
    assert load_dataset(out).count_rows("quarantine") == 0


@pytest.mark.slow
def test_run_with_prefect_gives_what_the_plain_functions_give(warm, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text("batch_size = 2", encoding="utf-8")
    plain = run_plainly(reports, tmp_path / "plain", batch_size=2)
    for workers in (1, 2):
        out = warm(tmp_path / f"workers {workers}")
        done = call("run", reports, "--out", out, "--workers", workers, "--settings", tmp_path / "small.toml")
        assert done.returncode == 0, done.stderr
        assert read_files(out) == read_files(tmp_path / "plain")
        assert f"indicators  {plain.counts['indicators']:>8,}" in done.stdout
        assert "Reading sources: 6 of 6" in done.stderr
        assert "prefect" not in done.stderr.lower(), "Prefect is quiet"
    before = (out / "ledger.parquet").stat().st_mtime_ns
    begun = count_cpu_seconds()
    done = call("run", reports, "--out", out)
    assert count_cpu_seconds() - begun < 5 and "nothing has changed" in done.stdout
    assert (out / "ledger.parquet").stat().st_mtime_ns == before


@pytest.mark.slow
def test_run_from_python_again_and_again_in_one_process(reports: Path, tmp_path: Path) -> None:
    import shutil

    import zhibiao

    level = logging.getLogger().level
    for n in range(2):
        summary = zhibiao.run(reports, tmp_path / f"{n}")
        assert summary.changed and summary.counts["documents"] == 6
        assert (tmp_path / f"{n}" / ".zhibiao" / "prefect" / "prefect.db").is_file()
        assert logging.getLogger().level == level, "how the caller logs is his"
        if n == 0:
            shutil.rmtree(tmp_path / "0")


@pytest.mark.slow
def test_quarantine_shows_in_summary_and_status(warm, tmp_path: Path) -> None:
    out = warm(tmp_path / "out")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("松坪镇新建公园3处。", encoding="utf-8")
    (tmp_path / "in" / "empty.html").write_bytes(b"")
    done = call("run", tmp_path / "in", "--out", out)
    assert done.returncode == 3
    assert "empty.html: The file is empty." in done.stdout
    assert load_dataset(out).count_rows("documents") == 1
    assert call("run", tmp_path / "in", "--out", out).returncode == 0, "nothing failed this time"


@pytest.mark.slow
def test_unreadable_file_alone_is_bad_input_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 50)
    done = call("run", tmp_path / "picture.png", "--out", tmp_path / "new" / "dataset")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("zhibiao: none of the sources could be read: picture.png")
    assert not (tmp_path / "new" / "dataset").exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", [["run"], ["serve", "--cron", "0 2 * * *"]])
def test_prefect_server_that_does_not_answer_is_named(reports: Path, tmp_path: Path, how: list[str]) -> None:
    done = call(*how, reports, "--out", tmp_path / "out", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("zhibiao: PREFECT_API_URL is http://127.0.0.1:9/api, and")


@pytest.mark.slow
def test_second_run_at_the_same_time_is_told_who_is_first(tmp_path: Path, warm) -> None:
    out = warm(tmp_path / "out")
    many = write_reports(tmp_path / "in", 300)
    first = start("run", many, "--out", out)
    wait_for_line(first, "Reading")
    done = call("run", many, "--out", out)
    first.kill()
    assert_bad_input(done, f"is being written by another run (process {first.pid} on ")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_ends_at_once_and_leaves_nobody_behind(tmp_path: Path, warm, number: int) -> None:
    many = write_reports(tmp_path / "in", 1200)
    (tmp_path / "small.toml").write_text("batch_size = 20", encoding="utf-8")
    out = warm(tmp_path / "out")
    run = start("run", many, "--out", out, "--workers", 2, "--settings", tmp_path / "small.toml")
    wait_until(lambda: any(out.glob("*/batches/*")))
    children = list_children(run.pid)
    run.send_signal(number)
    begun = time.monotonic()
    _, errors = run.communicate(timeout=60)
    assert time.monotonic() - begun < 60
    assert run.returncode == 130, errors
    assert "zhibiao: interrupted" in errors and "Traceback" not in errors
    assert children
    wait_until(lambda: not any(is_alive(child) for child in children), seconds=5)
    assert len(load_dataset(out)["documents"]) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interruption_that_other_code_makes_an_error_of_is_one_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def run(*arguments: object, **settings: object) -> None:
        try:
            os.kill(os.getpid(), number)
            time.sleep(60)
        except KeyboardInterrupt:
            raise ValueError("what was being written was cut off") from None

    monkeypatch.setattr("flows.runs.run", run)
    handler = signal.getsignal(number)
    done = CliRunner().invoke(app, ["run", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 130
    assert done.stderr.splitlines()[-1].startswith("zhibiao: interrupted; what was finished is kept")
    assert signal.getsignal(number) is handler


def wait_for_line(process, start: str) -> None:
    """Read the process's stderr until a line starts so."""
    assert any(line.startswith(start) for line in process.stderr), f"ended without saying {start!r}"
