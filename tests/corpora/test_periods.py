"""Period expressions and what they mean in a report, as EDTF; years that nothing states stay unknown."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.edtf import bound_period, end_of_period, find_year, shift_period
from corpora.period_patterns import PATTERN, START
from corpora.periods import counts_from_republic, find_periods, resolve_period

HALF = "2016-01/2016-06"
EDTF = re.compile(r"(?:\d{4}|XXXX)(?:-\d{2}(?:-\d{2})?)?(?:/(?:\d{4}|XXXX)(?:-\d{2}(?:-\d{2})?)?)?")
YEARS = st.integers(1949, 2049)


def read(text: str, *, report: str | None = HALF, year: int | None = None) -> str | None:
    [expression] = find_periods(text)
    return resolve_period(expression, report_period=report, year=year)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        # years
        ("2015年", "2015"),
        ("2015年度", "2015"),
        ("二〇一五年", "2015"),
        ("二○一五年", "2015"),
        ("1958年", "1958"),
        ("2013年至2015年", "2013/2015"),
        ("2013—2015年", "2013/2015"),
        # years of the Republic
        ("民国103年", "2014"),
        ("103年度", "2014"),
        # halves, quarters, months
        ("2015年上半年", "2015-01/2015-06"),
        ("下半年", "2016-07/2016-12"),
        ("一季度", "2016-01/2016-03"),
        ("第三季度", "2016-07/2016-09"),
        ("前三季度", "2016-01/2016-09"),
        ("2009年11月", "2009-11"),
        ("2009年 11月", "2009-11"),
        ("11月份", "2016-11"),
        ("十一月", "2016-11"),
        ("1至9月份", "2016-01/2016-09"),
        ("1--11月", "2016-01/2016-11"),
        ("1-5月", "2016-01/2016-05"),
        ("前5月", "2016-01/2016-05"),
        ("2014年前两月", "2014-01/2014-02"),
        ("2008年7—9月", "2008-07/2008-09"),
        ("2009年1月至11月", "2009-01/2009-11"),
        ("2009年11月至2010年3月", "2009-11/2010-03"),
        # days
        ("6月24日", "2016-06-24"),
        ("2015年6月24日", "2015-06-24"),
        ("2015-06-24", "2015-06-24"),
        ("2015.6.24", "2015-06-24"),
        ("3月5日至4月10日", "2016-03-05/2016-04-10"),
        ("7月20日至23日", "2016-07-20/2016-07-23"),
        ("截至6月24日", "2016-06-24"),
        ("截止6月底", "2016-06-30"),
        ("2月底", "2016-02-29"),
        # relative to the report, never to today
        ("今年", "2016"),
        ("去年", "2015"),
        ("明年", "2017"),
        ("当年", "2016"),
        ("去年同期", "2015-01/2015-06"),
        ("上年同期", "2015-01/2015-06"),
        ("今年以来", HALF),
        ("今年上半年", HALF),
        ("去年四季度", "2015-10/2015-12"),
        ("目前", "2016-06-30"),
        ("截至目前", "2016-06-30"),
        ("年底", "2016-12"),
        ("全年", "2016"),
        # stretches of years
        ("近三年", "2013/2016"),
        ("近5年来", "2011/2016"),
        ("2013年以来", "2013/2016"),
        ("“十三五”期间", "2016/2020"),
        ("“十二五”时期", "2011/2015"),
        ("“一五”期间", "1953/1957"),
    ],
)
def test_an_expression_means_a_period_of_the_report(text: str, period: str) -> None:
    assert read(text) == period


@pytest.mark.parametrize(
    ("text", "report", "period"),
    [
        ("上半年", None, "XXXX-01/XXXX-06"),
        ("6月24日", None, "XXXX-06-24"),
        ("去年", None, "XXXX"),
        ("去年同期", None, None),
        ("目前", None, None),
        ("近三年", None, None),
        ("2015年", None, "2015"),
        ("上半年", "XXXX-01/XXXX-06", "XXXX-01/XXXX-06"),
        ("去年同期", "XXXX-01/XXXX-06", "XXXX-01/XXXX-06"),
        ("目前", "XXXX-01/XXXX-06", "XXXX-06-30"),
        ("2月底", "XXXX", "XXXX-02-28"),
    ],
)
def test_a_year_is_never_guessed(text: str, report: str | None, period: str | None) -> None:
    assert read(text, report=report) == period


def test_the_year_that_the_text_speaks_of_goes_before_the_report() -> None:
    assert read("1至5月", year=2012) == "2012-01/2012-05"


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("2016年上半年完成2项,截至6月24日又完成1项", ["2016年上半年", "截至6月24日"]),
        ("今年1至9月接警300起,去年同期为280起", ["今年1至9月", "去年同期"]),
        ("2009年1月至11月和2010年3月", ["2009年1月至11月", "2010年3月"]),
        ("近三年新增3处,“十三五”期间新增9处", ["近三年", "“十三五”期间"]),
        ("新建公园3处,面积1919平方米", []),
        ("补植1700余株,安装2042台", []),
        ("三年级学生120名", []),
        ("管网提前3个月完工,前3个月完成投资2亿元", ["前3个月"]),
    ],
)
def test_expressions_are_found_in_order(text: str, expressions: list[str]) -> None:
    found = find_periods(text)
    assert [one.text for one in found] == expressions
    assert all(text[one.start : one.end] == one.text for one in found)


@given(
    st.text(
        "0123456789一二三四五十〇零年月日季度上下半全第前近至到-—~截止以来底初末期间同今去明本“”.民国 ",
        max_size=30,
    ),
    st.sampled_from((None, "2016", HALF, "XXXX-01/XXXX-06", "2012/2016")),
)
def test_any_text_gives_periods_that_hold_together(text: str, report: str | None) -> None:
    found = find_periods(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for one in found:
        period = resolve_period(one, report_period=report)
        assert period is None or EDTF.fullmatch(period)


@given(YEARS, st.integers(1, 12), st.integers(1, 12))
def test_months_come_back(year: int, one: int, other: int) -> None:
    first, last = min(one, other), max(one, other)
    period = read(f"{year}年{first}月至{last}月")
    assert period == f"{year}-{first:02d}" + (f"/{year}-{last:02d}" if last > first else "")


@given(st.dates(date(1949, 1, 1), date(2049, 12, 31)))
def test_a_day_comes_back(day: date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日"
    assert read(text) == day.isoformat()
    assert bound_period(read(text)) == (day, day)


@given(YEARS, st.sampled_from(("上半年", "下半年", "一季度", "四季度", "", "11月")), st.integers(-5, 5))
def test_shifting_moves_both_ends_by_years(year: int, part: str, years: int) -> None:
    period = read(f"{year}年{part}")
    shifted = shift_period(period, years)
    assert find_year(shifted) == year + years
    assert shift_period(shifted, -years) == period
    first, last = bound_period(period)
    assert first is not None and last is not None
    assert first <= last
    assert (end_of_period(period) or "").startswith(f"{year}")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("10月至次年3月", "2016-10/2017-03"),
        ("十一月至翌年二月", "2016-11/2017-02"),
        ("2015年10月至今年3月", "2015-10/2016-03"),
        ("去年12月到今年2月份", "2015-12/2016-02"),
        ("11月至2月", "2016-11/2017-02"),
        ("2014年12月25日至1月10日", "2014-12-25/2015-01-10"),
        ("2013年9月-次年6月", "2013-09/2014-06"),
        # the year of its report is its end, too, where it names both
        ("去年9月至明年6月", "2015-09/2017-06"),
        ("去年11月份至2016年3月", "2015-11/2016-03"),
    ],
)
def test_a_range_into_another_year(text: str, period: str) -> None:
    assert [resolve_period(one, report_period=HALF) for one in find_periods(text)] == [period]


def test_a_range_into_another_year_of_a_report_without_one() -> None:
    for text in ("10月至次年3月", "2015年10月至今年3月"):
        (one,) = find_periods(text)
        assert resolve_period(one, report_period=None) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("103年1至8月", "2014-01/2014-08"),
        ("103年至9月底", "2014-01/2014-09"),
        ("99至102年", "2010/2013"),
        ("100至102年", "2011/2013"),
        ("2014年至9月", "2014-01/2014-09"),
        ("8月5号", "2016-08-05"),
    ],
)
def test_an_expression_that_was_once_passed_over(text: str, period: str) -> None:
    assert [resolve_period(one, report_period=HALF) for one in find_periods(text)] == [period]


def test_a_text_that_dates_by_the_republic_means_a_year_by_its_number_alone() -> None:
    text = "100年度编列8亿元,101年3月完成。100年查获30案,较98年增加9案;建港100年来,逾100年的古树9棵。"
    assert counts_from_republic(text)
    years = [one.year for one in find_periods(text, republic=True)]
    assert years == [2011, 2012, 2011, 2009]
    assert [one.year for one in find_periods(text)] == [2011, 2012]
    assert not counts_from_republic("建校100年,100年一遇的洪水,投资100万元。")


@pytest.mark.parametrize("text", ["8月5号楼", "第99至102号", "98至101分"])
def test_numbers_that_are_no_days_and_no_years(text: str) -> None:
    assert not [one for one in find_periods(text) if one.year or (one.first and one.first[1])]


PIECES = (
    "2009 2010 十三 五 “十三五” 年 月 日 季度 1 12 一 二 至 "
    "- — ～ 到 截至 截止 目前 今年 去年 上半年 年初 年底 末 期间 "
    "以来 近 三 当前 至今 迄今 现阶段 如今 同期 全年 号 第 上世纪 80 "
    "年代 民国 98 、 , 。 两 九七 二〇〇八 来 间 本 这 最近 "
    "过去 . / 度 中旬 多 几 "
).split()


@given(st.lists(st.sampled_from([*PIECES, " "]), min_size=1, max_size=7).map("".join))
def test_the_test_that_passes_most_of_a_text_over_passes_over_no_period(text: str) -> None:
    every = re.compile(PATTERN.pattern.removeprefix(START))
    assert [m.span() for m in PATTERN.finditer(text)] == [m.span() for m in every.finditer(text)]
