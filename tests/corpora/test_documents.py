"""Sources, divisions and documents: what flows from a file to the extractors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import (
    DOC_TYPES,
    REMOVED_REASONS,
    SCRIPTS,
    Divisions,
    Document,
    Metadata,
    Source,
    name_document,
)
from corpora.traced_text import TracedText


def make_document(
    text: str, *, source: str = "松坪镇.txt", part: int = 0, script: str = "simplified"
) -> Document:
    return Document(source, part, TracedText.whole(text), Metadata(), script=script)


def test_a_source_gives_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes("年度总结".encode())
    source = Source("总结.txt", path)
    assert source.read_bytes().decode() == "年度总结"
    with source.open() as file:
        assert file.read(3).decode() == "年"


def test_a_source_inside_an_archive_gives_its_own_bytes(tmp_path: Path) -> None:
    source = Source("报告.zip/总结.txt", tmp_path / "报告.zip", data=b"12")
    assert source.read_bytes() == b"12"
    with source.open() as file:
        assert file.read() == b"12"
    assert "data" not in repr(source)


def test_a_missing_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="没有"):
        Source("没有.txt", tmp_path / "没有.txt").read_bytes()


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (29, 2), (30, 3), (500, 3)])
def test_a_place_lies_on_a_page(offset: int, page: int) -> None:
    assert Divisions("page", (0, 10, 30)).find(offset) == page


@given(st.lists(st.integers(1, 50), max_size=8), st.integers(0, 400))
def test_a_place_lies_on_the_last_page_that_starts_before_it(sizes: list[int], offset: int) -> None:
    starts = [0]
    for size in sizes:
        starts.append(starts[-1] + size)
    page = Divisions("page", tuple(starts)).find(offset)
    assert starts[page - 1] <= offset
    assert page == len(starts) or offset < starts[page]


def test_an_id_is_16_hex_digits_and_follows_source_and_part() -> None:
    ids = {
        make_document("文", source=name, part=part).document_id for name in ("甲", "乙") for part in (0, 1)
    }
    assert len(ids) == 4
    assert all(len(one) == 16 and set(one) <= set("0123456789abcdef") for one in ids)
    assert make_document("文").document_id == make_document("另一篇").document_id
    assert name_document("松坪镇.txt", 0) == make_document("文").document_id


@pytest.mark.parametrize(
    ("text", "script", "working"),
    [
        ("新建公园３处，覆盖率９５％。", "simplified", "新建公园3处,覆盖率95%。"),
        ("補助農戶１,２００戶。", "traditional", "补助农户1,200户。"),
        ("", "simplified", ""),
    ],
)
def test_the_working_text_is_simplified_and_half_width(text: str, script: str, working: str) -> None:
    document = make_document(text, script=script)
    assert document.text == text
    assert document.working_text == working


@given(st.text(max_size=60), st.sampled_from(SCRIPTS))
def test_the_working_text_is_as_long_as_the_text(text: str, script: str) -> None:
    assert len(make_document(text, script=script).working_text) == len(text)


def test_codes_are_those_of_the_codebook() -> None:
    assert set(DOC_TYPES) == {"summary", "plan", "report", "speech", "news", "scheme"}
    assert set(REMOVED_REASONS) == {"site_notice", "navigation", "metadata", "spam", "footer", "noise"}
