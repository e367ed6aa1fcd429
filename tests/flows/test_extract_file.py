from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import ReadError
from flows.extract_file import extract_file
from outputs.datasets import load_dataset
from tests.flows.reports_by_hand import run_plainly, write_report


def test_rows_are_those_that_a_run_writes(tmp_path: Path) -> None:
    path = write_report(tmp_path / "a.txt", 3)
    found = extract_file(path)
    run_plainly(path, tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    (document,) = found["documents"]
    for name in ("indicators", "measures", "sections", "checks"):
        assert len(document[name]) == len(dataset[name])
    assert [row["quantity"] for row in document["indicators"]] == list(dataset["indicators"]["quantity"])
    assert found["quarantine"] == []


def test_records_stand_with_their_document(tmp_path: Path) -> None:
    path = tmp_path / "crawl.jsonl"
    texts = ["松坪镇今年新建公园3处。", "清澜街道今年新建公园4处，改造小区5个。"]
    path.write_text("".join(f'{{"text": "{text}"}}\n' for text in texts) + '{"te\n', encoding="utf-8")
    found = extract_file(path)
    assert [len(document["indicators"]) for document in found["documents"]] == [1, 2]
    assert "line 3" in found["quarantine"][0]["message"]


def test_what_cannot_be_read_is_an_error_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    with pytest.raises(ReadError, match=r"empty\.html: The file is empty"):
        extract_file(tmp_path / "empty.html")
    with pytest.raises(ReadError, match="No such file"):
        extract_file(tmp_path / "absent.txt")
    with pytest.raises(ReadError, match="is a folder; give one file"):
        extract_file(tmp_path)
