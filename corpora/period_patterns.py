"""Patterns of period expressions (时间表达式) in Chinese reports; `periods.py` says what each means."""

from __future__ import annotations

import re
from functools import cache

_YEAR = (
    r"(?:(?<!\d)(?:1[89]|20)\d\d(?= ?年| ?[-—–~―至到]{1,2} ?(?:1[89]|20)\d\d ?年)"
    r"|[一二][八九〇零○][〇零○一二三四五六七八九]{2}(?=年)"
    # years of the Republic (民國): 100年度 is 2011
    r"|(?:民国|中华民国) ?\d{1,3}(?=年)"
    r"|(?<![\d.])1[0-2]\d(?=年(?:度|至?\d{1,2}(?:月| ?[-—–~至到] ?\d{1,2}月)|[上下]半年|底|初|施政))"
    r"|(?<![\d.])(?:[89]\d|1[0-2]\d)(?= ?年? ?[-—–~至到] ?1[0-2]\d ?年)|(?<=[-—–~至到])1[0-2]\d(?=年)"
    # a year of two digits is one of two calendars: the month is known, the year is not
    r"|(?<![\d.])[5-9]\d(?=年\d{1,2}月)"
    r") ?年?(?:度)?"
)
_OTHER_YEAR = "今年|去年|前年|明年|本年度?|当年|上年度?|来年|同年"
NEXT_YEARS = ("次年", "翌年", "第二年")
# the year in which a range of months ends: 10月至次年3月, 2015年10月至今年3月
_LATER_YEAR = rf"{'|'.join(NEXT_YEARS)}|{_OTHER_YEAR}"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# 8月5号, but no 5号楼
_DAY_TOO = r"号(?![线楼令文院店井机馆门厅矿])"
TO = r" ?(?:[-—–~―]{1,2}|至|到) ?"
# 前三季度, but no 提前三季度
_FIRST = r"(?<![提此之以目日天空])前"
_SUB = (
    rf"上半年|下半年|(?:第)?[一二三四1-4](?:{TO}[二三四2-4])?季度|{_FIRST}[二三两23]个?季度|全年|年初|年底|年末"
    rf"|{_FIRST}(?:{MONTH}|两)(?:个月|月(?![份底初末上中下]| ?\d))"
    rf"|(?<!\d){MONTH}月(?:份)? ?{_DAY}(?:日|{_DAY_TOO})"
    rf"(?:{TO}(?:{MONTH}月(?:份)? ?)?{_DAY}日)?"
    rf"|(?<!\d){MONTH}月{_DAY}{TO}{_DAY}日"
    rf"|(?<![\d.]){MONTH}(?:月份?)?{TO}{MONTH}月份?"
    rf"|(?<![\d.])(?<!第){MONTH}月(?:份)?(?:底|初|末|中旬|上旬|下旬)?"
)
_AS_OF = r"截[至止]到?(?:了)?"
_PLAN = (
    r"[“\"‘']?(?P<plan>十[一二三四五六]?|[一二三四五六七八九])五[”\"’']?(?:规划|计划|时期)?"
    r"(?:期间|以来|时期|末|初|开局)"
)
_QUOTED_PLAN = r"[“\"‘'](?P<quoted>十[一二三四五六]?|[一二三四五六七八九])五[”\"’'](?:期间|以来|时期|末)?"
_SPAN = (
    r"(?:近|过去|最近|这|前)?(?P<n>(?<!\d)\d{1,2}|[一二两三四五六七八九十]{1,2})(?P<many>多|几)?年(?:来|间)"
)
_RECENT = r"近(?P<last>\d{1,2}|[一二两三四五六七八九十]{1,2})年(?!级)"
_NOW = r"截[至止]到?(?:目前|现在|今)|目前|当前|至今|迄今|现阶段|如今"

# the characters that an expression may start with, and one that soon follows in all but dates in digits, 目前
# and the like: most of a text is passed over by this one test
START = (
    r"(?=[\d一二三四五六七八九十○〇零两近过最这前第上下今去本当同来全年明民中截目现至迄如“\"‘']"
    r"(?:[^年月季五。,;\n]{0,20}[年月季五]|(?<=[截至目现当迄如])[至止前今阶]|(?<=年)[初底末]|(?<=\d)\d*[-./]\d))"
)
PATTERN = re.compile(
    START + rf"(?:(?P<as_of>{_AS_OF} ?)?(?:"
    r"(?P<iso>(?<!\d)(?:19|20)\d\d(?P<mark>[-./])(?:1[0-2]|0?[1-9])(?P=mark)(?:3[01]|[12]\d|0?[1-9])(?!\d))"
    # 10月至次年3月, 2009年11月至2010年3月
    rf"|(?P<across>(?P<from>{_YEAR} ?|{_OTHER_YEAR})?(?<!\d)(?P<from_month>{MONTH})月份?{TO}"
    rf"(?P<to>{_LATER_YEAR}|(?(from){_YEAR} ?|(?!)))(?P<to_month>{MONTH})月份?)"
    rf"|(?P<years>{_YEAR}{TO}{_YEAR})"
    rf"|(?P<year>{_YEAR}) ?(?:(?P<up_to>[至到])(?=\d{{1,2}}月))?(?P<sub>{_SUB})?"
    rf"|(?P<relative>{_OTHER_YEAR}|今明两年)(?P<rsub>{_SUB})?"
    rf"|(?P<only>{_SUB})"
    rf")(?P<tail>以来|起|期间|同期|底前|前|之前|以后|后)?"
    rf"|{_PLAN}|{_QUOTED_PLAN}|{_SPAN}|{_RECENT}"
    rf"|(?P<now>{_NOW}))"
)

# 100年 alone, in a text that dates by the years of the Republic
_YEAR_ALONE = r"|(?<![\d.第满达近约逾超])(?:9\d|1[0-2]\d)(?=年(?![来间以一代前后历资]|之久|(?:的)?时间))"


@cache
def compile_republic() -> re.Pattern[str]:
    """`PATTERN` where 100年 alone is a year, too."""
    rest = ") ?年?(?:度)?"
    return re.compile(PATTERN.pattern.replace(_YEAR, _YEAR.replace(rest, _YEAR_ALONE + rest)))
