"""What stands at the edges of a noun phrase and names nothing (短语边缘): 我市, 全年, 的."""

from __future__ import annotations

import re
from typing import Final

from corpora.traced_text import Span

OPENING, CLOSING = "“‘《(「【", "”’》)」】"
_PLACES: Final = re.compile(
    r"(?:全|我|本)(?:市|县|区|省|国|镇|乡|村|州|旗|盟|局|校|院|厂|矿|司|公司|街道|中心|处|系统|社会|辖区|港|行|队|站|所|会|年度?|月|学[期年]|季度|厅|部|委|库)(?:的|内)?"
)
_LIST_MARK: Final = re.compile(
    r"\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,2}[、.]|[①-⑳]|[计共](?=[^划算同有])|共计|累计"
)
_MODALS: Final = re.compile(r"计划(?!生育)|要求|确保|预计|力争|争取|拟|到(?=[12]\d{3}年)")
_TIME_ONLY: Final = re.compile(
    r"[到至在于]?(?:\d{2,4}年|[一二][八九〇零○][〇零○一二三四五六七八九]{2}年|\d{1,2}月|\d{1,2}日|[上下]半年|第?[一二三四]季度|前[二三]季度|今年|去年|全年|年度|同期|全市|全省|全区|全县|全国|年末|年底|年初|月份|本(?:学[期年]|季度|年度?|月|周))+(?:份|度|底|末|初)?"
    r"|(?:[一二两三四五六七八九十]|\d{1,2})年(?:来|间|内|中)?"
)
# 1—9月: what stands before 月 where the dictionary parts it
_NUMBERS_ONLY: Final = re.compile(r"(?:第|前)?\d{1,4}(?:(?:-{1,2}|[—~～至到])+\d{1,4})?")
# 棉纱产量前三年, 农业总产值一九八一年: when it was so stands after what it is
_TIMES_AT_END: Final = re.compile(
    r"(?:(?:19|20)\d\d年|[一二][八九〇零○][〇零○一二三四五六七八九]{2}年|今年|去年|[上下]半年|第?[一二三四]季度"
    r"|(?:[前近这]?(?<![百十])[一二两三四五六七八九十]|[前近]\d)年(?:来|间)?)$"
)
# 每千名老人, 每百户, 每10万人: of how many people or households a rate is
EACH_OF_MANY: Final = re.compile(r"每(?P<many>\d*[十百千万]{1,3})(?P<of>[名位个人户])")
# 一九五○年, which the dictionary parts
_YEAR: Final = re.compile(
    r"[一二][八九〇零○][〇零○一二三四五六七八九]{2}(?:年[底末]?|(?=[比和与至到、]|两年))"
)
_YEAR_CHARACTERS: Final = frozenset("一二三四五六七八九〇零○年")
_TIME_ENDS: Final = frozenset("年半来间度")
# 本会主管的: the organisation that reports is no part of what is counted
_ORGANS: Final = frozenset("市县区省会局校院厂部所")
# 五年间对外贸易, 两年中农业合作社
_DURING: Final = re.compile(r"[内间]|中(?![国央等小级])")
# 和平水库, 和美乡村: no conjunction
_HARMONY: Final = re.compile("和[平谐美睦田县顺静硕政林]")
_TIMES: Final = re.compile(
    r"(?:(?:\d{2,4}年(?:度|末|底)?|今年|去年)?(?:的)?(?:\d{1,2}(?:至|-{1,2}|—)?)?(?:\d{1,2}月(?:份|底|末)?(?:\d{1,2}日)?|第?[一二三四]季度末?"
    r"|前[二三]季度|[上下]半年)|[一二][八九〇零○][〇零○一二三四五六七八九]{2}年(?:度|末|底)?|\d{2,4}年(?:度|末|底)?|今年(?:以来)?|去年|全年|年内|年初以来|目前|截[至止]目前)(?:的|,)?"
)


def trim_phrase(text: str, span: Span) -> Span | None:
    """The phrase without 我市, 全年, 的 and spaces at its edges; None where it names but a time.

    Example:
        >>> trim_phrase("全年棉纱产量前三年", (0, 9))
        (2, 6)
    """
    start, end = span
    if text[start] in _ORGANS and text[start - 1 : start] in ("我", "本", "该"):
        start += 1
    while start < end and (
        (text[start] in " 的、了及和或－·\t" and not _HARMONY.match(text, start)) or text[start] in CLOSING
    ):
        start += 1
    if text[start : start + 1] == "含" and text[start - 1 : start] == "(":
        start += 1
    if text[start - 1 : start] in ("年", "月", "日") and _DURING.match(text, start, end):
        start += 1
    for pattern in (_LIST_MARK, _TIMES, _MODALS, _PLACES, _TIMES, _LIST_MARK):
        if (match := pattern.match(text, start, end)) is not None and match.end() < end - 1:
            start = match.end()
    # most phrases end in none of these characters
    if text[end - 1 : end] in _TIME_ENDS and (times := _TIMES_AT_END.search(text, start, end)) is not None:
        end = times.start() if times.start() > start + 1 else end
    # 违法行为: no 为 that says how many there are
    while (
        end > start
        and (text[end - 1] in " 的、\t约共达为之" or (text[end - 1] == "可" and end - start > 2))
        and not text.endswith("行为", start, end)
    ):
        end -= 1
    if _TIME_ONLY.fullmatch(text, start, end):
        return None
    if text[end : end + 1] in ("年", "月", "日") and _NUMBERS_ONLY.fullmatch(text, start, end):
        return None
    # 每万人口专利拥有量, which the dictionary may part after 每
    if text[start - 1 : start] == "每" and EACH_OF_MANY.match(text, start - 1, end) is not None:
        start -= 1
    return (start, end) if end > start else None


def is_in_year(text: str, start: int) -> bool:
    """Whether the word at an offset is part of a year in Chinese numerals.

    Example:
        >>> is_in_year("到一九六○年底", 4), is_in_year("一九班", 0)
        (True, False)
    """
    if text[start] not in _YEAR_CHARACTERS:
        return False
    years = _YEAR.finditer(text, max(0, start - 4), start + 6)
    return any(year.start() <= start < year.end() for year in years)
