"""Stretches of a flattened page that are not the report (页面杂质): notices, navigation, page data, spam."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line
from corpora.page_data import MARKS, PageData, find_divider, find_page_data, is_abstract
from corpora.spam import find_spam

NOTICES = Path(__file__).parent / "lexicons" / "notices.csv"
LONGEST_NOTICE = 300
LONGEST_CRUMB = 16
LONGEST_END = 600
FEWEST_LINKS = 3
# What follows a heading such as 相关链接 is cut only while the report above it is this many times as long.
REPORT_TO_REST = 4
ANYWHERE = ("any", "line")
_SENTENCE = re.compile(r".*[。;!?…”’)]$", re.DOTALL)
_OPENING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]+[章部]"
    r"|[^。]{0,30}(?:代表|同志|领导|委员|同事|朋友|来宾|成员)们?[^。]{0,12}[:!]$|大家好|主席[、:,]"
)
_BREADCRUMB = re.compile(r"\W*(?:您的|您|你)?(?:现在|当前)?的?(?:所在)?的?位置\W*")
_SEPARATOR = re.compile(r"[|·•]|\s{2,}")
_ICP = re.compile(r"(?:[\u4e00-\u9fff]{0,6}ICP[备证]|[\u4e00-\u9fff]?公网安备)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A range of the text that is not the report, and why: one of REMOVED_REASONS."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of line that pages carry beside the report, a row of lexicons/notices.csv.

    Attributes:
        keyword: what must stand in the line for the pattern to be tried.
        pattern: regular expression for the whole line; None where the line bare of marks is the keyword.
        reason: one of REMOVED_REASONS.
        zone: ``any``, or only before (``head``), after (``tail``) or around (``edge``) the report.
        extent: ``line``; ``rest`` for all that follows too, where it is short; ``end`` for all in any case.
        model_texts: whether only sites that hand out model texts (范文网、文库) carry it.
    """

    keyword: str
    pattern: re.Pattern[str] | None
    reason: str
    zone: str
    extent: str
    model_texts: bool

    def describes(self, text: str) -> bool:
        """Whether a line (working form) is of this kind."""
        if len(text) > LONGEST_NOTICE:
            return False
        if self.pattern is None:
            return text.strip(MARKS) == self.keyword
        return self.pattern.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A page told apart: what is cut and what its page data says.

    Attributes:
        reasons: reason for each cut line, by its index.
        data: harvested from the lines of page data before they were cut.
        head, tail: lines before `head` precede the report, lines from `tail` on follow it.
        offers_model_texts: whether a line of it is one that only sites of model texts carry.
    """

    reasons: dict[int, str]
    data: PageData
    head: int
    tail: int
    offers_model_texts: bool = False

    @property
    def is_first_hand(self) -> bool:
        """Whether nothing on the page says that its text comes from elsewhere or is for sale."""
        return "site_notice" not in self.reasons.values()


def read_page(text: str, lines: Sequence[Line], *, template: Collection[str] = ()) -> Page:
    r"""What of a page is the report and what is not.

    Args:
        text: the page in working form; a keyword that is not in it costs no look at its lines.
        lines: its lines.
        template: lines that its site sets on all pages, see :func:`corpora.site_templates.learn_template`,
            cut only above and below the report: a short one may head a table inside.

    Example:
        >>> from corpora.lines import find_lines
        >>> text = "上半年新修水渠3公里。\n下一篇:返回列表"
        >>> read_page(text, find_lines(text)).reasons
        {1: 'navigation'}
    """
    notices = _find_notices(text, lines)
    reasons = dict.fromkeys(find_spam(lines), "spam")
    reasons.update(
        (index, notice.reason) for index, notice in notices if (notice.zone, notice.extent) == ANYWHERE
    )
    repeated = [index for index, line in enumerate(lines) if line.text in template]
    reasons.update((index, "site_notice") for index in _find_repeated_around(lines, repeated, reasons))
    rests = _find_rests(lines, notices, reasons)
    head, tail = _find_zones(lines, {**rests, **reasons})
    edge = {*range(head), *range(tail, len(lines))}
    zones = {
        "any": set(range(len(lines))),
        "head": set(range(head)),
        "tail": set(range(tail, len(lines))),
        "edge": edge,
    }
    divider = find_divider(lines, before=head)
    found, data = find_page_data(lines, sorted(edge - reasons.keys()), head=head)
    reasons.update(dict.fromkeys(found, "metadata"))
    if divider is not None:
        reasons.update(dict.fromkeys(range(divider + 1), "metadata"))
    for index, notice in notices:
        if notice.extent == "line" and index in zones[notice.zone]:
            reasons[index] = notice.reason
    reasons.update((index, "navigation") for index in _find_repeated_edges(lines, repeated, reasons, edge))
    reasons.update((index, reason) for index, reason in rests.items() if index not in reasons)
    reasons.update(dict.fromkeys(_find_bars(lines, edge), "navigation"))
    reasons.update(dict.fromkeys(_find_crumbs(lines, range(head)), "navigation"))
    reasons.update(_find_marks(lines, reasons, edge))
    offers = any(notice.model_texts and index in reasons for index, notice in notices)
    return Page(reasons, data, head, tail, offers)


def _find_repeated_around(
    lines: Sequence[Line], repeated: Sequence[int], reasons: Mapping[int, str]
) -> Iterator[int]:
    """Sentences of the site's template that stand above or below the report."""
    left_out = {*repeated, *reasons}
    own = [index for index in range(len(lines)) if index not in left_out and _is_report(lines[index].text)]
    first, last = (own[0], own[-1]) if own else (len(lines), -1)
    for index in repeated:
        if (index < first or index > last) and _is_report(lines[index].text):
            yield index


def _find_repeated_edges(
    lines: Sequence[Line], repeated: Sequence[int], reasons: Mapping[int, str], edge: Collection[int]
) -> list[int]:
    """Other lines of the template around the report; those of a table below it (单位:万元) stay with it."""
    left_out = {*repeated, *reasons}
    counted = [n for n in edge if n not in left_out and any(c.isdigit() for c in lines[n].text)]
    report = max((n for n in range(len(lines)) if n not in edge), default=-1)
    table = max((n for n in counted if n > report), default=report)
    return [n for n in repeated if n in edge and n not in reasons and not report < n < table]


def offers_model_texts(text: str) -> bool:
    """Whether a line (working form) is one that only sites of model texts carry.

    Example:
        >>> offers_model_texts("下载文档前请先预览"), offers_model_texts("转载请注明出处")
        (True, False)
    """
    return any(
        notice.keyword in text and notice.describes(text) for notice in load_notices() if notice.model_texts
    )


def find_cuts(lines: Sequence[Line], reasons: dict[int, str]) -> list[Cut]:
    """The ranges of the cut lines; neighbours with one reason make one range."""
    cuts: list[Cut] = []
    last = -2
    for index in sorted(reasons):
        for start, end, reason in _tell_footer_apart(lines[index], reasons[index]):
            if cuts and cuts[-1].reason == reason and last >= index - 1:
                cuts[-1] = Cut(cuts[-1].start, end, reason)
            else:
                cuts.append(Cut(start, end, reason))
            last = index
    return cuts


def _tell_footer_apart(line: Line, reason: str) -> Iterator[tuple[int, int, str]]:
    """A bar of links often ends in the licence number of the site, which is a footer."""
    match = _ICP.search(line.text) if reason == "navigation" else None
    if match is None or not match.start():
        yield line.start, line.end, "footer" if match else reason
        return
    links = line.text[: match.start()].rstrip()
    yield line.start, line.start + len(links), reason
    yield line.start + match.start(), line.end, "footer"


def _find_zones(lines: Sequence[Line], reasons: dict[int, str]) -> tuple[int, int]:
    """Where the report's first line can be, and where its last has passed."""
    report = [index for index in range(len(lines)) if index not in reasons and _is_report(lines[index].text)]
    return (report[0], report[-1] + 1) if report else (len(lines), len(lines))


def _is_report(text: str) -> bool:
    if is_abstract(text):
        return False
    if _OPENING.match(text):
        return True
    return len(text) >= 30 and ("。" in text or ";" in text or (len(text) >= 60 and "," in text))


def _find_notices(text: str, lines: Sequence[Line]) -> list[tuple[int, Notice]]:
    """Every line that is a notice of some kind, wherever it stands."""
    starts = [line.start for line in lines]
    return [
        (index, notice)
        for notice in load_notices()
        for index in _find_keyword(text, starts, notice.keyword)
        if notice.describes(lines[index].text)
    ]


def _find_rests(
    lines: Sequence[Line], notices: Sequence[tuple[int, Notice]], reasons: dict[int, str]
) -> dict[int, str]:
    """The rest of the page from a heading such as 相关链接 on, where it is short against the report."""
    found: dict[int, str] = {}
    for index, notice in notices:
        if notice.extent == "line" or index in found:
            continue
        above = sum(len(lines[n]) for n in range(index) if n not in reasons)
        below = sum(len(line) for line in lines[index + 1 :])
        if below * REPORT_TO_REST <= above or (notice.extent == "end" and below <= LONGEST_END):
            found.update(dict.fromkeys(range(index, len(lines)), notice.reason))
    return {index: reason for index, reason in found.items() if index not in reasons}


def _find_keyword(text: str, starts: list[int], keyword: str) -> Iterator[int]:
    at = text.find(keyword)
    while at >= 0:
        yield bisect_right(starts, at) - 1
        at = text.find(keyword, at + len(keyword))


def _find_crumbs(lines: Sequence[Line], head: Iterable[int]) -> Iterator[int]:
    """The path to the page (首页 > 政务公开 > 总结) where each step is a line of its own."""
    where = set(head)
    for index in where:
        text = lines[index].text
        if _BREADCRUMB.fullmatch(text):
            yield index
            if index + 1 in where and len(lines[index + 1]) <= LONGEST_CRUMB:
                yield index + 1
        elif text in (">", "»", "›", ">>", "→"):
            yield from (
                n for n in (index - 1, index, index + 1) if n in where and len(lines[n]) <= LONGEST_CRUMB
            )
            after = index + 2
            if after in where and lines[after].text == lines[index + 1].text:
                yield after


def _find_bars(lines: Sequence[Line], edges: Iterable[int]) -> Iterator[int]:
    """Bars of links (网站首页 | 关于我们 | 联系方式), at least half of them known; of few links, all."""
    known = {notice.keyword for notice in load_notices() if notice.pattern is None}
    for index in edges:
        text = lines[index].text
        if len(text) > LONGEST_NOTICE:
            continue
        if all(word.strip(MARKS) in known for word in text.split() if word.strip(MARKS)) and text.strip(
            MARKS
        ):
            yield index
            continue
        links = [link.strip() for link in _SEPARATOR.split(text) if link.strip(MARKS)]
        links = [link for link in links if not _ICP.match(link)]
        if len(links) >= FEWEST_LINKS and sum(link in known for link in links) * 2 >= len(links):
            yield index


def _find_marks(lines: Sequence[Line], reasons: dict[int, str], edges: Iterable[int]) -> dict[int, str]:
    """Lines of nothing but marks (】, |, >) beside a cut line."""
    return {
        index: reasons.get(index - 1) or reasons[index + 1]
        for index in edges
        if index not in reasons
        and not lines[index].text.strip(MARKS)
        and (index - 1 in reasons or index + 1 in reasons)
    }


@lru_cache(maxsize=1)
def load_notices() -> tuple[Notice, ...]:
    """The rows of lexicons/notices.csv, most telling first."""
    with NOTICES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Notice(
                keyword=row["keyword"],
                pattern=re.compile(row["pattern"]) if row["pattern"] else None,
                reason=row["reason"],
                zone=row["zone"],
                extent=row["extent"],
                model_texts=row["model_texts"] == "yes",
            )
            for row in csv.DictReader(file)
        )
