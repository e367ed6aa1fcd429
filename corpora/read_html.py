"""Readings of HTML pages (网页): the whole page in, its body out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpora.blocks import Block, Page, scan_page
from corpora.bodies import find_body, name_furniture
from corpora.decoding import decode
from corpora.documents import Metadata, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.page_data import read_date, read_fields
from corpora.scripts import detect_script, write_working_text
from corpora.traced_text import TracedText

DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,20})""", re.IGNORECASE)
DECLARED_WITHIN = 4096  # bytes in which a page has to state its encoding
# Names of <meta> tags that state the day a page was put up, most telling first.
PUBLISHED_METAS = (
    "pubdate", "publishdate", "publish_date", "article:published_time", "og:release_date", "datepublished",
    "weibo:article:create_at", "dc.date", "dcterms.created", "firstpublishedtime", "createdate",
)  # fmt: skip
TITLE_METAS = ("articletitle", "og:title", "dc.title")
# What joins the title of an article to the names of its site in <title>.
TITLE_JOINT = re.compile(r"\s*(?:_+|[|｜]|--+|——|-|–|—|»|>|<|·)\s*")
SHORTEST_TITLE = 5
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


def read_html(source: Source, data: bytes) -> Iterator[Reading | ReadError]:
    """One reading: the article of a page, line by line; all other text of the page as Removed.

    Offsets count in the decoded page. Headings, list items and table rows are lines of the body. `given` has
    the title and the day of publication where the page states them in a way made for machines.

    Raises:
        ReadError: the bytes are not text, or the page shows none.
    """
    declared = DECLARED.search(data, 0, DECLARED_WITHIN)
    content, encoding = decode(data, declared=declared[1].decode("ascii") if declared else None)
    body, removed, given = extract_body(content)
    yield Reading(source, content, body, encoding, removed, given)


def extract_body(content: str) -> tuple[TracedText, tuple[Removed, ...], Metadata]:
    """The article of a decoded page, what was left out, and what the page states of itself.

    Raises:
        ReadError: the page shows no text.

    Example:
        >>> body, removed, _ = extract_body("<a href=/>首页</a><p>全年新建水渠8条，长3公里，受益320户。</p>")
        >>> body.text, removed[0].text
        ('全年新建水渠8条，长3公里，受益320户。', '首页')
    """
    page = scan_page(content)
    if not page.blocks:
        raise ReadError("The page shows no text: nothing but markup, scripts or images.")
    places = find_body(page)
    body = TracedText.join((page.blocks[place].trace() for place in places), "\n")
    inside = set(places)
    outside = [place for place in range(len(page.blocks)) if place not in inside]
    given = Metadata(title=_find_title(page, places), published=_find_published(page, outside, places))
    return body, tuple(_remove(page, outside, given.title)), given


def _remove(page: Page, outside: Sequence[int], title: str | None) -> Iterator[Removed]:
    """Rows for the <title> and the blocks outside the body; neighbours with one reason make one row."""
    if page.title is not None:
        yield Removed("metadata", page.title.text, page.title.start, page.title.end)
    run: list[Block] = []
    last_place, last_reason = -1, ""
    for place in outside:
        text = page.blocks[place].text
        reason = "metadata" if text == title else name_furniture(text, script="simplified") or "navigation"
        if run and (place != last_place + 1 or reason != last_reason):
            yield _join_removed(last_reason, run)
            run = []
        run.append(page.blocks[place])
        last_place, last_reason = place, reason
    if run:
        yield _join_removed(last_reason, run)


def _join_removed(reason: str, blocks: Sequence[Block]) -> Removed:
    return Removed(reason, "\n".join(block.text for block in blocks), blocks[0].start, blocks[-1].end)


def _find_title(page: Page, places: Sequence[int]) -> str | None:
    """The article's title; None where nothing states it, or only words that somebody injected do.

    A <meta> tag states it most surely, then a line above the body that <title> repeats, the first part of
    <title>, and the last heading above the body.
    """
    for name in TITLE_METAS:
        if len(page.metas.get(name, "")) >= SHORTEST_TITLE:
            return page.metas[name]
    above = page.blocks[: places[0] + 1] if places else page.blocks
    stated = page.title.text if page.title is not None else ""
    shared = sorted((block.text for block in above if block.text in stated), key=len, reverse=True)
    parts = [] if _is_spam(stated) else TITLE_JOINT.split(stated)
    headings = [block.text for block in reversed(above) if page.elements[block.element].tag in HEADINGS]
    candidates = (text for text in (*shared, *parts, *headings) if len(text) >= SHORTEST_TITLE)
    return next((text for text in candidates if not _is_spam(text)), None)


def _is_spam(text: str) -> bool:
    return name_furniture(text, script=detect_script(text)) == "spam"


def _find_published(page: Page, outside: Sequence[int], places: Sequence[int]) -> str | None:
    """The day the page was put up: from a <meta> tag, else from the page data nearest to the body's start."""
    for name in PUBLISHED_METAS:
        if (day := read_date(page.metas.get(name, ""))) is not None:
            return day
    start = places[0] if places else 0
    for place in sorted(outside, key=lambda place: abs(place - start)):
        text = write_working_text(page.blocks[place].text, script="simplified")
        for field, value in read_fields(text) or ():
            if field == "published" and (day := read_date(value)) is not None:
                return day
    return None
