"""Lines that a site sets on all its pages (站点模板), learnt from the pages of a run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from corpora.line_kinds import is_closing, is_numbered, is_salutation, is_section_heading, is_title
from corpora.lines import Line

FEWEST_PAGES = 5
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


def learn_template(pages: Iterable[Iterable[Line]]) -> frozenset[str]:
    r"""The lines that a site sets on its pages, as they stand there.

    A line that reads as a part of reports (a numbered heading, 存在问题, 各位代表:, a date) is never one,
    however many have it.

    Args:
        pages: the lines of each page, working form. Pages with the same lines count once: they are one report
            taken twice.

    Example:
        >>> from corpora.lines import find_lines
        >>> pages = [find_lines(f"青石水务在线\n渠首{n}站清淤{n}处。") for n in range(6)]
        >>> learn_template(pages)
        frozenset({'青石水务在线'})
    """
    distinct = {tuple(line.text for line in page): page for page in map(tuple, pages)}
    if len(distinct) < FEWEST_PAGES:
        return frozenset()
    counts = Counter(text for texts in distinct for text in set(texts))
    likely = {
        text for text, count in counts.items() if _find_lower_bound(count, len(distinct)) >= LEAST_SHARE
    }
    return frozenset(text for text in likely if not _belongs_to_reports(text))


def _belongs_to_reports(text: str) -> bool:
    line = Line(0, len(text), text)
    return (
        is_numbered(line)
        or is_salutation(line)
        or is_closing(line)
        or is_section_heading(line)
        or is_title(line)
    )


def _find_lower_bound(hits: int, trials: int) -> float:
    """The share that `hits` of `trials` prove at the least."""
    share, square = hits / trials, _Z * _Z
    middle = share + square / (2 * trials)
    spread = _Z * math.sqrt((share * (1 - share) + square / (4 * trials)) / trials)
    return (middle - spread) / (1 + square / trials)
