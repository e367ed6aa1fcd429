import pytest

from corpora.lines import find_lines
from corpora.splitting import read_declared_count, split_report

CANALS = [
    "今年以来,我局紧扣节水主题,扎实推进渠道建设,现将有关情况汇报如下:",
    "一、渠道建设情况",
    "新修渠道12公里,清淤8处,我局组织巡渠210次,渠系水利用系数达到0.6。",
    "二、存在问题",
    "部分支渠渗漏严重,我局管护力量不足。",
]
FIRES = [
    "近年来,我街道把消防工作摆在突出位置,狠抓隐患排查,现汇报如下:",
    "一、隐患排查",
    "检查商铺360家、仓库28座,整改火灾隐患142处,我街道组织演练6次。",
    "二、宣传培训",
    "张贴海报800张,培训楼栋长95人,我街道居民知晓率明显上升。",
]


def split(lines, **options):
    """First line and title of each report."""
    found = find_lines("\n".join(lines))
    return [
        (found[part.start].text, found[part.title].text if part.title is not None else None)
        for part in split_report(found, **options)
    ]


def test_one_report_is_one_part():
    assert split(CANALS) == [(CANALS[0], None)]


def test_numbering_that_starts_again_begins_another_report_with_its_lead():
    assert split(CANALS + FIRES, declared=2) == [(CANALS[0], None), (FIRES[0], None)]


def test_numbering_may_start_again_below_a_heading_of_the_same_report():
    plan = ["下半年工作打算", "一、完善渠系", "再修渠道5公里。", "二、强化管护", "组建管护队2支。"]
    assert split(CANALS + plan) == [(CANALS[0], None)]


def test_parts_with_chapters_count_each_from_one():
    chapters = [
        "第一部分 工作回顾",
        *CANALS[1:],
        "第二部分 工作安排",
        "一、再修渠道",
        "5公里。",
        "二、管护",
        "2支。",
    ]
    assert len(split(chapters)) == 1


def test_markers_head_the_reports():
    page = ["篇一:渠道建设工作汇报", *CANALS, "篇二:消防工作汇报", *FIRES]
    assert split(page) == [(CANALS[0], page[0]), (FIRES[0], "篇二:消防工作汇报")]


def test_a_closing_formula_and_a_salutation_part_two_reports_that_nothing_announces():
    page = [*CANALS, "以上汇报,不妥之处请批评指正。", "各位领导:", *FIRES]
    assert split(page) == [(CANALS[0], None), ("各位领导:", None)]


def test_declared_counts():
    assert read_declared_count("本站为您精选了8篇抗旱工作总结") == 8
    assert read_declared_count("节水工作总结(共十二篇)") == 12
    assert read_declared_count("发表论文若干") is None


LONG = "新修渠道12公里,清淤8处,组建管护队6支,巡渠210次,渠系水利用系数达到0.6,受益农户3600户。" * 4
OTHER = "开设课程18门,家访学生320户,评选学习标兵95人,图书室添书800册,教师轮训26人次,家长满意率上升。" * 4


@pytest.mark.parametrize(
    ("end", "opening", "found"),
    [
        ("青石县水务局\n2016年7月20日", "青石镇中心小学2016年工作总结", True),
        ("青石县水务局\n2016年7月20日", "一、开课情况", True),
        ("青石县水务局\nhttp://qingshi.example", "一、开课情况", True),
        (
            "各管护队要在县委、县政府的领导下再接再厉,管好渠、用好水,为全县粮食再获丰收而努力奋斗!",
            "青石镇中心小学位于青石镇北部。",
            False,
        ),
        (
            "一、清淤\n各管护队要在县委、县政府的领导下再接再厉,管好渠、用好水,为全县粮食再获丰收而共同努力奋斗!",
            "青石镇中心小学位于青石镇北部。",
            True,
        ),
        ("群众普遍满意。", "(2016年7月20日青石县第三届人民代表大会第二次会议通过)", True),
        ("群众普遍满意。", "周校长青禾:主席、各位委员。", True),
        ("群众普遍满意。", "老师们,大家好!", True),
        ("群众普遍满意。", "今年以来,学校狠抓教学。", False),
        ("群众普遍满意。", "下半年工作打算", False),
        ("现将方案印发给你们。\n青石县水务局\n2016年7月20日", "青石县2016年节水工作方案", False),
        ("附件:节水方案\n青石县水务局\n2016年7月20日", "青石县2016年节水工作方案", False),
    ],
)
def test_reports_without_numbers_part_where_one_ends_and_another_opens(end, opening, found):
    page = [LONG, *end.split("\n"), opening, OTHER]
    assert len(split(page)) == 1 + found


def test_a_speaker_may_turn_to_his_hearers_again():
    speech = [
        "各位代表:",
        LONG,
        "同心协力,再创佳绩,为全县粮食再获丰收、让群众满意而努力奋斗!",
        "各位代表!",
        OTHER,
    ]
    assert len(split(speech)) == 1


def test_what_is_announced_where_numbers_start_again_is_another_report():
    page = [
        *CANALS,
        "青石县水务局在2016年取得的主要成绩如下:",
        "一、渠道",
        "修渠3公里。",
        "二、清淤",
        "清淤8处。",
    ]
    assert split(page)[1:] == [("青石县水务局在2016年取得的主要成绩如下:", None)]
    plan = [*CANALS, "下一步工作打算报告如下:", "一、渠道", "修渠3公里。", "二、清淤", "清淤8处。"]
    assert len(split(plan)) == 1
