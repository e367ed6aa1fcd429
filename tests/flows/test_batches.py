from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import Source
from extractors import pipeline
from flows import batches
from flows.batches import tabulate_source
from tests.flows.reports_by_hand import write_report


def tabulate(path: Path) -> dict[str, list[dict]]:
    return {name: table.to_pylist() for name, table in tabulate_source(Source(path.name, path)).items()}


def test_report_gives_rows_that_point_at_their_evidence(tmp_path: Path) -> None:
    path = write_report(tmp_path / "a.txt", 3)
    tables = tabulate(path)
    source = path.read_text(encoding="utf-8")
    (document,) = tables["documents"]
    assert not tables["quarantine"]
    assert {row["quantity"] for row in tables["indicators"]} >= {"5处", "5个", "94.5%", "50万元"}
    for row in tables["indicators"]:
        assert document["text"][row["text_start"] : row["text_end"]] == row["quantity"]
        assert source[row["source_start"] : row["source_end"]] == row["quantity"]
    for row in tables["measures"]:
        assert document["text"][row["text_start"] : row["text_end"]] == row["text"]
    keys = {row["section_id"] for row in tables["sections"]}
    assert {row["section"] for row in tables["indicators"]} <= keys | {None}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.html", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 50, "PNG"),
        ("noise.bin", bytes(range(256)) * 40, "text"),
    ],
)
def test_source_that_cannot_be_read_is_one_quarantine_row(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    tables = tabulate(tmp_path / name)
    (row,) = tables["quarantine"]
    assert (row["source"], row["stage"], row["error"]) == (name, "read", "ReadError")
    assert says in row["message"] and name in row["message"]
    assert not tables["documents"]


def test_source_that_vanished_is_quarantined(tmp_path: Path) -> None:
    (row,) = tabulate(tmp_path / "gone.txt")["quarantine"]
    assert "No such file" in row["message"]


def test_bad_record_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "crawl.jsonl"
    good = '{"title": "松坪镇工作总结", "text": "松坪镇今年新建口袋公园3处，改造老旧小区12个。"}'
    path.write_text(f'{good}\n{{"title": "半条记录", "te\n{good}\n', encoding="utf-8")
    tables = tabulate(path)
    assert len(tables["documents"]) == 2
    (row,) = tables["quarantine"]
    assert "line 2" in row["message"]


def test_document_that_breaks_an_extractor_keeps_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_on_third(document):
        if document.part == 1:
            raise RecursionError("too deep")
        return pipeline.extract(document)

    monkeypatch.setattr(batches, "extract", break_on_third)
    path = tmp_path / "crawl.jsonl"
    texts = ["松坪镇今年新建公园3处。", "清澜街道今年新建公园4处。", "柳坝村今年新建公园5处。"]
    path.write_text("".join(f'{{"text": "{text}"}}\n' for text in texts), encoding="utf-8")
    tables = tabulate(path)
    assert [row["text"] for row in tables["documents"]] == texts
    assert [row["quantity"] for row in tables["indicators"]] == ["3处", "5处"]
    (row,) = tables["quarantine"]
    assert (row["stage"], row["error"], row["message"]) == ("extract", "RecursionError", "too deep")
    assert row["document_id"] == tables["documents"][1]["document_id"]


def test_text_that_no_file_can_hold_is_quarantined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_half_a_character(source, *, failures):
        from corpora.documents import Reading
        from corpora.traced_text import TracedText

        text = "松坪镇今年新建公园3处\ud83d。"
        yield Reading(source=source, content=text, body=TracedText.whole(text), encoding="utf-8")

    monkeypatch.setattr(batches, "read", give_half_a_character)
    tables = tabulate(tmp_path / "a.txt")
    assert tables["quarantine"] and not tables["documents"]


def test_page_that_breaks_cleaning_costs_its_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = batches.clean

    def break_on_second(reading, **options):
        if "清澜" in reading.body.text:
            raise ZeroDivisionError("no lines")
        return real(reading, **options)

    monkeypatch.setattr(batches, "clean", break_on_second)
    path = tmp_path / "crawl.jsonl"
    texts = ["松坪镇今年新建公园3处。", "清澜街道今年新建公园4处。", "柳坝村今年新建公园5处。"]
    path.write_text("".join(f'{{"text": "{text}"}}\n' for text in texts), encoding="utf-8")
    tables = tabulate(path)
    assert [row["text"] for row in tables["documents"]] == [texts[0], texts[2]]
    assert [row["stage"] for row in tables["quarantine"]] == ["clean"]
