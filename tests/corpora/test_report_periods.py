import pytest

from corpora.lines import find_lines
from corpora.report_periods import find_report_period, find_signing_year

BODY = "新修渠道3公里,清淤8处。"


@pytest.mark.parametrize(
    ("title", "text", "period"),
    [
        ("2016年上半年工作总结及下半年工作思路", BODY, "2016-01/2016-06"),
        ("上半年民生工作总结", BODY, "XXXX-01/XXXX-06"),
        ("上半年民生工作总结", BODY + "\n青石县水务局\n2016年7月1日", "2016-01/2016-06"),
        ("2015—2016学年度工作总结", BODY, "2015-09/2016-08"),
        ("在2024年抗旱工作推进会上的发言", BODY, "2024"),
        ("一九八六年工作总结", BODY, "1986"),
        (
            "政府工作报告",
            "——2026年1月27日在岚江省第三届人民代表大会第四次会议上\n省长 周青禾\n" + BODY,
            "2026",
        ),
        (None, "2016年,全县上下团结一心," + BODY, "2016"),
        (None, "我局始建于1958年,在2015年制定的办法基础上," + BODY, None),
        (None, "上半年,我局在2018年制定的办法基础上," + BODY, "XXXX-01/XXXX-06"),
        (None, "一、巡渠\n1至9月份共巡渠210次,其中9月份36次。10月份清淤8处。", "XXXX-01/XXXX-10"),
        (None, "一、工作目标\n8月15日前要完成清淤。", "XXXX"),
        (None, "我们要提高认识。今年2月,市政府下发意见。", "XXXX"),
        (None, "园区有企业9家。大桥2014年6月通车,同年7月5日收费。", None),
        (None, "我局渠道通畅,本(2012)年度8月清淤8处。", "2012"),
        (None, "1至7月清淤8处,较去年多。本(101)年度再清淤。", "2012-01/2012-07"),
        (None, "主席、各位议员女士先生:谨就本局103年度施政成果提出报告。", "2014"),
        (None, "主席、各位委员:谨就本局103年度施政成果提出报告。", "2014"),
        ("中华民国102年度施政计划", BODY, "2013"),
        (None, "主席、各位委员:谨就本署103年施政重点提出报告。", "2014"),
        (None, "我代表政府提出关于一九五八年度计划的报告。\n" + BODY, "1958"),
        (None, "各位代表:\n一、2018年工作回顾\n" + BODY + "今年5月动工。\n二、2019年任务\n" + BODY, "2018"),
        (None, BODY, None),
    ],
)
def test_periods(title, text, period):
    assert find_report_period(find_lines(text), title=title) == period


def test_the_page_date_gives_no_year_but_to_news():
    lines = find_lines("上半年新修渠道3公里。")
    assert find_report_period(lines, title="总结", published="2016-08-26") == "XXXX-01/XXXX-06"
    assert find_report_period(lines, title="治水纪实", doc_type="news", published="2016-08-26") == "2016"


@pytest.mark.parametrize(
    ("published", "period"),
    [
        ("2016-08-26", "2016-01/2016-06"),
        ("2016-05-26", "XXXX-01/XXXX-06"),
        ("2017-01-05", "XXXX-01/XXXX-06"),
        (None, "XXXX-01/XXXX-06"),
    ],
)
def test_a_page_of_the_organisation_gives_the_year_of_a_stretch_just_over(published, period):
    lines = find_lines("上半年新修渠道3公里。")
    assert find_report_period(lines, title="总结", published=published, first_hand=True) == period


def test_a_story_covers_the_days_that_it_tells_of():
    story = find_lines("2008年4月1日,渠水断流。\n2010年1月20日,老周领到了奖状。1997年他刚来。")
    assert find_report_period(story, title=None, doc_type="news") == "2008/2010"


@pytest.mark.parametrize(
    ("last", "year"),
    [
        ("2016年8月26日", 2016),
        ("二〇二四年十二月二十八日", 2024),
        ("(2016.8.26)", 2016),
        ("2016-8-26", 2016),
        ("完", None),
    ],
)
def test_dates_under_a_report(last, year):
    assert find_signing_year(find_lines(f"{BODY}\n青石县水务局\n{last}")) == year
