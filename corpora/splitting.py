"""Where one report ends and the next begins on a page that holds several (汇编页拆分)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.lines import Line

_NUMERALS = "一二三四五六七八九十"
_TOP = re.compile(rf"([{_NUMERALS}]{{1,3}})\s*[、.]\s*")
_NUMBERED = re.compile(
    rf"[(][{_NUMERALS}]{{1,3}}[)]|[(]?\d{{1,2}}[)、.:](?!\d)|第[{_NUMERALS}]{{1,3}}[,、.是条]|[{_NUMERALS}]是|[①-⑳]"
)
_DIVISION = re.compile(
    rf"第[{_NUMERALS}\d]{{1,3}}(?:部分|章|编|节|大部分)|[壹贰叁肆伍陆柒捌玖拾]\s*、|附件?\s*\d*\s*[:.]|附件\d*$"
)
# 篇一:…, 第二篇, 【范文三】, …工作总结(4), …汇报材料 篇5
_MARKER = re.compile(
    rf"[【\[(]?(?:第\s*[{_NUMERALS}\d]{{1,3}}\s*篇|(?:篇|范文|例文|样本)\s*[{_NUMERALS}\d]{{1,3}})(?:[】\])]|\s*[:、.\s]|$).{{0,60}}"
    rf"|.{{2,40}}(?:总结|报告|汇报|材料|发言|讲话|方案|计划|范文|心得|体会)\s*(?:\(\s*[{_NUMERALS}\d]{{1,2}}\s*\)|(?:篇|第)\s*[{_NUMERALS}\d]{{1,2}}篇?)"
)
_TITLE = re.compile(
    r"(?!.*[。;!?]).{4,50}(?:总结|报告|汇报|汇报材料|交流材料|经验材料|情况通报|发言|发言材料|讲话|讲话稿|致辞|述职|方案|简报|纪实|要点|意见)$"
)
_SECTION = re.compile(
    r".*(?:打算|思路|安排|措施|问题|不足|回顾|下一步|下步|今后|建议|部分|目标|任务|做法|成效|体会|经验|情况|计划|重点|要求|原则).*"
)
_SALUTATION = re.compile(
    r"(?:尊敬的|各位|同志们|大家好|主席|[一-龥]{2,6}(?:书记|市长|主任|局长))[^。]{0,30}[:!,]?$|大家好|各位[^。]{0,20}[:!]$"
)
_CLOSING = re.compile(
    r".*(?:谢谢大家|谢谢各位|汇报完毕|报告完毕|特此报告|以上汇报|以上发言|以上报告|批评指正|不妥之处|不当之处|请予审议|此致|敬礼)[^。]{0,20}[。!]?$"
)
_DATE_LINE = re.compile(r"[(]?(?:[12]\d|二[〇○零]).{0,4}年.{1,3}月.{1,3}日[)]?")
_SELF = re.compile(
    r"我(处|局|中心|镇|乡|街道|社区|公司|办|委|院|校|所|站|队|部|市|区|县|省|村|司)(?![们的]?[一-龥]{0,1}门)"
)
_DECLARED = re.compile(rf"(?:共|精选|收集|整理|汇总|分享)?了?\s*(\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s*篇")
_LEAD = re.compile(
    r"为|根据|按照|今年|近年|近期|近几年|一年来|半年来|\d{4}年|上半年|下半年|自从|在.{2,30}(?:领导|指导|支持)下|现将|现就|下面|我"
)
_LONG_STRETCH = 800
_LONG_STRETCH_LINES = 5


@dataclass(frozen=True, slots=True)
class Part:
    """The lines [start, end) of one report; its title line, where it has one, is not among them."""

    start: int
    end: int
    title: int | None = None


def read_declared_count(text: str) -> int | None:
    """How many reports a page's promotion announces (为您精选了8篇…); None where it does not say.

    Example:
        >>> read_declared_count("本站为您精选了8篇抗旱工作总结")
        8
    """
    match = _DECLARED.search(text)
    if match is None:
        return None
    count = int(match[1]) if match[1].isdigit() else _read_numeral(match[1])
    return count if 2 <= count <= 60 else None


def split_report(lines: Sequence[Line], *, declared: int | None = None) -> list[Part]:
    """The reports among the lines of a page's clean text, in order; one Part where it holds one.

    Args:
        lines: clean lines in working form, title and page data left out.
        declared: how many reports the page says it holds, see :func:`read_declared_count`.
    """
    if not lines:
        return []
    markers = [index for index, line in enumerate(lines) if len(line) <= 70 and _MARKER.fullmatch(line.text)]
    if len(markers) >= 2:
        return _split_at_markers(lines, markers)
    starts = _find_restarts(lines, declared=declared)
    if not starts:
        return [Part(0, len(lines))]
    if declared or len(starts) >= 2:
        starts = sorted({*starts, *_find_stretches(lines, starts)})
    bounds = [0, *starts, len(lines)]
    return [_take_title(lines, start, end) for start, end in itertools.pairwise(bounds)]


def _split_at_markers(lines: Sequence[Line], markers: Sequence[int]) -> list[Part]:
    bounds = [*markers, len(lines)]
    parts = [
        Part(start + 1, end, title=start) for start, end in itertools.pairwise(bounds) if end > start + 1
    ]
    before = sum(len(line) for line in lines[: markers[0]])
    return [Part(0, markers[0]), *parts] if before > 200 else parts


def _take_title(lines: Sequence[Line], start: int, end: int) -> Part:
    if start and end > start + 1 and _TITLE.fullmatch(lines[start].text):
        return Part(start + 1, end, title=start)
    return Part(start, end)


def _find_restarts(lines: Sequence[Line], *, declared: int | None) -> list[int]:
    """First lines of reports whose numbering starts again below another's."""
    starts: list[int] = []
    part_start = 0
    highest = 0
    last_numbered = -1
    divisions = any(_DIVISION.match(line.text) for line in lines)
    for index, line in enumerate(lines):
        match = _TOP.match(line.text)
        if match is None:
            if _NUMBERED.match(line.text):
                last_numbered = index
            continue
        value = _read_numeral(match[1])
        if value == 1 and highest >= 2 and not divisions:
            gap = range(last_numbered + 1, index)
            start = _find_start(lines, part_start, gap, index)
            if start is not None and _weigh(lines, part_start, start, index, declared=declared) >= 2:
                starts.append(start)
                part_start, highest = start, 0
        highest = max(highest, value) if value != 1 else max(highest, 1)
        last_numbered = index
    return starts


def _find_start(lines: Sequence[Line], part_start: int, gap: range, restart: int) -> int | None:
    """The first line of the report that counts anew at `restart`; None where a heading carries the old on."""
    closing = max(
        (n + 1 for n in gap if _CLOSING.match(lines[n].text) or _DATE_LINE.fullmatch(lines[n].text)),
        default=gap.start,
    )
    open_lines = range(closing, restart)
    for n in open_lines:
        text = lines[n].text
        if _SALUTATION.match(text) and len(text) < 60:
            return n - 1 if n > closing and _TITLE.fullmatch(lines[n - 1].text) else n
        if len(text) <= 40 and not text.endswith(("。", ";", ",")):
            if _TITLE.fullmatch(text) and not _is_section(text):
                return n
            if n == restart - 1 and _SECTION.fullmatch(text):
                return None
    if closing > gap.start or not open_lines:
        return closing if open_lines else restart
    if sum(len(lines[n]) for n in open_lines) >= _LONG_STRETCH:
        return restart
    return _place_by_words(lines, part_start, open_lines, restart)


def _is_section(text: str) -> bool:
    """下半年工作计划 heads the second half of a report; 青石镇2015年工作总结 heads another report."""
    return (
        re.fullmatch(
            r"(?:\d{4}年|今年|明年|来年|上半年|下半年|今后|下一步|下步|下阶段|全年|主要|重点)*(?:工作|的)*(?:总结|计划|打算|安排|要点|报告|回顾|方案)*",
            text,
        )
        is not None
    )


def _place_by_words(lines: Sequence[Line], part_start: int, gap: range, restart: int) -> int:
    """The line of `gap` from which on the words are rather those of the report to come."""
    before = _count_pairs(lines[part_start : gap.start])
    after = _count_pairs(lines[restart : restart + 12])
    best, best_score, score = gap.stop, 0.0, 0.0
    for n in reversed(gap):
        pairs = _count_pairs(lines[n : n + 1])
        score += _share(pairs, after) - _share(pairs, before)
        if _LEAD.match(lines[n].text):
            score += 0.1
        if score > best_score:
            best, best_score = n, score
    return best


def _weigh(
    lines: Sequence[Line], part_start: int, start: int, restart: int, *, declared: int | None
) -> float:
    """How much speaks for another report at `start`; 2 is enough."""
    weight = 1.0 if declared else 0.0
    previous = lines[start - 1].text
    if _CLOSING.match(previous) or _DATE_LINE.fullmatch(previous):
        weight += 1.5
    if _SALUTATION.match(lines[start].text) and len(lines[start]) < 60:
        weight += 1
    if _TITLE.fullmatch(lines[start].text):
        weight += 1
    before, after = _count_selves(lines[part_start:start]), _count_selves(lines[start : restart + 40])
    if before and after and not before & after:
        weight += 1
    similarity = _cosine(_count_pairs(lines[part_start:start]), _count_pairs(lines[start : restart + 40]))
    weight += 1 if similarity < 0.2 else 0.5 if similarity < 0.35 else 0
    if any(len(line) >= 12 and lines[restart].text.startswith(line.text) for line in lines[part_start:start]):
        weight += 1
    follows = any(
        (match := _TOP.match(line.text)) and _read_numeral(match[1]) == 2 for line in lines[restart + 1 :]
    )
    return weight + (0.5 if follows else -0.5)


def _find_stretches(lines: Sequence[Line], starts: Sequence[int]) -> list[int]:
    """Starts of reports without any numbering, between the last numbered paragraph of one and the next."""
    found = []
    bounds = [0, *starts, len(lines)]
    for start, end in itertools.pairwise(bounds):
        numbered = [
            n for n in range(start, end) if _TOP.match(lines[n].text) or _NUMBERED.match(lines[n].text)
        ]
        if not numbered:
            continue
        rest = range(numbered[-1] + 1, end)
        if len(rest) >= _LONG_STRETCH_LINES and sum(len(lines[n]) for n in rest) >= _LONG_STRETCH:
            found.append(rest.start)
    return found


def _read_numeral(text: str) -> int:
    """The value of a heading's numeral up to 99."""
    digits = {character: value for value, character in enumerate(_NUMERALS, start=1)}
    if "十" not in text:
        return digits.get(text[-1:], 0)
    tens, _, units = text.partition("十")
    return 10 * digits.get(tens, 1) + digits.get(units, 0)


def _count_pairs(lines: Sequence[Line]) -> Counter[str]:
    return Counter(
        pair
        for line in lines
        for a, b in zip(line.text, line.text[1:], strict=False)
        if (pair := a + b) and "\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff"
    )


def _count_selves(lines: Sequence[Line]) -> set[str]:
    counts = Counter(match for line in lines for match in _SELF.findall(line.text))
    return {name for name, count in counts.items() if count >= 2}


def _share(pairs: Counter[str], known: Counter[str]) -> float:
    total = sum(pairs.values())
    return sum(count for pair, count in pairs.items() if pair in known) / total if total else 0.0


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    dot = sum(count * b[pair] for pair, count in a.items() if pair in b)
    norm = (sum(c * c for c in a.values()) * sum(c * c for c in b.values())) ** 0.5
    return dot / norm if norm else 0.0
