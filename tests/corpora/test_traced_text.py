"""Whatever is cut, kept, replaced or joined, every character knows where it came from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.traced_text import Span, TracedText

TEXT = st.text("年度总结123，。 \n&;()qū區", max_size=40)


@st.composite
def spans_of(draw: st.DrawFn, size: int) -> Span:
    start = draw(st.integers(0, size))
    return start, draw(st.integers(start, size))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, TracedText, set[int]]:
    """A source, a text made of it by some edits, and the places that were written rather than copied."""
    source = draw(TEXT)
    traced = TracedText.whole(source)
    written: set[int] = set()
    for _ in range(draw(st.integers(0, 4))):
        start, end = draw(spans_of(len(traced)))
        if draw(st.booleans()):
            traced = traced.cut([(start, end)])
            written = {at if at < start else at - (end - start) for at in written if not start <= at < end}
        else:
            text = draw(st.text("乙丙", max_size=3))
            traced = traced.replace(start, end, text)
            grown = len(text) - (end - start)
            written = {at if at < start else at + grown for at in written if not start <= at < end}
            written |= set(range(start, start + len(text)))
    return source, traced, written


def assert_map(traced: TracedText, source: str) -> None:
    """Ranges lie in the source, never turned round, and rise with the text."""
    assert len(traced.text) == len(traced.starts) == len(traced.ends)
    assert traced.starts.dtype == traced.ends.dtype == np.int32
    assert all(
        0 <= start <= end <= len(source) for start, end in zip(traced.starts, traced.ends, strict=True)
    )
    assert (np.diff(traced.starts) >= 0).all()
    assert (np.diff(traced.ends) >= 0).all()


@given(TEXT, st.integers(0, 50))
def test_the_whole_source_is_its_own_map(source: str, at: int) -> None:
    traced = TracedText.whole(source, at=at)
    assert traced.text == source
    assert list(traced.starts) == list(range(at, at + len(source)))
    assert list(traced.ends) == list(range(at + 1, at + len(source) + 1))


@given(edited())
def test_edits_keep_the_map_right(edit: tuple[str, TracedText, set[int]]) -> None:
    source, traced, written = edit
    assert_map(traced, source)
    for at, (start, end) in enumerate(zip(traced.starts, traced.ends, strict=True)):
        if at not in written:
            assert source[start:end] == traced.text[at]


@given(edited(), st.data())
def test_a_stretch_lies_within_its_source_range(
    edit: tuple[str, TracedText, set[int]], data: st.DataObject
) -> None:
    source, traced, written = edit
    start, end = data.draw(spans_of(len(traced)))
    first, last = traced.source_span(start, end)
    assert 0 <= first <= last <= len(source)
    copied = [traced.text[at] for at in range(start, end) if at not in written]
    rest = iter(source[first:last])
    assert all(character in rest for character in copied)
    part = traced.slice(start, end)
    assert part.text == traced.text[start:end]
    if len(part):
        assert part.source_span(0, len(part)) == (first, last)


@given(TEXT, st.data())
def test_cutting_takes_spans_in_any_order(source: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(spans_of(len(source)), max_size=5))
    cut = TracedText.whole(source).cut(spans)
    gone = {at for start, end in spans for at in range(start, end)}
    assert cut.text == "".join(c for at, c in enumerate(source) if at not in gone)
    assert list(cut.starts) == [at for at in range(len(source)) if at not in gone]


@given(TEXT, st.data())
def test_keeping_is_the_rest_of_cutting(source: str, data: st.DataObject) -> None:
    start, end = data.draw(spans_of(len(source)))
    whole = TracedText.whole(source)
    kept, cut = whole.keep([(start, end)]), whole.cut([(start, end)])
    assert kept.text == source[start:end]
    assert len(kept) + len(cut) == len(source)
    assert sorted([*kept.starts, *cut.starts]) == list(range(len(source)))


@given(st.lists(TEXT, max_size=5), st.text("\n|", max_size=2))
def test_joining_puts_the_separator_between(texts: list[str], separator: str) -> None:
    parts: list[TracedText] = []
    at = 0
    for text in texts:
        parts.append(TracedText.whole(text, at=at))
        at += len(text)
    joined = TracedText.join(parts, separator)
    assert joined.text == separator.join(texts)
    assert_map(joined, "".join(texts))


@given(TEXT)
def test_translating_keeps_the_map(source: str) -> None:
    traced = TracedText.whole(source).cut([(0, len(source) // 2)])
    other = traced.translate("乙" * len(traced))
    assert other.text == "乙" * len(traced)
    assert (other.starts == traced.starts).all()


def test_a_reading_in_brackets_is_cut_out_of_a_sentence() -> None:
    source = "區(qū)內道路8條"
    traced = TracedText.whole(source).cut([(1, 5)])
    assert traced.text == "區內道路8條"
    assert source[slice(*traced.source_span(0, 2))] == "區(qū)內"
    assert source[slice(*traced.source_span(4, 6))] == "8條"


def test_what_is_written_stands_for_all_that_it_replaced() -> None:
    traced = TracedText.whole("投入&nbsp;9万元").replace(2, 8, " ")
    assert traced.text == "投入 9万元"
    assert traced.source_span(2, 3) == (2, 8)
    assert traced.source_span(2, 4) == (2, 9)


def test_an_empty_stretch_stands_at_one_place() -> None:
    traced = TracedText.whole("年度总结").cut([(1, 3)])
    assert traced.source_span(1, 1) == (3, 3)
    assert traced.source_span(2, 2) == (4, 4)
    assert TracedText.empty().source_span(0, 0) == (0, 0)


@pytest.mark.parametrize("span", [(-1, 1), (0, 5), (3, 2)])
def test_a_stretch_outside_the_text_is_an_error(span: Span) -> None:
    with pytest.raises(IndexError, match="outside a text of 4 characters"):
        TracedText.whole("年度总结").source_span(*span)


def test_text_and_map_must_be_equally_long() -> None:
    offsets = np.arange(3, dtype=np.int32)
    with pytest.raises(ValueError, match="4 characters need as many offsets, not 3 and 3"):
        TracedText("年度总结", offsets, offsets + 1)
