"""The heads of a table's columns (表头): what sort of number they announce, of what and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpora.traced_text import Span
from extractors.table_grids import PERIOD_HEAD, Grid
from extractors.table_words import ROW_HEADER, Measure, heads_units, split_unit

_GROWTH: Final = re.compile(
    r"(?:增长|增幅|增速|比增|同比|环比|增减|±|比上[年月]|升降)(?!.*[额量数])|上年.{0,4}%"
)
_CHANGE: Final = re.compile(
    r"增减[额量数]|增加[额量数]|增[额量]|净增|[比较][^,]{0,6}增减$|[同环]比[增减][收支产加少]$"
)
_RANK: Final = re.compile(r"(?:位次|排名|名次|排位|位列)$")
_SCORE: Final = re.compile(r"(?:[得评总积]分|分[数值]|成绩)$")
_RATIO: Final = re.compile(r"(?:率|占比|比重|比例|进度|满意度)$")
_MOM: Final = re.compile(r"环比|[比较]上月")
_YOY: Final = re.compile(r"同比|上年|去年|同期|比增|增长|增幅|增速|±")
# heads that say when or how much, not what: the row's label names the subject then
_NO_MEASURE: Final = re.compile(
    r"^(?!.*[与和].*比$).*?(?:[年月季]|累计|本期|合计|总计|数值|指标|完成(?!率$)|实绩|[增比占]|目标|计划|任务|备注|绝对|金额|^(?:总量|结构|构成)|[预决]算|执行|进度|同期|位次|"
    r"排名|名次)"
)
# what a head ends in that names what is measured: 投资, 建设规模, 安置户数
_MEASURED: Final = (
    r"(?!生育|单列)(?!.*(?:人群|人口|单位|对象|任务|完成|实现|执行|调整|分解))"
    r"(?:[\u4e00-\u9fff]{0,6}(?:投资|资金|经费|费用|收入|支出|税收|规模|面积|里程|长度|产[值量])"
    r"|[\u4e00-\u9fff]{2,6}[额量数])"
)
_ANNOUNCES: Final = r"(?:计划|目标|任务|预算|预期|预计|力争)"
# 年度任务, 计划户数, 年度计划投资: the column states what is to be reached
_PLANNED: Final = re.compile(
    rf"(?!.*(?:公共|基金|经营)预算)(?:(?!完成|实现|达到|实际|[占较比为]).)*{_ANNOUNCES}(?:[\u4e00-\u9fff]?[数值量额]|(?:完成|实现)?{_MEASURED})?$"
)
# 完成投资 below 年度任务: the column states what was reached
_REACHED: Final = re.compile(rf"^(?:(?!{_ANNOUNCES}).)*(?:完成|实现|达到|实际|[占较比为])")
# 年度计划 of 年度计划投资, 上半年完成 of 上半年完成投资, 2022年 of 2022年招生数: what is measured follows
_QUALIFIED: Final = re.compile(
    rf"(?:[\d一二三四五六七八九十年月日季上下半本当全度底末至~-]|截至|目前|累计|已)*"
    rf"(?:(?:{_ANNOUNCES}|完成|实现|实际)+|(?<=[年月])(?!末|底|初|.*(?:绝对|总量|总额|数额|数量|[预决]算|实际|同期)))"
    rf"(?P<measure>完成率|{_MEASURED})"
)
_WHEN: Final = re.compile(
    r"(?:(?:1[89]|20)\d\d|去|上)年|\d{1,2}月|季度|半年|[本当]月|累计|年[初末底]|月末|[年全]度|全年|同期"
)
# what a column compares with tells no period of its own: 比上年增长, 完成年度目标%
_COMPARED: Final = re.compile(
    r"以\S+100|[较比](?:(?:1[89]|20)\d\d年|[上去]年|上月|年初|同期)\S*|[同环]比\S*|[本今]年(?=累计)|(?:完成|占)(?:年度|全年)\S*"
)
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d年")
_TITLE_MONTH: Final = re.compile(r"((?:1[89]|20)\d\d)年(?:\d{1,2}[-—至])?(\d{1,2})月")
_SPOKEN_MONTH: Final = re.compile(r"^(?!.*同期).*?(?P<to>1[-—至][本当]月|[本当]月[止末]|累计)|[本当]月")
_SAME_TIME: Final = re.compile(r"(?:[上去]年)?同期(?:[数额])?")
_DATED: Final = re.compile(r"((?:1[89]|20)\d\d)年(.*)")
_BARE_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_BEFORE: Final = re.compile(r"[去上]年|同期")
_YEAR_END: Final = re.compile(r"12月末|年[末底]")
_MONTH_END: Final = re.compile(r"(\d{1,2})月末")
_NAMED: Final = re.compile(r"[\u4e00-\u9fff]{2}|[A-Z]{2}")


@dataclass(slots=True)
class Column:
    """What the heads of a column say.

    Attributes:
        text: the heads from above, with blanks between them.
        name: the lowest one without its unit.
        unit: the unit that one of them names in brackets, with its multiplier.
        kind: ``growth``, ``change``, ``rank``, ``score``, ``ratio`` or ``level``.
        basis: what growth and change are against: ``yoy``, ``mom`` or ``base``; else None.
        planned: the column states what is to be reached.
        measure: the head that names what is measured, None where the rows name it.
        when: what tells the period of the column, "" where nothing does.
    """

    text: str
    name: str
    unit: Measure | None
    kind: str
    basis: str | None
    planned: bool
    measure: Span | None
    when: str


def read_heads(text: str, grid: Grid) -> list[Column]:
    r"""What the heads of each column say; the period of a head holds for the growth to the right of it too.

    Example:
        >>> from extractors.table_grids import find_grids
        >>> text = "指标\t1-5月\t增长(%)\n用电量\t82\t1.9\n"
        >>> [(column.kind, column.when) for column in read_heads(text, next(find_grids(text)))][1:]
        [('level', '1-5月'), ('growth', '1-5月')]
    """
    columns: list[Column] = []
    year = _YEAR.search(grid.title)
    month = _TITLE_MONTH.search(grid.title)
    for heads in grid.heads:
        words = ["".join(text[slice(*head)].split()) for head in heads]  # 本 月
        words = [f"{word}年" if _BARE_YEAR.fullmatch(word) else word for word in words]
        joined = " ".join(words)
        lowest = words[-2:-1] if words and PERIOD_HEAD.fullmatch(words[-1]) else []  # 比重 over 2020年
        name, unit = split_unit((lowest or words)[-1]) if words else ("", None)
        if unit is None and len(words) > 1:
            unit = split_unit(words[0])[1]
        kind = _find_kind(name or joined, unit)
        measure = _find_measure(text, heads, words) if kind in ("level", "ratio", "score") else None
        when = _COMPARED.sub("", joined)
        when = when if _WHEN.search(when) else ""
        if not when and columns and kind != "level":
            # 本期 | 上年同期 | 增减: what grew is the first, not what it is compared with
            when = _find_later(columns)
            if "年初" in joined:
                # 6月末 | 比年初增减额: the change of half a year
                when = _MONTH_END.sub(r"1-\1月", _YEAR_END.sub("全年", when))
        elif (
            columns
            and words
            and _SAME_TIME.fullmatch(words[-1])
            and (dated := _DATED.match(columns[-1].when))
        ):
            when = f"{int(dated[1]) - 1}年{dated[2]}"  # 2023年1-5月 | 上年同期
        elif when and month and (spoken := _SPOKEN_MONTH.search(when)):
            # 本月 and 累计 below 2022年9月
            when = f"{month[1]}年{'1-' if spoken['to'] else ''}{month[2]}月"
        elif when and year and not _YEAR.search(when) and not re.search("[本当]月|累计|同期", when):
            when = year.group() + when
        basis = _find_basis(joined) if kind in ("growth", "change") else None
        if basis == "base" and any(_BEFORE.search(one.text) for one in columns[-3:]):
            basis = "yoy"  # 本期 | 同期 | 增减
        planned = _is_planned(words)
        if columns and joined.startswith("其中"):
            # 预算数 | 其中:财政拨款
            planned = columns[-1].planned
            when = when or columns[-1].when
        columns.append(Column(joined, name, unit, kind, basis, planned, measure, when))
    for column in columns:
        column.when = column.when or (grid.title if _WHEN.search(grid.title) else "")
    return columns


def _find_later(columns: Sequence[Column]) -> str:
    """The period of the column that growth to the right is of: of 2023年1-5月 | 2022年1-5月 the first."""
    periods = [one.when for one in reversed(columns) if _tells(one)][:2]
    dated = [_DATED.match(when) for when in periods]
    if len(periods) > 1 and dated[0] and dated[1] and dated[0][2] == dated[1][2]:
        return max(periods)
    return periods[0] if periods else ""


def _tells(column: Column) -> bool:
    """Whether the period of a column is that of the growth to the right of it."""
    return column.kind in ("level", "ratio") and not _BEFORE.search(column.text)


def _find_kind(name: str, unit: Measure | None) -> str:
    """The sort of number that a head announces; a share is ``growth`` or ``ratio``, an amount ``change``."""
    share = unit is not None and unit[0].norm == "%"
    if _RANK.search(name):
        return "rank"
    if _SCORE.search(name):
        return "score"
    if _CHANGE.search(name):
        return "growth" if share else "change"
    if _GROWTH.search(name):
        return "growth" if share or unit is None else "change"
    return "ratio" if share or (_RATIO.search(name) and unit is None) else "level"


def _is_planned(heads: Sequence[str]) -> bool:
    """Whether the nearest head that says so announces what is to be reached: 年度计划 over 投资."""
    for head in reversed(heads):
        name = split_unit(head)[0]
        if _PLANNED.match(name):
            return True
        if _REACHED.match(name):
            return False
    return False


def _find_measure(text: str, heads: Sequence[Span], words: Sequence[str]) -> Span | None:
    """The lowest head that names what is measured, or that in it which does: 投资 of 年度计划投资."""
    for (start, end), word in zip(reversed(heads), reversed(words), strict=True):
        name = split_unit(word)[0]
        qualified = _QUALIFIED.fullmatch(name)
        if qualified is not None:
            skipped = qualified.start("measure")
            while skipped or text[start].isspace():
                skipped -= not text[start].isspace()
                start += 1
            return start, end
        if _names_measure(name):
            return start, end
    return None


def _names_measure(name: str) -> bool:
    if _NAMED.search(name) is None or heads_units(name) or ROW_HEADER.fullmatch(name):
        return False
    return _NO_MEASURE.search(name) is None


def _find_basis(header: str) -> str:
    return "mom" if _MOM.search(header) else "yoy" if _YOY.search(header) else "base"
