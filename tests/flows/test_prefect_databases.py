from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.prefect_databases import NAME, copy_made, forget_missed_runs, keep_made
from tests.flows.processes import call
from tests.flows.reports_by_hand import write_reports


def make_folder(path: Path) -> Path:
    path.mkdir()
    return path


def list_tables(state: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(state / NAME)) as database:
        return database.execute("SELECT name FROM sqlite_master").fetchall()


@pytest.fixture
def made(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    state = make_folder(tmp_path / "made")
    with closing(sqlite3.connect(state / NAME)) as database:
        database.execute("CREATE TABLE flow (id)")
    return state


def test_database_that_was_made_is_there_for_the_next_dataset(made: Path, tmp_path: Path) -> None:
    one, other = make_folder(tmp_path / "one"), make_folder(tmp_path / "other")
    copy_made(one)
    assert not list(one.iterdir()), "none was made before"
    keep_made(made)
    copy_made(other)
    assert list_tables(other) == [("flow",)]
    assert [path.name for path in other.iterdir()] == [NAME]


def test_database_that_is_there_stays(made: Path, tmp_path: Path) -> None:
    keep_made(made)
    with closing(sqlite3.connect(made / NAME)) as database:
        database.execute("CREATE TABLE run (id)")
    copy_made(made)
    assert list_tables(made) == [("flow",), ("run",)]


def test_cache_that_cannot_be_written_costs_nothing(made: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    keep_made(made)
    copy_made(made)
    assert list_tables(made) == [("flow",)]


@pytest.mark.slow
def test_run_with_a_database_that_was_made_before(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    reports = write_reports(tmp_path / "in", 2)
    for name in ("first", "second"):
        done = call("run", reports, "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
        (kept,) = (tmp_path / "cache" / "zhibiao").iterdir()
    with (
        closing(sqlite3.connect(kept)) as empty,
        closing(sqlite3.connect(tmp_path / "second" / ".zhibiao" / "prefect" / NAME)) as used,
    ):
        runs = [database.execute("SELECT count(*) FROM flow_run").fetchone() for database in (empty, used)]
    assert runs == [(0,), (1,)]


@pytest.mark.slow
def test_what_a_schedule_missed_is_forgotten_and_what_was_done_stays(tmp_path: Path) -> None:
    assert call("run", write_reports(tmp_path / "in", 2), "--out", tmp_path / "out").returncode == 0
    state = tmp_path / "out" / ".zhibiao" / "prefect"
    with closing(sqlite3.connect(state / NAME)) as database:
        with database:
            database.execute(
                "INSERT INTO flow_run (id, name, flow_id, state_type) "
                "SELECT 'missed', 'missed', flow_id, 'SCHEDULED' FROM flow_run"
            )
        forget_missed_runs(state)
        assert database.execute("SELECT state_type FROM flow_run").fetchall() == [("COMPLETED",)]


def test_nothing_is_forgotten_where_no_schedule_was(tmp_path: Path) -> None:
    forget_missed_runs(tmp_path)
    assert not list(tmp_path.iterdir())
