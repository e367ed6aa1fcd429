from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpora.errors import DatasetError
from outputs.datasets import load_dataset
from outputs.exports import WRITERS, export_dataset
from outputs.fields import TABLES
from tests.outputs.datasets_by_hand import write_batch, write_dataset


@pytest.fixture
def dataset(tmp_path: Path):
    write_dataset(tmp_path / "dataset", write_batch(tmp_path / "dataset", "1", {"a.txt": "=建立巡查制度"}))
    return load_dataset(tmp_path / "dataset")


def test_one_file_a_table_named_after_it(dataset, tmp_path: Path) -> None:
    written = export_dataset(dataset, format="csv", to=tmp_path / "csv")
    assert sorted(path.name for path in written) == sorted(f"{name}.csv" for name in TABLES)
    assert sorted(written) == sorted((tmp_path / "csv").iterdir()), "nothing else is left behind"
    for table in TABLES.values():
        with (tmp_path / "csv" / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == [field.name for field in table.fields]


def test_scraped_text_is_no_formula_and_offsets_are_whole(dataset, tmp_path: Path) -> None:
    export_dataset(dataset, format="csv", to=tmp_path)
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["text"] == "'=建立巡查制度"
    assert (row["source_start"], row["source_end"]) == ("0", "7")


def test_exporting_again_gives_the_same_bytes(dataset, tmp_path: Path) -> None:
    first, second = (
        [path.read_bytes() for path in export_dataset(dataset, format="csv", to=tmp_path / "csv")]
        for _ in range(2)
    )
    assert first == second


def test_file_is_as_it_was_where_writing_fails(dataset, tmp_path: Path, monkeypatch) -> None:
    export_dataset(dataset, format="csv", to=tmp_path / "csv")
    before = (tmp_path / "csv" / "documents.csv").read_bytes()

    def fill_disk(rows, table, path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(WRITERS, "csv", fill_disk)
    with pytest.raises(DatasetError, match="No space left"):
        export_dataset(dataset, format="csv", to=tmp_path / "csv")
    assert (tmp_path / "csv" / "documents.csv").read_bytes() == before
    assert not [path for path in (tmp_path / "csv").iterdir() if path.name.startswith(".")]


def test_wrong_requests_say_what_would_be_right(dataset, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no format 'xls'; the formats are csv"):
        export_dataset(dataset, format="xls", to=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(DatasetError, match="is a dataset"):
        export_dataset(dataset, format="csv", to=dataset.folder)
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="is a file"):
        export_dataset(dataset, format="csv", to=tmp_path / "file")
