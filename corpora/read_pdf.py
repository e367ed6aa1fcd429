"""Readings of pdf files: the text of their pages, without what every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpora.documents import Divisions, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.traced_text import TracedText

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 5000
EDGE_LINES = 2  # lines at the top and at the foot of a page that can be its header and footer
LEAST_REPEATS = 3
LEAST_SHARE = 0.5  # of the pages that a header or footer stands on
PAGE_NUMBER = re.compile(r"\W*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/,，]?\s*共?\s*\d{1,4}\s*页?)?\W*")
DIGITS = re.compile(r"\d+")
# What pdfium writes for a hyphen at the end of a line, and for characters that their font has no name for.
UNNAMED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ue000-\uf8ff\ufffe\uffff\ufffd]")
MOST_UNNAMED = 0.3


def read_pdf(source: Source) -> Iterator[Reading | ReadError]:
    """One reading: the lines of all pages in order; a ReadError for pages that are only images.

    Page numbers, and headers and footers that most pages repeat, are Removed. Offsets count in the text so
    written; `divisions` has its pages.

    Raises:
        ReadError: damaged, locked with a password, without text (scanned), or in fonts without Unicode.
    """
    pages = _read_pages(source.read_bytes())
    empty = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if len(empty) == len(pages):
        raise ReadError(f"The pdf has no text on its {len(pages)} pages, which are images: it needs OCR.")
    text = "".join(pages)
    unnamed = len(UNNAMED.findall(text))
    if unnamed > MOST_UNNAMED * len("".join(text.split())):
        raise ReadError("The pdf has fonts that do not say which characters they draw: it needs OCR.")
    yield _write_reading(source, pages)
    if empty:
        yield ReadError(
            f"pages {_write_ranges(empty)} of {len(pages)} have no text: they are images and need OCR."
        )


def _read_pages(data: bytes) -> list[str]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("The pdf is locked with a password; unlock it before the run.") from error
        raise ReadError(f"The pdf is damaged: {error}") from error
    with document:
        if len(document) > MOST_PAGES:
            raise ReadError(f"The pdf has {len(document)} pages, more than {MOST_PAGES}.")
        pages = [_read_page(document, index) for index in range(len(document))]
    if not pages:
        raise ReadError("The pdf has no pages.")
    return pages


def _read_page(document: PdfDocument, index: int) -> str:
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
        text = page.get_textpage()
        try:
            return str(text.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n")
        finally:
            text.close()
            page.close()
    except PdfiumError:  # a damaged page counts as one without text
        return ""


def _write_reading(source: Source, pages: Sequence[str]) -> Reading:
    repeated = _find_repeated(pages)
    kept: list[TracedText] = []
    removed: list[Removed] = []
    starts: list[int] = []
    at = 0
    for text in pages:
        starts.append(at)
        lines = text.split("\n")
        edges = _find_edges(lines)
        for number, line in enumerate(lines):
            if number in edges and (DIGITS.sub("0", line.strip()) in repeated or PAGE_NUMBER.fullmatch(line)):
                removed.append(Removed("footer", line, at, at + len(line)))
            elif line.strip():
                kept.append(TracedText.whole(line, at=at))
            at += len(line) + 1
    return Reading(
        source,
        "\n".join(pages),
        TracedText.join(kept, "\n"),
        "utf-8",
        removed=tuple(removed),
        divisions=Divisions("page", tuple(starts)),
    )


def _find_repeated(pages: Sequence[str]) -> set[str]:
    """Lines at the edges of most pages, their numbers aside."""
    counts: Counter[str] = Counter()
    for text in pages:
        lines = text.split("\n")
        counts.update({DIGITS.sub("0", lines[number].strip()) for number in _find_edges(lines)})
    least = max(LEAST_REPEATS, LEAST_SHARE * len(pages))
    return {line for line, count in counts.items() if count >= least}


def _find_edges(lines: Sequence[str]) -> set[int]:
    written = [number for number, line in enumerate(lines) if line.strip()]
    return {*written[:EDGE_LINES], *written[-EDGE_LINES:]}


def _write_ranges(numbers: Sequence[int]) -> str:
    """Rising numbers, neighbours as a range: 1, 3-5."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
