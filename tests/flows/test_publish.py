from __future__ import annotations

import re
import shutil
from dataclasses import fields
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corpora.errors import DatasetError, ReadError
from flows.batches import build_batch
from flows.corpus_tables import write_corpus_tables
from flows.plans import plan_build
from flows.publish import Summary
from flows.settings import Settings
from outputs import ledgers
from outputs.datasets import load_dataset
from outputs.fields import TABLES
from outputs.ledgers import read_ledger
from outputs.locks import open_for_writing
from tests.flows.processes import PROJECT
from tests.flows.reports_by_hand import (
    export_all,
    export_by_members,
    read_files,
    run_plainly,
    write_report,
    write_reports,
)


def test_run_fills_the_tables_and_says_so(tmp_path: Path) -> None:
    summary = run_plainly(write_reports(tmp_path / "in", 6), tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    assert summary.changed and (summary.n_sources, summary.n_read, summary.n_quarantined) == (6, 6, 0)
    assert summary.counts == {name: len(frame) for name, frame in dataset.items()}
    assert summary.counts["documents"] == 6 and summary.counts["runs"] == 1
    assert min(summary.counts[name] for name in ("indicators", "measures", "sections", "practices")) > 0


def test_practices_link_measures_of_several_documents(tmp_path: Path) -> None:
    run_plainly(write_reports(tmp_path / "in", 6), tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    members = dataset["measures"].dropna(subset="practice").groupby("practice")
    assert dict(members.size()) == dict(dataset["practices"].set_index("practice_id")["n_measures"])
    assert set(dataset["practices"]["exemplar"]) <= set(dataset["measures"]["measure_id"])


def test_second_run_changes_nothing(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 4)
    run_plainly(reports, tmp_path / "out")
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (tmp_path / "out").rglob("*.parquet")}
    summary = run_plainly(reports, tmp_path / "out")
    assert not summary.changed and summary.n_read == 0
    assert before == {
        p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (tmp_path / "out").rglob("*.parquet")
    }


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 5)
    run_plainly(reports, tmp_path / "one")
    run_plainly(reports, tmp_path / "two")
    assert read_files(tmp_path / "one") == read_files(tmp_path / "two")


def test_tables_do_not_tell_how_the_corpus_came_in(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 6)
    run_plainly(reports, tmp_path / "at once")
    held_back = (reports / "0" / "0002.txt").rename(tmp_path / "0002.txt")
    run_plainly(reports, tmp_path / "bit by bit", batch_size=2)
    held_back.rename(reports / "0" / "0002.txt")
    run_plainly(reports, tmp_path / "bit by bit", batch_size=3)
    assert export_by_members(tmp_path / "at once", tmp_path / "a") == export_by_members(
        tmp_path / "bit by bit", tmp_path / "b"
    )


def test_changed_source_replaces_its_rows(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 3)
    run_plainly(reports, tmp_path / "out")
    (reports / "0" / "0002.txt").write_text("云岭街道2016年新建图书角87处。", encoding="utf-8")
    summary = run_plainly(reports, tmp_path / "out")
    indicators = load_dataset(tmp_path / "out")["indicators"].query("source == '0/0002.txt'")
    assert summary.n_read == 1 and list(indicators["quantity"]) == ["87处"]
    assert len(load_dataset(tmp_path / "out")["runs"]) == 2


def test_source_that_is_gone_keeps_its_rows_and_is_marked(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 3)
    run_plainly(reports, tmp_path / "out")
    (reports / "0" / "0002.txt").rename(tmp_path / "away.txt")
    summary = run_plainly(reports, tmp_path / "out")
    ledger = read_ledger(tmp_path / "out")
    assert summary.n_gone == 1 and summary.counts["documents"] == 3
    assert [entry.source for entry in ledger.entries if entry.gone] == ["0/0002.txt"]
    documents = load_dataset(tmp_path / "out")["documents"]
    assert list(documents["gone"]) == [False, True, False]
    assert not run_plainly(reports, tmp_path / "out").changed
    (tmp_path / "away.txt").rename(reports / "0" / "0002.txt")
    summary = run_plainly(reports, tmp_path / "out")
    assert (summary.n_gone, summary.n_read) == (0, 0), "it is known when it comes back"


def test_dataset_is_as_it_was_where_nothing_can_be_read(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    run_plainly(reports, tmp_path / "out")
    before = (tmp_path / "out" / "ledger.parquet").read_bytes()
    (tmp_path / "empty.html").write_bytes(b"")
    with pytest.raises(ReadError, match=r"none of the sources could be read: .*empty\.html"):
        run_plainly(tmp_path / "empty.html", tmp_path / "out")
    assert (tmp_path / "out" / "ledger.parquet").read_bytes() == before


def test_bad_source_among_good_ones_is_counted(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    (reports / "empty.html").write_bytes(b"")
    summary = run_plainly(reports, tmp_path / "out")
    assert (summary.n_quarantined, summary.counts["quarantine"], summary.counts["documents"]) == (1, 1, 2)


def test_corpus_of_other_rules_does_not_mix_with_new_rows(tmp_path: Path, monkeypatch) -> None:
    reports = write_reports(tmp_path / "in", 3)
    run_plainly(reports, tmp_path / "out")
    monkeypatch.setattr("flows.plans._fingerprint_code", lambda: "another version")
    summary = run_plainly(reports, tmp_path / "out")
    assert (summary.n_read, summary.counts["documents"]) == (3, 3)
    assert len({entry.batch.split("/")[0] for entry in read_ledger(tmp_path / "out").entries}) == 1


@pytest.mark.parametrize("place", ["batches", "corpus", "runs", "ledger"])
def test_full_disk_leaves_the_last_good_state(tmp_path: Path, monkeypatch, place: str) -> None:
    reports = write_reports(tmp_path / "in", 3)
    run_plainly(reports, tmp_path / "out")
    before = export_all(tmp_path / "out", tmp_path / "before")
    write_report(reports / "new.txt", 50)

    real_folder, real_table = ledgers.write_folder, pq.write_table

    def fill_disk_in_folder(folder, target, tables):
        if f"{place}/" in target:
            (folder.state / "unfinished" / "half").mkdir(parents=True)
            raise OSError(28, "No space left on device")
        real_folder(folder, target, tables)

    def fill_disk_in_table(table, path, **options):
        if "ledger" in str(path) and place == "ledger":
            Path(path).write_bytes(b"PAR1 half of it")
            raise OSError(28, "No space left on device")
        real_table(table, path, **options)

    monkeypatch.setattr("flows.batches.write_folder", fill_disk_in_folder)
    monkeypatch.setattr("flows.corpus_tables.write_folder", fill_disk_in_folder)
    monkeypatch.setattr("flows.publish.write_folder", fill_disk_in_folder)
    monkeypatch.setattr(pq, "write_table", fill_disk_in_table)
    with pytest.raises(DatasetError, match=r"cannot write to .*No space left on device"):
        run_plainly(reports, tmp_path / "out")
    monkeypatch.undo()
    assert export_all(tmp_path / "out", tmp_path / "after") == before
    assert run_plainly(reports, tmp_path / "out").counts["documents"] == 4
    assert not (tmp_path / "out" / ".zhibiao" / "unfinished" / "half").exists()


def test_corpus_tables_are_worked_out_once(tmp_path: Path, monkeypatch) -> None:
    reports = write_reports(tmp_path / "in", 3)
    with open_for_writing(tmp_path / "out"):
        plan = plan_build([reports], tmp_path / "out", Settings())
        entries = build_batch(plan.batches[0], tmp_path / "out")
        place = write_corpus_tables(plan, entries)
        monkeypatch.setattr("flows.corpus_tables.build_corpus_tables", None)
        assert write_corpus_tables(plan, entries) == place


def test_every_table_opens_after_a_batch_was_moved_with_its_dataset(tmp_path: Path) -> None:
    run_plainly(write_reports(tmp_path / "in", 2), tmp_path / "out")
    shutil.move(tmp_path / "out", tmp_path / "moved")
    assert all(len(frame) >= 0 for frame in load_dataset(tmp_path / "moved").values())
    assert set(load_dataset(tmp_path / "moved")) == set(TABLES)


def test_every_field_of_the_summary_is_documented() -> None:
    text = (PROJECT / "docs" / "operations.md").read_text("utf-8")
    table = text.partition("| field | what it says |")[2].partition("\n\n")[0]
    documented = re.findall(r"^ *\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted(documented) == sorted(field.name for field in fields(Summary))
