"""What a page says of itself around its report (页面信息): when it was put up, from where, by whom."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line

LABELS = Path(__file__).parent / "lexicons" / "page_labels.csv"
LONGEST_VALUE = 60
LONGEST_NAME = 24
MARKS = "【】[]()<>〈〉《》|·•●■◆★*#-—―=_+:、,;>»›×↑\"“”'" + " \u200b"

_CLOCK = (
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*T?\d{1,2}\s*[:时]\s*\d{1,2}(?:\s*[:分]\s*(?:\d{1,2}秒?)?)?)"
)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*([-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)日?")
_WHOLE_DATE = re.compile(rf"(?:19|20)\d\d\s*(?:[-/.]|年)\s*\d{{1,2}}\s*(?:[-/.]|月)\s*\d{{1,2}}日?{_CLOCK}?")
_BARE_DATE = re.compile(rf"(?:19|20)\d\d\s*[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{1,2}}{_CLOCK}?")
_DATED_CREDIT = re.compile(
    rf"(?:(?:19|20)\d\d\s*[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{1,2}}{_CLOCK}?\s*[^。;!?]{{0,50}}"
    rf"|(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日{_CLOCK}\s*[^。;!?]{{0,50}}"
    rf"|(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日\s*(?:来源|作者|记者|供稿)[^。;!?]{{0,50}})"
)
_ABSTRACT = re.compile(r"[【\[]?(?:核心提示|内容摘要|内容提要|摘要|提要|导读)[】\]:]+\s*")
_DIVIDER = re.compile(r"[=*#~—-]{3,}\s*(?:正文|内容|正文内容|全文)\s*[=*#~—-]{3,}|[=*~-]{8,}")
_COUNTER = re.compile(r"\d{1,7}次?")
_HEADER_FIELDS = ("published", "source", "publisher", "author", "editor", "staff", "title", "url", "none")
_PEOPLE = ("author", "editor", "staff")
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”，。；、)）】]{4,500}", re.IGNORECASE)
_STAFF_NUMBER = re.compile(r"[A-Za-z_]{0,4}\d{2,8}")
_BYLINE = re.compile(r"^(?:本报|本网|特约|实习)*(?:文|图|文/图|图/文|记者|通讯员|作者)\s*[/:|]?\s*")
# What stands in an author's place where a system fills it in, or where nobody is named.
_NOBODY = re.compile(
    r"(?i)(?:super)?admin\w*|webmaster|editor|root|user\w*|test\w*|null|none|unknown|undefined|author|无|未知|佚名|匿名"
    r"|不详|网络|互联网|网络整理|综合整理|综合|转载|原创|本站\w*|网友|小编|管理员|超级管理员|系统管理员|发布员|信息员|编辑|记者|作者|来源|\W*"
)


@dataclass(frozen=True, slots=True)
class PageData:
    """What the lines of page data say; None where none does.

    Attributes:
        published: ISO date, ``2016-08-26``.
        source: who the page says it has the text from.
        publisher: the body that put it up.
        title: the page's title where it is labelled as such.
        author: who wrote the text.
        editor: who edited it.
        url: the page's address.
    """

    published: str | None = None
    source: str | None = None
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    editor: str | None = None
    url: str | None = None

    def complete(self, other: PageData) -> PageData:
        """This, and what `other` says where this says nothing."""
        missing = (field.name for field in fields(self) if getattr(self, field.name) is None)
        return replace(self, **{name: getattr(other, name) for name in missing})


def read_date(text: str) -> str | None:
    """The first full date in a text, ISO; None where there is none or it is no day of the calendar.

    Example:
        >>> read_date("发布时间:2016年8月26日")
        '2016-08-26'
    """
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def read_author(text: str) -> str | None:
    """The person or body that a byline names, as written; None where it names nobody.

    Example:
        >>> read_author("文/周青禾"), read_author("admin"), read_author("周青禾 林小满 PN3602")
        ('周青禾', None, '周青禾 林小满')
    """
    named = _BYLINE.sub("", _DATE.split(text, maxsplit=1)[0].strip(MARKS))
    name = " ".join(word for word in named.split() if not _STAFF_NUMBER.fullmatch(word)).strip(MARKS)
    if (
        "@" in name
        or not 2 <= len(name) <= 2 * LONGEST_NAME
        or _NOBODY.fullmatch(name)
        or _ADDRESS.search(name)
    ):
        return None
    return name if any(character.isalpha() for character in name) else None


def read_address(text: str) -> str | None:
    """The first web address in a text; None where there is none.

    Example:
        >>> read_address("原文链接:http://qingshi.example/2016/t08.html")
        'http://qingshi.example/2016/t08.html'
    """
    match = _ADDRESS.search(text)
    return match[0] if match else None


def find_page_data(lines: Sequence[Line], indexes: Iterable[int], *, head: int) -> tuple[set[int], PageData]:
    r"""Which of the lines at `indexes` are page data, and what they say.

    Args:
        lines: all lines of the page, in working form.
        indexes: those before and after the report, in order; a line between its sentences is never page data.
        head: lines before this one precede the report; a bare date after it is the report's own.

    Example:
        >>> from corpora.lines import find_lines
        >>> lines = find_lines("春灌工作总结\n发布时间:2016-08-26  来源:青石县水务局")
        >>> found, data = find_page_data(lines, [0, 1], head=2)
        >>> found, data.published, data.source
        ({1}, '2016-08-26', '青石县水务局')
    """
    asked = list(indexes)
    found: set[int] = set()
    values: dict[str, str] = {}
    for place, index in enumerate(asked):
        if index in found:
            continue
        following = asked[place + 1] if place + 1 < len(asked) else None
        text = lines[index].text
        fields = read_fields(text)
        if fields is not None:
            found.add(index)
            last_field, last_value = fields[-1]
            if not last_value and following == index + 1 and _continues(last_field, lines[following].text):
                found.add(following)
                fields[-1] = (last_field, lines[following].text.strip(MARKS))
        elif index < head and _is_dateline(text):
            found.add(index)
            fields = [("published", text)]
        for field, value in fields or ():
            if value:
                values.setdefault(field, value)
    found.update(_find_counters(lines, asked, found))
    found.update(_find_abstracts(lines, asked))
    return found, PageData(
        published=read_date(values.get("published", "")),
        source=_read_name(values.get("source")),
        publisher=_read_name(values.get("publisher")),
        title=values.get("title"),
        author=read_author(values.get("author", "")),
        editor=read_author(values.get("editor", "")),
        url=read_address(values.get("url", "")),
    )


def _read_name(value: str | None) -> str | None:
    """A name without what follows it on its line: 青石县水务局 附件下载."""
    return value.split()[0] if value and value.split() else None


def read_fields(text: str) -> list[tuple[str, str]] | None:
    """The fields and values of a line that holds nothing but labelled page data; None for any other line.

    Example:
        >>> read_fields("来源:青石县水务局  字体大小:")
        [('source', '青石县水务局'), ('none', '')]
    """
    if ":" not in text or len(text) > 5 * LONGEST_VALUE:
        return None
    labels = list(_labels_pattern().finditer(text))
    if not labels or text[: labels[0].start()].strip(MARKS):
        return None
    known = _fields()
    fields = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = text[label.end() : following.start() if following else len(text)].strip(MARKS)
        name = re.sub(r"\s", "", label[1])
        field = known[name]
        if not _fits(field, value, name=name):
            return None
        fields.append((field, value))
    return fields


def find_divider(lines: Sequence[Line], *, before: int) -> int | None:
    """Index of a line such as ``==== 正文 ====`` among the first `before`, under a head of page data."""
    for index in range(min(before, len(lines))):
        if "正文" in lines[index].text and _DIVIDER.fullmatch(lines[index].text):
            return index
    return None


def is_abstract(text: str) -> bool:
    """Whether a line is a teaser (核心提示:…) that pages put before the report."""
    return _ABSTRACT.match(text) is not None


def _is_dateline(text: str) -> bool:
    """A date as machines write it, alone or before names: 2010-07-28 青石日报 周青禾."""
    if _BARE_DATE.fullmatch(text):
        return True
    return len(text) <= LONGEST_VALUE and _DATED_CREDIT.fullmatch(text) is not None


def _fits(field: str, value: str, *, name: str) -> bool:
    """Whether a value is of the kind that its label announces; 时间:8月上旬 opens a paragraph of a plan."""
    if field == "published":
        return not value or (
            read_date(value) is not None and (len(name) > 2 or _WHOLE_DATE.fullmatch(value) is not None)
        )
    if "。" in value:
        return False
    if field in ("source", "publisher", *_PEOPLE):
        return len(value) <= LONGEST_NAME * 2
    return len(value) <= (3 * LONGEST_VALUE if "http" in value or "/" in value else LONGEST_VALUE)


def _continues(field: str, text: str) -> bool:
    """Whether a line is the value of a label that stood alone on the line before."""
    if read_fields(text) is not None:
        return False
    if field == "published":
        return read_date(text) is not None and len(text) <= LONGEST_NAME
    if field == "url":
        return _ADDRESS.fullmatch(text) is not None
    if field in ("source", "publisher", *_PEOPLE):
        return len(text) <= 12 and not text.endswith(("。", ":", "!"))
    return field == "none" and _COUNTER.fullmatch(text) is not None


def _find_counters(lines: Sequence[Line], asked: list[int], found: set[int]) -> Iterator[int]:
    """Bare numbers beside page data: a hit counter that lost its label."""
    for index in asked:
        if _COUNTER.fullmatch(lines[index].text) and any(
            n in found for n in (index - 2, index - 1, index + 1)
        ):
            yield index


def _find_abstracts(lines: Sequence[Line], asked: list[int]) -> Iterator[int]:
    """Teasers that say again, cut short, how the report begins."""
    for index in asked:
        match = _ABSTRACT.match(lines[index].text)
        if match is None:
            continue
        start = lines[index].text[match.end() :][:20]
        if len(start) >= 10 and any(line.text.startswith(start) for line in lines[index + 1 : index + 6]):
            yield index


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        fields = {row["label"]: row["field"] for row in csv.DictReader(file)}
    unknown = set(fields.values()) - set(_HEADER_FIELDS)
    if unknown:
        raise ValueError(f"{LABELS.name}: field {sorted(unknown)} is none of {_HEADER_FIELDS}")
    return fields


@lru_cache(maxsize=1)
def _labels_pattern() -> re.Pattern[str]:
    """Any label before its colon, longest first, with the blanks that pages set inside (来 源:)."""
    labels = sorted(_fields(), key=lambda label: (-len(label), label))
    spaced = "|".join(r"\s*".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"(?<![\u4e00-\u9fff])({spaced})\s*:")
