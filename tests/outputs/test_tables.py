from __future__ import annotations

from dataclasses import dataclass, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import Divisions, Document, Metadata, Removed
from corpora.traced_text import TracedText
from extractors.checks import Check
from extractors.measures import Measure
from extractors.sections import Section
from outputs.fields import TABLES
from outputs.tables import make_table, tabulate_document, tabulate_failure, tabulate_removed

TEXT = "一、工作回顾\n松坪镇建立楼栋长轮值制度。"


def make_document(text: str = TEXT, source: str = "松坪镇/总结.txt") -> Document:
    metadata = Metadata(
        title="上半年工作总结",
        org="松坪镇人民政府",
        period="2016-01/2016-06",
        doc_type="summary",
        author="周青禾",
        url="http://songping.example/t08.html",
    )
    body = TracedText.whole(text, at=5)
    return Document(source=source, part=2, body=body, metadata=metadata, template_site=True)


def make_section(text_start: int, text_end: int, parent: int | None = None) -> Section:
    return Section(
        text_start, text_end, text_start + 5, text_end + 5, 1, "一、", "工作回顾", parent, "retrospect"
    )


def make_measure(section: int | None) -> Measure:
    return Measure(10, 19, 15, 24, TEXT[10:19], "建立", "楼栋长轮值制度", None, "actual", section, TEXT[7:])


def test_document_row_holds_what_the_document_knows() -> None:
    row = tabulate_document(make_document())["documents"].to_pylist()[0]
    assert row["document_id"] == make_document().document_id
    assert (row["source"], row["part"], row["org"]) == ("松坪镇/总结.txt", 2, "松坪镇人民政府")
    assert (row["period_start"], row["period_end"]) == ("2016-01-01", "2016-06-30")
    assert row["text"][row["text_start"] : row["text_end"]] == TEXT
    assert (row["source_start"], row["source_end"], row["n_chars"]) == (5, 5 + len(TEXT), len(TEXT))
    assert (row["author"], row["url"]) == ("周青禾", "http://songping.example/t08.html")
    assert (row["template_site"], row["anonymised"]) == (True, False)
    assert row["region"] is None and row["source_page"] is None


@pytest.mark.parametrize(("kind", "other"), [("page", "paragraph"), ("paragraph", "page")])
def test_a_page_or_paragraph_stands_for_offsets(kind: str, other: str) -> None:
    document = replace(make_document(), divisions=Divisions(kind, (0, 12)))
    tables = tabulate_document(document, sections=[make_section(0, 6)], measures=[make_measure(section=0)])
    for table, place in (("documents", 1), ("sections", 1), ("measures", 2)):
        row = tables[table].to_pylist()[0]
        assert (row[f"source_{kind}"], row[f"source_{other}"]) == (place, None)
        assert row["source_start"] is None and row["source_end"] is None


def test_period_without_a_year_has_no_dates() -> None:
    document = Document("a.txt", 0, TracedText.whole("文"), Metadata(period="XXXX-01/XXXX-06"))
    row = tabulate_document(document)["documents"].to_pylist()[0]
    assert row["period"] == "XXXX-01/XXXX-06"
    assert row["period_start"] is None and row["period_end"] is None


def test_records_are_keyed_and_linked() -> None:
    tables = tabulate_document(
        make_document(),
        sections=[make_section(0, 6), make_section(7, 9, parent=0)],
        measures=[make_measure(section=1), make_measure(section=None)],
    )
    own = make_document().document_id
    sections, measures = tables["sections"].to_pylist(), tables["measures"].to_pylist()
    assert [row["section_id"] for row in sections] == [f"{own}-s0", f"{own}-s1"]
    assert [row["parent"] for row in sections] == [None, f"{own}-s0"]
    assert [row["measure_id"] for row in measures] == [f"{own}-m0", f"{own}-m1"]
    assert [row["section"] for row in measures] == [f"{own}-s1", None]
    assert {row["document_id"] for row in sections + measures} == {own}
    assert measures[0]["text"] == TEXT[measures[0]["text_start"] : measures[0]["text_end"]]


def test_check_names_its_indicators() -> None:
    check = Check(7, 19, 12, 24, "rate", (4, 6, 7), 61.28, 61.818182, 0.538182, "contradicts")
    row = tabulate_document(make_document(), checks=[check])["checks"].to_pylist()[0]
    own = make_document().document_id
    assert row["check_id"] == f"{own}-c0" and row["document_id"] == own
    assert row["indicators"] == [f"{own}-i4", f"{own}-i6", f"{own}-i7"]
    assert (row["rule"], row["stated"], row["verdict"]) == ("rate", 61.28, "contradicts")
    assert (row["text_start"], row["source_end"], row["source_page"]) == (7, 24, None)


@pytest.mark.parametrize(
    ("name", "record"), [("sections", Section), ("measures", Measure), ("checks", Check)]
)
def test_no_part_of_a_record_is_dropped(name: str, record: type) -> None:
    assert {field.name for field in fields(record)} <= {field.name for field in TABLES[name].fields}


def test_removed_rows_say_where_and_why() -> None:
    rows = tabulate_removed("a.html", [Removed("spam", "代开发票", 3, 7)]).to_pylist()
    assert [(row["reason"], row["text"], row["source_start"], row["source_end"]) for row in rows] == [
        ("spam", "代开发票", 3, 7)
    ]


@dataclass
class Wrong:
    row: dict
    says: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong(
            {"removed_id": "r", "source": "a", "reason": "dull"}, r"removed\.reason holds \{'dull'\}; allowed"
        ),
        Wrong({"removed_id": "r", "reason": "spam"}, r"removed\.source is empty"),
        Wrong({"removed_id": "r", "source": "a", "colour": "red"}, r"has no column \['colour'\]"),
        Wrong({"removed_id": "r", "source": "a", "text": "\ud800"}, r"removed\.text cannot be written"),
        Wrong({"removed_id": "r", "source": "a", "source_start": "three"}, r"source_start cannot be written"),
    ],
    ids=lambda wrong: wrong.says,
)
def test_row_that_breaks_the_declaration_is_refused(wrong: Wrong) -> None:
    with pytest.raises(ValueError, match=wrong.says):
        make_table("removed", [wrong.row])


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_failure_can_be_written(message: str) -> None:
    row = tabulate_failure("a.txt", 0, stage="read", error=ValueError(message)).to_pylist()[0]
    assert row["error"] == "ValueError" and row["message"]
