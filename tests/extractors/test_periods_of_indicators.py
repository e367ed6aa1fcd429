"""The period that a value covers: the expression that governs it, then the heading, then the report."""

from __future__ import annotations

import pytest

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.indicators import Indicator
from extractors.pipeline import extract

HALF = "2016-01/2016-06"


def find(text: str, *, period: str | None, doc_type: str | None = None) -> list[Indicator]:
    document = Document("云岭街道.txt", 0, TracedText.whole(text), Metadata(period=period, doc_type=doc_type))
    return list(extract(document).indicators)


def find_periods_of(text: str, period: str | None = HALF, doc_type: str | None = None) -> list[str | None]:
    return [one.period for one in find(text, period=period, doc_type=doc_type)]


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        # no time of its own: the report's
        ("新建公园3处。", [HALF]),
        ("今年以来办结提案31件。", [HALF]),
        ("上半年新增就业800人。", [HALF]),
        # what there is now is not of the year in which it began
        ("2006年建园,现有大棚9座。", ["2016-06-30"]),
        ("2006年新建大棚9座。", ["2006"]),
        # how long a stretch was says no other stretch
        ("从2009年到2012年的四年间，产值增长3成。", ["2009/2012"]),
        # an expression in its clause
        ("一季度接待游客5万人次。", ["2016-01/2016-03"]),
        ("1至5月份税收1.2亿元。", ["2016-01/2016-05"]),
        ("1--5月税收1.2亿元。", ["2016-01/2016-05"]),
        ("截至6月24日,完成投资2亿元。", ["2016-06-24"]),
        ("5月底,存款余额达30亿元。", ["2016-05-31"]),
        ("3月5日至4月10日排查隐患60处。", ["2016-03-05/2016-04-10"]),
        ("2009年1月至11月接警300起。", ["2009-01/2009-11"]),
        ("从2009年到2012年,共损失产值9亿元。", ["2009/2012"]),
        ("去年收入2亿元,今年收入3亿元。", ["2015", "2016"]),
        ("2015年全年完成投资5亿元,今年上半年完成3亿元。", ["2015", HALF]),
        ("明年安排资金600万元。", ["2017"]),
        ("当年新发展党员20名。", ["2016"]),
        # stretches of years
        ("近三年累计投入9亿元。", ["2013/2016"]),
        ("“十二五”期间新增学位3000个。", ["2011/2015"]),
        ("自2013年以来,累计植树4万株。", ["2013/2016"]),
        # a state now is at the end of the report's period
        ("目前共有在册党员1280名。", ["2016-06-30"]),
        # a plan's deadline
        ("年底前建成步道5公里。", ["2016-12"]),
        ("预计全年完成投资8亿元。", ["2016"]),
        # what another value is compared with has no period of its own
        ("满意度由91%提高到95%。", [None, HALF]),
        ("税收1.2亿元,比上年同期增长8%。", [HALF, HALF]),
        # but for the one that its words name
        ("产值12亿元,比2014年的8亿元增长50%。", [HALF, "2014", HALF]),
        # 一年来 is the report's own period, 本年 and 当年 the year last named
        ("一年来,新增路灯60盏。", [HALF]),
        ("2014年该项支出占本年支出的2.5%,债款支出占本年支出的1.5%。", ["2014", "2014"]),
        ("2014年开工8个项目,当年完工6个。", ["2014", "2014"]),
        # a deadline stays in its sentence
        ("到2035年人口达到30万人。新增路灯60盏。", ["2035", HALF]),
        # the period of a thing, not of the number
        ("2018年制定的办法修订12条。", [HALF]),
        ("上世纪90年代建成的小区18个全部改造。", [HALF]),
    ],
)
def test_period(sentence: str, periods: list[str | None]) -> None:
    assert find_periods_of(sentence) == periods


@pytest.mark.parametrize(
    ("sentence", "period", "expected"),
    [
        ("完成投资5亿元。", None, None),
        ("上半年完成投资5亿元。", None, "XXXX-01/XXXX-06"),
        ("去年完成投资5亿元。", None, "XXXX"),
        ("1-11月完成投资5亿元。", "XXXX-01/XXXX-11", "XXXX-01/XXXX-11"),
        ("101年1至8月外销金额3亿元。", "2012", "2012-01/2012-08"),
    ],
)
def test_a_year_that_nothing_states_stays_unknown(
    sentence: str, period: str | None, expected: str | None
) -> None:
    assert find_periods_of(sentence, period) == [expected]


def test_a_part_of_a_year_is_of_the_year_that_the_paragraph_names() -> None:
    text = "2014年有养牛户505户。年末存栏1996头。"
    assert find_periods_of(text, None) == ["2014", "2014-12"]
    assert find_periods_of(text.replace("2014年", ""), None) == [None, "XXXX-12"]


def test_a_heading_tells_the_period_of_what_stands_under_it() -> None:
    text = "一、2015年工作回顾\n完成投资5亿元。\n二、2016年工作安排\n完成投资6亿元。\n"
    assert find_periods_of(text, "2015") == ["2015", "2016"]


def test_a_part_of_a_year_under_the_heading_of_a_plan_is_of_its_year() -> None:
    past = "一、2015年工作回顾\n全年修路5公里。\n"
    text = past + "二、2016年工作安排\n全年修路6公里,6月底前建桥2座。\n今年已修路1公里。\n"
    assert find_periods_of(text, "2015") == ["2015", "2016", "2016-06-30", "2015"]


def test_an_expression_reaches_over_its_sentence_and_paragraph() -> None:
    text = "2014年,我镇修建道路3公里,新增路灯60盏。另修水渠2公里。\n改造厕所5座。\n"
    assert find_periods_of(text, "2015") == ["2014", "2014", "2014", "2015"]


def test_a_year_named_before_this_year_is_past() -> None:
    text = "2014年修路3公里。今年又修路5公里。另修水渠2公里。\n"
    assert find_periods_of(text, HALF) == ["2014", "2016", HALF]


def test_the_end_of_a_year_is_of_its_clause_alone() -> None:
    text = "2014年出栏生猪800头,年末存栏300头;养牛户50户。"
    assert find_periods_of(text, None) == ["2014", "2014-12", "2014"]


def read_report(text: str, *, source: str, title: str | None, period: str | None) -> list[str | None]:
    document = Document(source, 0, TracedText.whole(text), Metadata(period=period, title=title))
    return [one.period for one in extract(document).indicators]


@pytest.mark.parametrize(
    ("source", "title", "period", "expected"),
    [
        # a government reports at the start of a year on the year before
        ("a.txt", "2020年云岭市政府工作报告", "2020", ["2019", "2015/2019", "2020"]),
        ("a.txt", "云岭市2020年工作总结", "2020", ["2020", "2015/2020", "2020"]),
        # the name of the file says the year that the text does not
        ("2020年云岭市政府工作报告.txt", None, None, ["2019", "2015/2019", "2020"]),
        ("云岭市工作总结2020年.txt", None, "XXXX", ["2020", "2015/2020", "2020"]),
        ("云岭市2019年总结2020年计划.txt", None, "XXXX", ["XXXX", "XXXX", "XXXX"]),
    ],
)
def test_titles_and_names_of_files_tell_the_year(
    source: str, title: str | None, period: str | None, expected: list[str | None]
) -> None:
    text = "过去一年,修路3公里。\n五年来累计修路9公里。\n今年计划修路5公里。\n"
    assert read_report(text, source=source, title=title, period=period) == expected


def test_the_words_of_a_governments_report_start_from_the_year_that_it_is_given_in() -> None:
    text = (
        "全年修路3公里,年末存车8辆。\n过去一年,修桥4座。\n今年计划修路5公里,去年修了3公里。\n"
        "二、2020年工作安排\n新建水渠6公里。\n"
    )
    expected = ["2019", "2019-12", "2019", "2020", "2019", "2020"]
    for period in ("2020", "2019", "XXXX-01/XXXX-03"):
        found = read_report(text, source="云岭市2020年政府工作报告.txt", title=None, period=period)
        assert found == expected, period
    # a report of November tells of its own year
    found = read_report(text, source="云岭市2020年政府工作报告.txt", title=None, period="2020-01/2020-11")
    assert found == ["2020", "2020-12", "2020-01/2020-11", "2020", "2019", "2020"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        # 2014年 opens its clause: it speaks of all of it, 的 or no 的
        ("2014年县财政用于教育的支出3亿元。", ["2014"]),
        ("2014年的粮食产量比2013年增加5万吨。", ["2014"]),
        ("2014年制定的办法,已用于12个镇。", [HALF]),
        # a year inside a clause speaks of its own sentence alone, as a month does
        ("水厂由2014年的扩建工程改造。日供水3万吨。", [HALF]),
        ("镇北水厂扩建工程2014年8月完工。日供水3万吨。", [HALF]),
        ("2014年8月,水厂完工。日供水3万吨。", ["2014-08"]),
        ("年初部署迅速。新建泵站3座。", [HALF]),
        # a heading in a paragraph begins anew; 一是, 二是 go on
        ("(一)抓好供水。2014年,新建泵站3座。(二)抓好排水。新建闸门2座。", ["2014", HALF]),
        ("近三年,水利提速。一是抓好供水。新建泵站3座。二是抓好排水。新建闸门2座。", ["2013/2016"] * 2),
    ],
)
def test_how_far_an_expression_reaches(text: str, periods: list[str]) -> None:
    assert find_periods_of(text) == periods


def test_years_of_the_republic_stand_alone_in_a_text_that_dates_by_them() -> None:
    text = "100年度编列经费8亿元。\n100年查获30案,较98年增加9案。\n101年3月完成12处。\n"
    assert find_periods_of(text, "2012") == ["2011", "2011", "2011", "2012-03"]


def test_a_plan_covers_its_own_period() -> None:
    assert find_periods_of("新增绿地5公顷。", "2020", "plan") == ["2020"]


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("一季度接待游客5万人次。", "2016-01-01", "2016-03-31"),
        ("2月接待游客5万人次。", "2016-02-01", "2016-02-29"),
        ("2015年接待游客5万人次。", "2015-01-01", "2015-12-31"),
        ("截至6月24日,接待游客5万人次。", "2016-06-24", "2016-06-24"),
    ],
)
def test_first_and_last_day(sentence: str, first: str, last: str) -> None:
    [one] = find(sentence, period=HALF)
    assert (one.period_start, one.period_end) == (first, last)


def test_an_unknown_year_has_no_days() -> None:
    [one] = find("上半年完成投资5亿元。", period=None)
    assert (one.period_start, one.period_end) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("2月份召开会议2次。", ["2016-02"]),
        ("下半年计划新增泊位200个。", ["2016-07/2016-12"]),
        ("学校由2010年的12所增加到2015年的19所。", ["2010", "2015"]),
        ("前5个月进出口总值8亿元。", ["2016-01/2016-05"]),
        ("6月下旬接待群众40批次。", ["2016-06-21/2016-06-30"]),
        ("2015年 11月接待群众40批次。", ["2015-11"]),
    ],
)
def test_expressions_that_were_once_passed_over(sentence: str, periods: list[str | None]) -> None:
    assert find_periods_of(sentence) == periods


def test_a_heading_that_names_two_stretches_leaves_it_to_the_paragraphs() -> None:
    text = (
        "一、“十三五”时期和2020年工作回顾\n五年来，我们修渠300公里。\n新建泵站40座。\n"
        "刚刚过去的2020年，全县种树5万株。\n修路60公里。\n二、2021年工作安排\n修桥7座。\n五年来修桥90座。\n"
    )
    document = Document("2021年政府工作报告.txt", 0, TracedText.whole(text), Metadata(period="2021"))
    found = {one.quantity: (one.period, one.status) for one in extract(document).indicators}
    assert found == {
        "300公里": ("2016/2020", "actual"),
        "40座": ("2016/2020", "actual"),
        "5万株": ("2020", "actual"),
        "60公里": ("2020", "actual"),
        "7座": ("2021", "planned"),
        # what is past is no plan, wherever it stands
        "90座": ("2016/2020", "actual"),
    }


def test_what_speaks_of_one_clause_does_not_govern_the_paragraph() -> None:
    text = (
        "一、2020年工作回顾\n水质30年来首次达标。新建泵站40座。\n"
        "制定2020年、2021年、“十四五”期间项目清单。修路60公里。\n规划提出，到2035年产值翻两番。\n"
    )
    document = Document("2021年政府工作报告.txt", 0, TracedText.whole(text), Metadata(period="2021"))
    found = {one.quantity: (one.period, one.status) for one in extract(document).indicators}
    assert found == {"40座": ("2020", "actual"), "60公里": ("2020", "actual"), "两番": ("2035", "planned")}


def test_the_year_before_is_before_the_year_that_the_sentence_tells() -> None:
    assert find_periods_of("2013年信访量由上年的46件减少到31件。", "2016") == ["2012", "2013"]
    assert find_periods_of("信访量由上年的46件减少到31件。", "2016") == ["2015", "2016"]
