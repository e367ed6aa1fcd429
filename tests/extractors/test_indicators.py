"""Indicators: records that hold together, whatever the sentence."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from pathlib import Path

import pytest

from corpora.cleaning import read_documents
from corpora.documents import Document, Metadata
from corpora.errors import ReadError
from corpora.sources import find_sources
from corpora.traced_text import TracedText
from extractors.indicators import Indicator
from extractors.kinds import KINDS, PER
from extractors.pipeline import extract
from extractors.statuses import STATUSES

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
REPORT = """清澜街道2018年上半年工作总结
一、上半年工作回顾
1、环境整治。拆除违建23处1.2万平方米，清运垃圾90余吨，群众满意率由91%提高到95%。
2、民生保障。投入49万元安装路灯120盏，城镇新增就业1200人，同比增长8.5%，位列全市第3名。
二、下半年工作思路
力争新建口袋公园3处，每月巡查不少于2次。
"""


def extract_report() -> tuple[Document, tuple[Indicator, ...]]:
    document = Document(
        "清澜街道.txt", 0, TracedText.whole(REPORT, at=40), Metadata(period="2018-01/2018-06")
    )
    return document, extract(document).indicators


def test_one_record_whole() -> None:
    [one] = [one for one in extract_report()[1] if one.quantity == "1200人"]
    assert (one.subject, one.action) == ("城镇新增就业", "新增")
    assert (one.value, one.value_max, one.unit) == (1200, None, "人")
    assert (one.value_norm, one.value_max_norm, one.unit_norm, one.dimension) == (1200, None, "人", "count")
    assert (one.bound, one.kind, one.direction, one.basis) == ("exact", "level", None, None)
    assert (one.status, one.per, one.constraint, one.cue) == ("actual", None, None, None)
    assert (one.period, one.period_start, one.period_end) == ("2018-01/2018-06", "2018-01-01", "2018-06-30")
    assert one.sentence.endswith("同比增长8.5%，位列全市第3名。")


def test_all_quantities_of_a_report_are_there_in_order() -> None:
    assert [one.quantity for one in extract_report()[1]] == [
        "23处",
        "1.2万平方米",
        "90余吨",
        "91%",
        "95%",
        "49万元",
        "120盏",
        "1200人",
        "8.5%",
        "第3名",
        "3处",
        "2次",
    ]


def test_every_record_points_at_its_evidence() -> None:
    document, found = extract_report()
    for one in found:
        assert document.text[one.text_start : one.text_end] == one.quantity
        assert (one.source_start, one.source_end) == (one.text_start + 40, one.text_end + 40)
        assert one.quantity in one.sentence
        assert one.unit is None or one.quantity.endswith(one.unit)
        if one.subject_start is not None and one.subject_end is not None:
            assert document.text[one.subject_start : one.subject_end] == one.subject


def test_every_record_knows_its_section() -> None:
    document, found = extract_report()
    sections = extract(document).sections
    headings = {one.quantity: sections[one.section].heading for one in found if one.section is not None}
    assert headings["23处"] == "环境整治"
    assert headings["1200人"] == "民生保障"
    assert headings["3处"] == "下半年工作思路"
    assert all(one.section is None or sections[one.section].text_start <= one.text_start for one in found)


def test_a_record_cannot_be_changed() -> None:
    one = extract_report()[1][0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.value = 1.0  # type: ignore[misc]


@pytest.fixture(scope="module")
def samples() -> list[tuple[Document, tuple[Indicator, ...]]]:
    documents: list[Document] = []
    for source in find_sources([SAMPLES]):
        # some samples cannot be read, on purpose
        with suppress(ReadError):
            documents.extend(read_documents(source).documents)
    return [(document, extract(document).indicators) for document in documents]


def test_codes_are_those_of_the_codebook(samples: list[tuple[Document, tuple[Indicator, ...]]]) -> None:
    found = [one for _, indicators in samples for one in indicators]
    assert len(found) > 100
    for one in found:
        assert one.bound in ("exact", "about", "over", "under")
        assert one.kind in KINDS
        assert one.status in STATUSES
        assert one.per is None or one.per in PER
        assert one.constraint in ("hard", "soft", None)
        assert one.direction in ("up", "down", None)
        assert one.basis in ("yoy", "mom", "base", None)
        assert 0 <= one.confidence <= 1
        assert one.rule


def test_fields_agree_with_each_other(samples: list[tuple[Document, tuple[Indicator, ...]]]) -> None:
    for one in (one for _, indicators in samples for one in indicators):
        assert (one.direction is not None) == (one.kind in ("change", "growth"))
        assert one.basis is None or one.direction is not None
        assert one.kind != "growth" or one.unit_norm == "%"
        assert (one.value_max is None) == (one.value_max_norm is None)
        assert one.value_max is None or one.value_max > one.value
        assert (one.subject is None) == (one.subject_start is None) == (one.subject_end is None)
        assert (one.unit_norm is None) == (one.dimension is None)
        assert one.period is not None or one.period_start is None


def test_evidence_of_samples_stands_where_records_say(
    samples: list[tuple[Document, tuple[Indicator, ...]]],
) -> None:
    for document, indicators in samples:
        for one in indicators:
            assert document.text[one.text_start : one.text_end] == one.quantity
            assert (one.source_start, one.source_end) == document.body.source_span(
                one.text_start, one.text_end
            )
            if one.subject_start is not None and one.subject_end is not None:
                assert document.text[one.subject_start : one.subject_end] == one.subject
