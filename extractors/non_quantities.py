"""Numbers that count nothing (非数量的数字): dates, clocks, ages, identifiers, list marks, names, idioms."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from corpora.periods import find_periods
from corpora.traced_text import Span
from extractors import LEXICONS
from extractors.word_patterns import join_words

_NAMES: Final = LEXICONS / "number_names.csv"

_CHINESE: Final = "一二三四五六七八九十百"
_CLOCK: Final = (
    r"\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:-{1,2}|—{1,2}|~|至|到) ?(?:次日|晚|下午)?\d{1,2}:\d{2})?"
    rf"|(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})[时点](?:(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})分(?!钟)|许|整|半)"
)
# 2.4 个百分点 at the start of a line is no list mark
_MEASURE: Final = r"个|[万亿元吨克斤亩升倍米]|公[里斤顷分升]|千[米克瓦]|[厘毫]米|平方|立方|毫升|小时|分钟"
_NAMED: Final = (
    r"(?!时间|开展|实施|制定|编制)[^,。;:!?\n\d、的完获取]{0,6}(?:行动(?!考)|计划(?!内|外)|规划|纲要)"
)
_DIGITS: Final = "0123456789"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# what such a stretch may start with -> what it may be; none is tried that starts with another character
_OPENED: Final[tuple[tuple[str, str], ...]] = (
    ("《", r"《[^》\n]{0,80}》"),
    # a short quotation is a name (“四个能力”) unless somebody says it
    ("“「", r"(?<![说道称:])(?:“[^“”。\n]{0,25}”|「[^「」。\n]{0,25}」)"),
    ("届", rf"届[^,。;\n]{{0,12}}?[{_CHINESE}]{{1,3}}次(?:全会|会议|全体)"),
    (_CHINESE, rf"[{_CHINESE}]{{1,3}}次(?:全会|全委会|全体会议)"),
    (
        _LETTERS + _DIGITS,
        r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]+",
    ),
    ("〔[(【", r"[〔\[(【] ?(?:19|20)[\d*]{2} ?[〕\])】] ?(?:第 ?)?\d+ ?号?"),
    (_DIGITS + _CHINESE, _CLOCK),
    (
        _DIGITS + _CHINESE,
        rf"(?P<age>(?<![.\d])(?:\d{{1,3}}|[{_CHINESE}]{{1,3}}) ?(?:(?:-|—|~|至|到) ?\d{{1,3}} ?)?"
        r"(?:多|余|来|几)?周?岁)",
    ),
    (_DIGITS + _CHINESE, rf"(?<![\d.])(?:\d{{1,4}}|[{_CHINESE}]{{1,4}})(?:-\d+)?号(?!人)"),
    # Latin letters joined to a number name a thing: PM2.5, A4, G60; 1+N and 4.0 are names as well
    (
        _LETTERS,
        r"(?<![A-Za-z-])(?!(?:HKD|USD|RMB|CNY|EUR|JPY|GBP|AUD)\d)[A-Za-z][A-Za-z-]*\d+(?:[.\-]\d+)*",
    ),
    (_DIGITS + "NX", r"(?<![\dNX])[\dNX]+(?:\+[\dA-Z]+)+"),
    (_DIGITS, r"(?<![\d.])\d\.0(?=版|时代|模式|工程|[^\d万亿% ]{2})"),
    # 1978、1979两年: years, not 1979两
    (_DIGITS, r"(?<!\d)(?:1[89]|20)\d\d(?:[、和](?:1[89]|20)?\d\d)*(?:这)?[两三四五](?=年)"),
    (_CHINESE, r"[一二][九〇零○][一二三四五六七八九〇零○]{2}[两三四五](?=个?年)"),
    (_DIGITS, r"\d{1,2}[·•・]\d{1,2}|(?<![\d.])\d+(?:\.\d+){2,}"),
    (_DIGITS + _CHINESE, rf"(?:\d0|[{_CHINESE}]十)年代|(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})世纪"),
    ("半", "半个(?:多)?世纪"),
    (_DIGITS, r"(?<!\d )[12] (?:9|0) \d \d ?年"),
    # 99年已完成, 100年辦理: years of the Republic (民國); nothing is said to last so long but a history
    (_DIGITS, r"(?<![\d.第近达達到])(?:9\d|1[01]\d)年(?=[迄已完辦办間间核编編执執預预起])"),
    # 第1、2期: which ones
    (_DIGITS, r"(?<=第)\d{1,2}(?:、\d{1,2})+(?=[期批类章条届])"),
    # 5年累计投入, 收入五年增长30%: a stretch of time that another number is of
    (
        _DIGITS + _CHINESE + "两",
        rf"(?<![\d.续期时来])(?<!历时)(?<!为期)(?:\d{{1,2}}|[两{_CHINESE}]{{1,2}})年(?=累计|平均|新增|全国|全省|全市|少生|共计|年均|增长|之?内|以?来|以來|来|來|间|間)",
    ),
    (_DIGITS + _CHINESE, rf"(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})(?:周年|年级|年制|年期|年生)"),
    # 三年倍增行动, 新十年发展规划 are names; the first five years and the decisive ones are times
    (
        _DIGITS + _CHINESE + "两",
        rf"(?<![\d.续期用])(?:\d{{1,2}}|[两{_CHINESE}]{{1,2}})年(?={_NAMED})",
    ),
    (_DIGITS + _CHINESE, rf"(?:(?<=关键)|(?<=关键的)|(?<=第[{_CHINESE}]个))[{_CHINESE}\d]年"),
    # 500亩以上(含500亩): a limit said again
    (_DIGITS, r"(?<=\(含)\d[\d.]*[^()\d]{1,4}(?=\))"),
    # 东经125°45′
    (
        _DIGITS,
        r"(?<=东经|西经|北纬|南纬)\d{1,3}(?:\.\d+)?[°度](?:\d{1,2}(?:\.\d+)?[′'’分])?(?:\d{1,2}(?:\.\d+)?[″\"”秒])?",
    ),
    # list marks at the start of a line or after a full stop
    (
        _DIGITS + _CHINESE + "( \t",
        rf"(?m:^)[ \t]*(?:\d{{1,2}}\.(?=(?:1\d\d|20\d\d)年)"
        rf"|\(?(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})(?:[)、]|[.:](?!\d))"
        rf"|(?:\d{{1,2}}\.){{2,}}\d{{0,2}}(?=[ \t]*[^\d\s%.])"
        rf"|\d{{1,2}}\.\d{{1,2}}(?=[ \t]+(?!{_MEASURE})[^\d\s%.]|、))",
    ),
    (
        _DIGITS + _CHINESE + " \t",
        rf"(?<=[。;:!?,])[ \t]*(?:\d{{1,2}}(?:、|\.(?!\d))|[{_CHINESE}]{{1,3}}、)",
    ),
    ("(", rf"\((?:\d{{1,2}}|[{_CHINESE}]{{1,3}})\)"),
    (_DIGITS, r"(?<![\d%元])\d{1,2}\)"),
    (_CHINESE, rf"[{_CHINESE}]{{1,2}}(?:是|要)(?=[^否])"),
    (_DIGITS, r"(?<!\d)\d{2,4}(?=国道|省道|县道|乡道|路公交|路车|次列车)"),
    (_DIGITS, r"\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)"),
)


def _compile_opened(character: str) -> re.Pattern[str]:
    """What may start with a character."""
    return re.compile("|".join(pattern for openers, pattern in _OPENED if character in openers))


# those that start with a digit of another script start as with one of ours
PATTERNS: Final = {
    character: _compile_opened(character)
    for character in sorted({*"".join(openers for openers, _ in _OPENED)})
}


# where one of PATTERNS may match: `re` passes over all other characters at once, as it does only where a
# pattern starts with a set of them. Only list marks start with a blank; in words only h, w, N, X do
_MAY_START: Final = re.compile(
    rf"[半两《“「届A-Za-z\d〔\[(【 \t{_CHINESE}](?:(?<=[^A-Za-z \t])|(?m:(?<=^[ \t]))|(?<=[。;:!?,][ \t])"
    r"|(?<![A-Za-z-][A-Za-z])(?<=[A-Za-z])|(?<=[hwNX]))"
)
_MEASURED_AGE: Final = re.compile(r"(?:寿命|平均年龄|中位年龄)[^,。;\n]{0,8}$")


@cache
def read_number_names() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/number_names.csv: name, kind (idiom, name), example."""
    with _NAMES.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def _compile_names() -> re.Pattern[str]:
    return re.compile(join_words(row["name"] for row in read_number_names()))


def find_non_quantities(text: str) -> list[Span]:
    """The stretches of a working text whose numbers are no quantities, in order, not overlapping.

    Example:
        >>> text = "依据〔2019〕7号文,3月5日起执行,办结7件"
        >>> [text[a:b] for a, b in find_non_quantities(text)]
        ['〔2019〕7号', '3月5日起']
    """
    spans = sorted(_scan(text))
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _scan(text: str) -> Iterator[Span]:
    at = 0
    digits = PATTERNS["0"]
    for start in _MAY_START.finditer(text):
        begin = start.start()
        if begin < at:
            continue
        match = PATTERNS.get(text[begin], digits).match(text, begin)
        if match is None:
            continue
        at = match.end()
        # 平均年龄下降3岁, 人均预期寿命78岁 are measured; 65岁以上老人 are a group
        if match.lastgroup != "age" or not _MEASURED_AGE.search(
            text, max(0, match.start() - 14), match.start()
        ):
            yield match.span()
    for match in _compile_names().finditer(text):
        yield match.span()
    # with the argument named, as whoever asks for periods of a whole text does: what was found is kept
    for period in find_periods(text, republic=False):
        yield period.start, period.end
