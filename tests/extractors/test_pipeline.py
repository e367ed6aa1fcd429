"""The door of the room: any text in, records out that point at it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.pipeline import COMPONENTS, Extraction, extract, load, make_doc

# pieces of the constructions that rules look for, so that random text comes near them
PIECES = st.sampled_from(
    (
        "新建|口袋公园|3|处|1.2万|平方米|近|约|余|多|几十|百分之五|三分之二|一半|%|个百分点|由|从|提高到|增长|同比|"
        "比上年|下降|分别|其中|占|总数的|每月|人均|第|名|前十|位列|投入|万元|亿|用于|安装|一、|（二）|1.|2018年|上半年|"
        "截至6月24日|去年同期|近三年|“十三五”期间|目前|预计|力争|不少于|以上|左右|至|-|—|～|，|。|、|；|：|！|？|\n|\r\n|"
        " |\u3000|\u00a0|“|”|《|》|(|)|〔2019〕7号|5号线|12345热线|65岁|9:30|"
        "一|两|半|成|倍|番|折|负|零|几|数|萬|億|個|３|％|"
        "😀|龘|a|PM2.5|+|/|.|..|,|的|和|了|为|是|共|等"
    ).split("|")
)
SENTENCES = st.lists(PIECES, max_size=30).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def assert_evidence(extraction: Extraction) -> None:
    """Every record's ranges hold what the record says, and indicators stand in order, apart."""
    document = extraction.document
    text = document.text
    for one in extraction.indicators:
        assert text[one.text_start : one.text_end] == one.quantity
        assert (one.source_start, one.source_end) == document.body.source_span(one.text_start, one.text_end)
        assert (one.subject is None) == (one.subject_start is None)
        if one.subject is not None:
            assert text[one.subject_start : one.subject_end] == one.subject
        assert one.section is None or 0 <= one.section < len(extraction.sections)
        assert one.unit is None or one.quantity.endswith(one.unit) or one.rule == "table.cell"
        assert one.value_max is None or one.value_max > one.value
    for measure in extraction.measures:
        assert text[measure.text_start : measure.text_end] == measure.text
        assert (measure.source_start, measure.source_end) == document.body.source_span(
            measure.text_start, measure.text_end
        )
    for section in extraction.sections:
        assert section.heading in text[section.text_start : section.text_end]
        assert section.parent is None or 0 <= section.parent < len(extraction.sections)
    for records in (extraction.indicators, extraction.measures, extraction.sections):
        assert all(one.text_start <= other.text_start for one, other in pairwise(records))
    assert all(one.text_end <= other.text_start for one, other in pairwise(extraction.indicators))


@settings(deadline=None, max_examples=200)
@given(SENTENCES)
def test_records_point_at_their_evidence(text: str) -> None:
    extraction = extract(text)
    assert extraction.document.text == text
    assert_evidence(extraction)


@settings(deadline=None)
@given(ANYTHING)
def test_any_text_is_read(text: str) -> None:
    assert_evidence(extract(text))


@settings(deadline=None)
@given(SENTENCES, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20)), max_size=4))
def test_records_point_into_the_source(text: str, cuts: list[tuple[int, int]]) -> None:
    body = TracedText.whole(text).cut([(start, start + size) for start, size in cuts])
    document = Document("石湾镇.txt", 0, body, Metadata(period="2016-01/2016-06"))
    extraction = extract(document)
    assert extraction.document is document
    assert_evidence(extraction)
    for one in extraction.indicators:
        assert one.source_start is not None and one.source_end is not None
        # what was cut may stand between the characters of the quantity
        rest = iter(text[one.source_start : one.source_end])
        assert all(character in rest for character in one.quantity)


@settings(deadline=None)
@given(SENTENCES)
def test_the_same_text_gives_the_same_records(text: str) -> None:
    assert extract(text).indicators == extract(text).indicators


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\r\n",
        "。",
        "３",
        "%",
        "第",
        "百分之",
        "1/0",
        "0/1",
        "三分之零",
        "零分之三",
        "半点一件",
        "2018年13月45日",
        "“" * 50,
        "（" * 50 + "3处" + "）" * 50,
        "1.2.3.4.5",
        "9" * 300 + "件",
        "\x00\x01\ufffe",
        "é́ 3处",
        "\ue041新建3处\ue848",
    ],
)
def test_odd_texts_are_read(text: str) -> None:
    assert_evidence(extract(text))


def test_traditional_text_is_quoted_as_written() -> None:
    extraction = extract("臺中區公所補助原住民家庭1,200戶,經費3億元。")
    assert [(one.quantity, one.unit_norm) for one in extraction.indicators] == [
        ("1,200戶", "户"),
        ("3億元", "CNY"),
    ]
    assert_evidence(extraction)


def test_full_width_text_is_quoted_as_written() -> None:
    extraction = extract("新建口袋公园３处，覆盖率９５％。")
    assert [one.quantity for one in extraction.indicators] == ["３处", "９５％"]
    assert_evidence(extraction)


def test_the_pipeline_is_a_spacy_language() -> None:
    nlp = load()
    assert nlp.lang == "zh"
    assert set(COMPONENTS) <= set(nlp.pipe_names)
    doc = nlp("一、环境整治\n新建公园3处，建立巡查制度。")
    assert [one.quantity for one in doc._.indicators] == ["3处"]
    assert [one.heading for one in doc._.sections] == ["环境整治"]
    assert doc._.measures and doc._.quantities


def test_a_document_comes_with_its_doc() -> None:
    document = Document("石湾镇.txt", 0, TracedText.whole("新建公园３处。"), Metadata())
    doc = make_doc(document)
    assert doc._.document is document
    assert doc.text == document.working_text == "新建公园3处。"
    assert doc._.indicators == ()


def test_loading_again_gives_the_same_pipeline() -> None:
    assert load() is load()


def test_a_long_run_of_multipliers_is_read() -> None:
    assert_evidence(extract("千万" * 2000))


@pytest.mark.parametrize("text", ["9" * 400 + "件", "1" + "0" * 400 + "亿元", "九" * 400 + "件"])
def test_a_number_of_hundreds_of_digits_is_read(text: str) -> None:
    assert_evidence(extract(text))


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("區域發展與產業輔導", "本年補助臺東區農戶1,200戶,編列經費3億元。"),
        ("绿化　养护", "今年新建公园3处。"),
        ("５Ｇ建设", "今年新建基站30座。"),
    ],
)
def test_a_heading_is_quoted_as_written(heading: str, sentence: str) -> None:
    [section] = extract(f"一、{heading}\n{sentence}\n").sections
    assert section.heading == heading


# no sentence ends, and constructions that make rules look back or ahead
@pytest.mark.parametrize(
    "piece",
    [
        "新建公园的",
        "\n",
        "。",
        "3处。",
        "2018年",
        "一",
        "每月",
        "（",
        "3个、",
        "5%",
        "1元",
        "从5%",
        "a",
        "1",
        "届三次",
        "1 ",
        "百 ",
        "3:",
        "三又",
        "三分之",
        "分别3、",
        "3亩",
        "三米六到",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    assert _measure_growth(piece) < 4


def _measure_growth(piece: str) -> float:
    """How much more time sixteen times the text takes, as a share of sixteen times the time.

    A rule that looks back over the whole text makes it 16; a busy machine alone hardly makes it 3.
    """
    short, long = (piece * (size // len(piece)) for size in (1000, 16000))
    extract(short)
    return _measure(long) / max(_measure(short), 0.01) / 16


def _measure(text: str) -> float:
    """Seconds that a text takes, the better of two."""
    times: list[float] = []
    for _ in range(2):
        started = time.process_time()
        extract(text)
        times.append(time.process_time() - started)
    return min(times)
