"""Readings of HTML pages (网页): the whole page in, its body out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpora.blocks import Block
from corpora.bodies import TITLE_JOINT, find_body, find_grams
from corpora.decoding import decode
from corpora.documents import Metadata, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.furniture import name_furniture
from corpora.lines import Line
from corpora.page_data import (
    LONGEST_NAME,
    PageData,
    find_page_data,
    read_address,
    read_author,
    read_date,
    read_fields,
)
from corpora.pages import Page, scan_page
from corpora.scripts import detect_script, write_working_text
from corpora.traced_text import TracedText

DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,20})""", re.IGNORECASE)
DECLARED_WITHIN = 4096  # bytes in which a page has to state its encoding
# Names of <meta> tags that state the day a page was put up, most telling first.
PUBLISHED_METAS = (
    "pubdate", "publishdate", "publish_date", "article:published_time", "og:release_date", "datepublished",
    "weibo:article:create_at", "dc.date", "dcterms.created", "firstpublishedtime", "createdate",
)  # fmt: skip
AUTHOR_METAS = ("author", "article:author", "og:article:author", "dc.creator", "byl")
SOURCE_METAS = ("contentsource", "source", "article:source", "og:article:source")
ADDRESS_METAS = ("url", "og:url", "weibo:article:url")
SITE = re.compile(r"(?:网|网络|网站|科技|软件|公司|在线|技术部)$")
# Browsers note the address in the first lines of a page that they save.
SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->")
SAVED_WITHIN = 1000
PAGE_DATA_REACH = 24  # blocks before and behind the body that page data is looked for in
TITLE_METAS = ("articletitle", "og:title", "dc.title")
SHORTEST_TITLE = 5
LEAST_SHARE = 0.1  # of a title's groups of three characters, that the body has as well
LEAST_OF_BEST = 4  # and not less than the best part of <title> has, divided by this
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


class Article(NamedTuple):
    """The article of a page (正文).

    Attributes:
        body: its lines.
        removed: all other text of the page.
        given: title, day of publication and address, where the page states them.
        stated: what the lines around it say of when, by whom and from where it was put up.
    """

    body: TracedText
    removed: tuple[Removed, ...]
    given: Metadata
    stated: PageData


def read_html(source: Source) -> Iterator[Reading]:
    """One reading: the article of a page, line by line; all other text of the page as Removed.

    Offsets count in the decoded page. Headings, list items and table rows are lines of the body. `given` has
    the title and the day of publication where the page states them in a way made for machines.

    Raises:
        ReadError: the bytes are not text, or the page shows none.
    """
    data = source.read_bytes()
    declared = DECLARED.search(data, 0, DECLARED_WITHIN)
    content, encoding = decode(data, declared=declared[1].decode("ascii") if declared else None)
    body, removed, given, stated = extract_body(content)
    yield Reading(source, content, body, encoding, removed, given, stated)


def extract_body(content: str) -> Article:
    """The article of a decoded page, what was left out, and what the page states of itself.

    Raises:
        ReadError: the page shows no text.

    Example:
        >>> body, removed, *_ = extract_body("<a href=/>首页</a><p>全年新建水渠8条，长3公里，受益320户。</p>")
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
    saved = SAVED_FROM.search(content, 0, SAVED_WITHIN)
    given = Metadata(
        title=_find_title(page, places),
        published=_find_published(page, outside, places),
        url=_find_address(page) or (saved[1] if saved else None),
    )
    return Article(
        body, tuple(_remove(page, outside, given.title)), given, _find_stated(page, outside, places)
    )


def _remove(page: Page, outside: Sequence[int], title: str | None) -> Iterator[Removed]:
    """Rows for <title>, hidden text and blocks outside the body; neighbours of one reason make one row."""
    if page.title is not None:
        yield Removed("metadata", page.title.text, page.title.start, page.title.end)
    for block in page.hidden:
        # Hidden buttons are no links, what is injected for search engines is.
        yield Removed("spam" if block.links else "navigation", block.text, block.start, block.end)
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

    A <meta> tag states it most surely, then the first part of <title> that speaks of what the body speaks of
    (names of sites and injected words do not), then the last heading above the body.
    """
    said = find_grams("".join(page.blocks[place].text for place in places), length=3)
    shown = page.title.text if page.title is not None else ""
    metas = (page.metas[name] for name in TITLE_METAS if len(page.metas.get(name, "")) >= SHORTEST_TITLE)
    stated = next((meta for meta in metas if meta not in shown), shown)
    parts = [part for part in TITLE_JOINT.split(stated) if len(part) >= SHORTEST_TITLE]
    shares = [_share(part, said) for part in parts]
    least = max(LEAST_SHARE, max(shares, default=0.0) / LEAST_OF_BEST)
    likely = [part for part, share in zip(parts, shares, strict=True) if share >= least]
    above = page.blocks[: places[0] + 1] if places else page.blocks
    if likely:
        # A title may hold what else joins it to the site's name (2016-2017年规划): the page shows it whole.
        lines = (block.text for block in above if likely[0] in block.text and block.text in stated)
        return max(lines, key=len, default=likely[0])
    headings = (block.text for block in reversed(above) if page.elements[block.element].tag in HEADINGS)
    return next((text for text in headings if len(text) >= SHORTEST_TITLE and not _is_spam(text)), None)


def _share(text: str, said: set[str]) -> float:
    grams = find_grams(text, length=3)
    return len(grams & said) / len(grams) if grams else 0.0


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
    for place in reversed([place for place in outside if place < start]):
        text = page.blocks[place].text
        if name_furniture(text, script="simplified") == "metadata" and (day := read_date(text)) is not None:
            return day
    return None


def _find_address(page: Page) -> str | None:
    stated = (page.canonical, *(page.metas.get(name, "") for name in ADDRESS_METAS))
    return next((address for text in stated if (address := read_address(text)) is not None), None)


def _find_stated(page: Page, outside: Sequence[int], places: Sequence[int]) -> PageData:
    """What lines of page data around the body say; of source and author also what <meta> tags do."""
    metas = page.metas
    sources = (metas[name] for name in SOURCE_METAS if 2 <= len(metas.get(name, "")) <= LONGEST_NAME)
    found = PageData(source=next(sources, None))
    start, end = (places[0], places[-1]) if places else (0, 0)
    for near in (
        [place for place in outside if place < start][-PAGE_DATA_REACH:],
        [place for place in outside if place > end][:PAGE_DATA_REACH],
    ):
        texts = (write_working_text(page.blocks[place].text, script="simplified") for place in near)
        lines = [Line(0, len(text), text) for text in texts]
        found = found.complete(find_page_data(lines, range(len(lines)), head=0)[1])
    authors = (read_author(metas.get(name, "")) for name in AUTHOR_METAS)
    stated = (name for name in authors if name is not None and not _is_of_site(page, name))
    return found.complete(PageData(author=next(stated, None)))


def _is_of_site(page: Page, name: str) -> bool:
    """Whether an author is the site, or who built it: systems fill in the tag so."""
    site = TITLE_JOINT.split(page.title.text)[1:] if page.title is not None else ()
    return SITE.search(name) is not None or any(name in part for part in site)
