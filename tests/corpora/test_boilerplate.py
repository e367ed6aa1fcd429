import csv

import pytest

from corpora.boilerplate import NOTICES, find_cuts, load_notices, read_page
from corpora.documents import REMOVED_REASONS
from corpora.lines import find_lines
from corpora.page_data import LABELS, read_fields
from corpora.spam import WORDS, find_spam

REPORT = [
    "今年以来,我局紧扣节水主题,新修渠道12公里,清淤8处,受益群众3200户,各项工作稳步推进。",
    "一、加强渠道管护",
    "组建管护队6支,巡渠210次,查处占渠行为9起,渠系水利用系数明显提高。",
    "青石县水务局",
    "2016年8月26日",
]


def cut(lines):
    """The reasons of the cut lines of a page, by their text."""
    text = "\n".join(lines)
    found = find_lines(text)
    return {found[index].text: reason for index, reason in read_page(text, found).reasons.items()}


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", read_rows(NOTICES), ids=lambda row: row["example"])
def test_every_notice_cuts_its_example(row):
    assert row["reason"] in REMOVED_REASONS
    assert row["zone"] in ("any", "head", "tail", "edge")
    assert row["extent"] in ("line", "rest", "end")
    place = {"head": [row["example"], *REPORT], "any": [*REPORT[:3], row["example"], *REPORT[3:]]}
    assert cut(place.get(row["zone"], [*REPORT, row["example"]])).get(row["example"])


@pytest.mark.parametrize("row", read_rows(LABELS), ids=lambda row: row["label"])
def test_every_label_reads_its_example(row):
    fields = read_fields(row["example"])
    assert fields is not None
    assert fields[0][0] == row["field"]


@pytest.mark.parametrize("row", read_rows(WORDS), ids=lambda row: row["word"])
def test_every_word_of_spam_stands_once(row):
    assert [other["word"] for other in read_rows(WORDS)].count(row["word"]) == 1


def test_a_plain_report_is_left_whole():
    assert cut(["青石县水务局2016年工作总结", *REPORT]) == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("真人娱乐_百家乐开户_注册送彩金_六合彩开奖", "spam"),
        ("发布时间 : 2016-08-26     来源:青石县水务局     字体大小:", "metadata"),
        ("2016-08-26 10:15", "metadata"),
        ("2016-08-26 青石日报 周青禾 林小满", "metadata"),
    ],
)
def test_lines_above_a_report_are_cut(line, reason):
    assert cut(["青石县水务局2016年工作总结", line, *REPORT]) == {line: reason}


def test_steps_of_a_path_are_cut_line_by_line():
    page = ["您的位置:", "首页", ">", "水务动态", "水务动态", "青石县水务局2016年工作总结", *REPORT]
    assert set(cut(page)) == {"您的位置:", "首页", ">", "水务动态"}


def test_a_bar_of_links_and_the_licence_behind_it_are_told_apart():
    bar = "网站首页  |  关于我们  |  联系方式  |  网站地图  |  湘ICP备05000000号"
    text = "\n".join([*REPORT, bar])
    lines = find_lines(text)
    cuts = find_cuts(lines, read_page(text, lines).reasons)
    assert [(text[c.start : c.end], c.reason) for c in cuts] == [
        ("网站首页  |  关于我们  |  联系方式  |  网站地图  |", "navigation"),
        ("湘ICP备05000000号", "footer"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "时间安排:8月上旬完成动员,9月底前完成验收,10月总结。",
        "来源多样的投诉由专人登记,办结率100%,群众满意。",
        "全县免费视频监控一级网络覆盖三级医院6家,高清探头240个。",
        "打印社、下载站等场所被列入检查名单,共检查36家次。",
        "各镇村要在醒目位置公布热线,首页公开办事指南。",
        "| 青石镇 | 12公里 | 8处 |",
    ],
)
def test_lines_of_a_report_are_kept(line):
    assert cut([*REPORT[:3], line, *REPORT[2:]]) == {}


def test_spam_needs_several_words_close_together():
    lines = find_lines("免费发放种子\n视频会议3次\n成人高考报名 一级建造师 三级医院")
    assert list(find_spam(lines)) == []


def test_all_that_follows_related_links_goes_where_the_report_is_long():
    page = [*REPORT[:3] * 4, "相关链接:", "青石县召开节水动员会", "青石县启动春灌"]
    assert set(cut(page)) == {"相关链接:", "青石县召开节水动员会", "青石县启动春灌"}


def test_notices_are_loaded_once():
    assert load_notices() is load_notices()


def test_page_data_above_what_follows_the_report_is_read():
    report = "今年以来,我局新修渠道12公里,清淤8处,组建管护队6支,巡渠210次。" * 6
    text = f"{report}\n责任编辑:\n林小满\n相关链接:\n图解春灌,一看就懂,全县36处渠首开闸放水,秋粮有望丰收。"
    page = read_page(text, find_lines(text))
    assert page.data.editor == "林小满"
    assert set(page.reasons) == {1, 2, 3, 4}


def test_a_licence_is_cut_whole_from_under_a_short_text():
    report = "会议批准了春灌工作报告,号召全县人民节约用水,努力夺取丰收。"
    text = f"{report}\n本作品来自青石县人民代表大会的决议\n公有领域\nfalse"
    assert set(read_page(text, find_lines(text)).reasons) == {1, 2, 3}


def test_who_took_a_picture_is_no_line_of_the_report():
    text = "县长作报告。青石日报记者 林小满 摄\n今年以来,我局新修渠道12公里,清淤8处,组建管护队6支,巡渠210次。"
    assert read_page(text, find_lines(text)).reasons == {0: "metadata"}


def test_a_report_may_speak_of_copyright():
    text = "今年以来,我馆妥善解决馆藏图书的版权问题,新签作者36位,数字化图书800册,读者普遍满意。"
    assert read_page(text, find_lines(text)).reasons == {}
