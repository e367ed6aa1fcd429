from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from corpora.documents import name_document
from corpora.errors import DatasetError
from outputs.datasets import check_target, load_dataset
from outputs.fields import TABLES, Field
from outputs.ledgers import LEDGER, Entry, Ledger, write_ledger
from tests.outputs.datasets_by_hand import write_batch, write_dataset

REPORTS = {"a.txt": "建立巡查制度", "b.txt": "开展清欠行动", "c.txt": "推行网格管理"}


def test_every_declared_table_is_there(tmp_path: Path) -> None:
    write_dataset(tmp_path, write_batch(tmp_path, "1", REPORTS))
    dataset = load_dataset(tmp_path)
    assert list(dataset) == list(TABLES)
    for name, table in TABLES.items():
        assert list(dataset[name].columns) == [field.name for field in table.fields]
        assert dataset.count_rows(name) == len(dataset[name])
    assert len(dataset["documents"]) == 3 and len(dataset["checks"]) == 0 and len(dataset["runs"]) == 1


def test_whole_numbers_stay_whole_where_some_are_open(tmp_path: Path) -> None:
    write_dataset(tmp_path, write_batch(tmp_path, "1", REPORTS))
    measures = load_dataset(tmp_path)["measures"]
    assert measures["source_start"].dtype == pd.Int64Dtype()
    assert measures["source_page"].isna().all()


def test_practices_are_joined_to_measures(tmp_path: Path) -> None:
    entries = write_batch(tmp_path, "1", REPORTS)
    practice_of = {f"{name_document('b.txt', 0)}-m0": "p1"}
    write_dataset(tmp_path, entries, practices=practice_of)
    measures = load_dataset(tmp_path)["measures"].set_index("source")
    assert measures.loc["b.txt", "practice"] == "p1" and measures.loc["b.txt", "practice_strength"] == 0.5
    assert measures.loc[["a.txt", "c.txt"], "practice"].isna().all()


def test_source_that_changed_is_read_from_its_new_batch_only(tmp_path: Path) -> None:
    first = write_batch(tmp_path, "1", REPORTS)
    second = write_batch(tmp_path, "2", {"b.txt": "清理拖欠账款"})
    write_dataset(tmp_path, [first[0], second[0], first[2]])
    documents = load_dataset(tmp_path)["documents"]
    assert list(documents["source"]) == ["a.txt", "b.txt", "c.txt"]
    assert list(documents["text"]) == ["建立巡查制度", "清理拖欠账款", "推行网格管理"]


def test_files_inside_an_archive_belong_to_it(tmp_path: Path) -> None:
    names = ("年报.zip/甲.txt", "年报.zip/乙/丙.txt", "年报.zipx/丁.txt")
    entry, *_ = write_batch(tmp_path, "1", dict.fromkeys(names, "建立巡查制度"))
    write_dataset(tmp_path, [replace(entry, source="年报.zip")])
    assert list(load_dataset(tmp_path)["documents"]["source"]) == ["年报.zip/乙/丙.txt", "年报.zip/甲.txt"]


def test_rows_come_in_the_order_of_names_however_sources_were_batched(tmp_path: Path) -> None:
    for folder, batches in [("one", [["a.txt", "b.txt", "c.txt"]]), ("two", [["b.txt"], ["a.txt", "c.txt"]])]:
        entries = []
        for n, names in enumerate(batches):
            entries += write_batch(tmp_path / folder, str(n), {name: REPORTS[name] for name in names})
        write_dataset(tmp_path / folder, sorted(entries, key=lambda entry: entry.source))
    one, two = load_dataset(tmp_path / "one"), load_dataset(tmp_path / "two")
    for name in TABLES:
        assert one.read_table(name).equals(two.read_table(name)), name


def test_open_dataset_stays_what_it_was_while_a_run_replaces_it(tmp_path: Path) -> None:
    entries = write_batch(tmp_path, "1", REPORTS)
    write_dataset(tmp_path, entries)
    before = load_dataset(tmp_path)
    write_dataset(tmp_path, write_batch(tmp_path, "2", {"d.txt": "开展义诊活动"}), run_id="run-2")
    assert list(before["documents"]["source"]) == ["a.txt", "b.txt", "c.txt"]
    assert list(load_dataset(tmp_path)["documents"]["source"]) == ["d.txt"]


def test_batch_that_no_ledger_names_is_not_seen(tmp_path: Path) -> None:
    write_dataset(tmp_path, write_batch(tmp_path, "1", {"a.txt": "建立巡查制度"}))
    write_batch(tmp_path, "2", {"b.txt": "开展清欠行动"})
    assert list(load_dataset(tmp_path)["documents"]["source"]) == ["a.txt"]


def test_ledger_before_the_first_run_ended_opens_as_an_empty_dataset(tmp_path: Path) -> None:
    write_ledger(tmp_path, Ledger())
    assert all(len(frame) == 0 for frame in load_dataset(tmp_path).values())


def test_folders_that_are_no_dataset_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "日记.txt").write_text("今天下雨", encoding="utf-8")
    with pytest.raises(DatasetError, match="not there"):
        load_dataset(tmp_path / "absent")
    with pytest.raises(DatasetError, match=r"not a dataset: it has no ledger\.parquet"):
        load_dataset(tmp_path / "notes")
    with pytest.raises(DatasetError, match=r"not empty \(it holds 日记\.txt\)"):
        check_target(tmp_path / "notes")
    with pytest.raises(DatasetError, match="is a file"):
        check_target(tmp_path / "notes" / "日记.txt")


@pytest.mark.parametrize("damage", [b"", b"not a parquet file", b"PAR1" * 40])
def test_damaged_ledger_is_said_to_be_damaged(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / LEDGER).write_bytes(damage)
    with pytest.raises(DatasetError, match="damaged"):
        load_dataset(tmp_path)


def test_single_columns_can_be_read(tmp_path: Path) -> None:
    write_dataset(tmp_path, write_batch(tmp_path, "1", REPORTS))
    rows = load_dataset(tmp_path).read_table("documents", columns=["text", "n_chars"])
    assert rows.column_names == ["text", "n_chars"] and rows["n_chars"].to_pylist() == [6, 6, 6]


def test_practices_are_joined_to_single_columns_too(tmp_path: Path) -> None:
    practice_of = {f"{name_document('b.txt', 0)}-m0": "p1"}
    write_dataset(tmp_path, write_batch(tmp_path, "1", REPORTS), practices=practice_of)
    rows = load_dataset(tmp_path).read_table("measures", columns=["practice", "text"])
    assert rows.to_pydict() == {"practice": [None, "p1", None], "text": list(REPORTS.values())}


def test_column_that_a_dataset_does_not_have_yet_is_null(tmp_path: Path, monkeypatch) -> None:
    write_dataset(tmp_path, write_batch(tmp_path, "1", REPORTS))
    table = TABLES["documents"]
    later = replace(table, fields=(*table.fields, Field("series", "text", "its series", "系列")))
    monkeypatch.setitem(TABLES, "documents", later)
    assert load_dataset(tmp_path)["documents"]["series"].isna().all()


def test_missing_batch_is_named(tmp_path: Path) -> None:
    write_ledger(tmp_path, Ledger((Entry("a.txt", "0", "rules/batches/9", (1, 0, 0, 0, 0, 0, 0)),), "r", "0"))
    with pytest.raises(DatasetError, match=r"batches/9/documents\.parquet is missing"):
        load_dataset(tmp_path)["documents"]


def test_dataset_of_a_later_format_says_what_wrote_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outputs.ledgers.FORMAT", 2)
    write_ledger(tmp_path, Ledger(version="9.0"))
    monkeypatch.undo()
    with pytest.raises(DatasetError, match=r"format 2, written by zhibiao 9\.0"):
        load_dataset(tmp_path)


def test_new_and_empty_folders_can_become_datasets(tmp_path: Path) -> None:
    check_target(tmp_path / "new" / "deep")
    check_target(tmp_path)
    (tmp_path / ".zhibiao").mkdir()
    check_target(tmp_path)


def test_unknown_table_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    write_ledger(tmp_path, Ledger())
    with pytest.raises(KeyError, match="documents, removed"):
        load_dataset(tmp_path)["indicator"]
