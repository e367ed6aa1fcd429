"""Lines that a site sets on all its pages (站点模板), learnt from the pages of a run.

The site of a file is the folder that it lies in: its template is learnt from some of the folder's pages
(`choose_sample`) before any is cleaned. The site of a record (a line of JSON Lines, a row of a table, a file
of an archive) is the host of its address, else its folder in the archive, else the file that holds it: its
template is learnt from that file alone, as it is read (`pair_with_templates`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from corpora.documents import Reading
from corpora.line_kinds import is_closing, is_numbered, is_salutation, is_section_heading, is_title
from corpora.lines import Line
from corpora.organisation_names import ends_as_name

FEWEST_PAGES = 5
# Of a site a fourth of the pages are read beforehand, but at least and at most so many.
FEWEST_SAMPLED, MOST_SAMPLED = 8, 12
# What is as long as a sentence is the site's only where it stands above or below the report.
SHORTEST_SENTENCE = 30
WINDOW, WINDOW_LENGTH = 64, 1_000_000  # records, and characters, that are held until a template is learnt
# The share of a site's pages that have the line must be at least this, with 97.5 % confidence (lower bound of
# Wilson 1927): all of 5 pages, 9 of 10, 60 of 100.
LEAST_SHARE = 0.5
_Z = 1.96


def name_site(source: str) -> str:
    """The site that a source was taken from: the folder that it lies in.

    Example:
        >>> name_site("qingshi.gov.cn/2016/t08.html")
        'qingshi.gov.cn/2016'
    """
    return source.rpartition("/")[0]


def choose_sample(contents: Iterable[str]) -> list[str]:
    """Which of a site's pages its template is learnt from, each page named by a hash of its content.

    The choice follows the pages alone, not their names or order; a page that comes later is rarely in it.
    """
    distinct = sorted(set(contents))
    return distinct[: min(max(len(distinct) // 4, FEWEST_SAMPLED), MOST_SAMPLED)]


def learn_template(pages: Iterable[Iterable[str]]) -> frozenset[str]:
    r"""The lines that a site sets on its pages, as they stand there.

    A line that reads as a part of reports (a numbered heading, 存在问题, 各位代表:, a date, the name of an
    organisation) is never one, however many have it.

    Args:
        pages: the lines of each page, working form. Pages with the same lines count once: they are one report
            taken twice.

    Example:
        >>> pages = [["青石水务在线", f"渠首{n}站清淤{n}处。"] for n in range(6)]
        >>> learn_template(pages)
        frozenset({'青石水务在线'})
    """
    distinct = {tuple(page) for page in pages}
    if len(distinct) < FEWEST_PAGES:
        return frozenset()
    likely = _find_likely((text for page in distinct for text in set(page)), len(distinct))
    around = _find_likely((text for page in distinct for text in _list_around(page, likely)), len(distinct))
    return frozenset(text for text in likely if len(text) < SHORTEST_SENTENCE or text in around)


def _find_likely(texts: Iterable[str], trials: int) -> frozenset[str]:
    return frozenset(
        text
        for text, count in Counter(texts).items()
        if _find_lower_bound(count, trials) >= LEAST_SHARE and not _belongs_to_reports(text)
    )


def _list_around(page: Sequence[str], likely: Collection[str]) -> set[str]:
    """The lines above the first sentence of a page that is its own, and below the last."""
    own = [place for place, text in enumerate(page) if is_sentence(text) and text not in likely]
    return set(page) if not own else {*page[: own[0]], *page[own[-1] + 1 :]}


def is_sentence(text: str) -> bool:
    """Whether a line is as long as sentences of reports are, and not broken off as headings and links are."""
    return len(text) >= SHORTEST_SENTENCE and ("。" in text or ";" in text or "," in text)


def pair_with_templates(
    readings: Iterable[Reading],
    read_lines: Callable[[int, Reading], Sequence[Line]],
    *,
    template: Collection[str] = (),
) -> Iterator[tuple[int, Reading, Collection[str]]]:
    """The readings of a source, numbered from 0, each with the template of its site.

    Up to WINDOW readings are held at a time; of a site, the first MOST_SAMPLED different ones teach.

    Args:
        readings: of one source. What they raise is raised after the readings that came before.
        read_lines: gives the lines of a reading, by its number; what cannot be read teaches nothing.
        template: of the source's own site, for a source that gives one reading.
    """
    learners: dict[str, _Learner] = {}
    left = enumerate(readings)
    first = True
    while True:
        window, error = _fill_window(left)
        if first and len(window) < FEWEST_PAGES:
            yield from ((*numbered, template if len(window) == 1 else ()) for numbered in window)
            window = []
        first = False
        sites = [_name_site_of(reading) for _, reading in window]
        for (part, reading), site in zip(window, sites, strict=True):
            learner = learners.setdefault(site, _Learner())
            if learner.wants_more():
                try:
                    learner.add(line.text for line in read_lines(part, reading))
                except Exception:  # what is wrong with the page is said when it is cleaned
                    continue
        for (part, reading), site in zip(window, sites, strict=True):
            yield part, reading, learners[site].template
        if error is not None:
            raise error
        if not window:
            return


def _fill_window(
    left: Iterator[tuple[int, Reading]],
) -> tuple[list[tuple[int, Reading]], Exception | None]:
    """The next readings, and the error that came instead of the one after them."""
    window: list[tuple[int, Reading]] = []
    length = 0
    try:
        for part, reading in left:
            window.append((part, reading))
            length += len(reading.body)
            if len(window) >= WINDOW or length >= WINDOW_LENGTH:
                break
    except Exception as error:
        return window, error
    return window, None


class _Learner:
    """The template of one site, learnt from its first pages."""

    def __init__(self) -> None:
        self._pages: set[tuple[str, ...]] = set()
        self._template: frozenset[str] | None = None

    def wants_more(self) -> bool:
        return len(self._pages) < MOST_SAMPLED

    def add(self, page: Iterable[str]) -> None:
        self._pages.add(tuple(page))
        self._template = None

    @property
    def template(self) -> frozenset[str]:
        if self._template is None:
            self._template = learn_template(self._pages)
        return self._template


def _name_site_of(record: Reading) -> str:
    address = record.given.url
    return (urlsplit(address).hostname or "" if address else "") or name_site(record.source.name)


def _belongs_to_reports(text: str) -> bool:
    line = Line(0, len(text), text)
    return (
        is_numbered(line)
        or is_salutation(line)
        or is_closing(line)
        or is_section_heading(line)
        or is_title(line)
        or ends_as_name(text)
    )


def _find_lower_bound(hits: int, trials: int) -> float:
    """The share that `hits` of `trials` prove at the least."""
    share, square = hits / trials, _Z * _Z
    middle = share + square / (2 * trials)
    spread = _Z * math.sqrt((share * (1 - share) + square / (4 * trials)) / trials)
    return (middle - spread) / (1 + square / trials)
