import pytest

from corpora.lines import find_lines
from corpora.page_data import (
    PageData,
    find_divider,
    find_page_data,
    is_abstract,
    read_author,
    read_date,
    read_fields,
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2016-08-26 10:15", "2016-08-26"),
        ("2016/8/6", "2016-08-06"),
        ("2016年8月26日", "2016-08-26"),
        ("2016.08.26", "2016-08-26"),
        ("2016-13-01", None),
        ("2016年", None),
        ("12016-08-261", None),
    ],
)
def test_dates(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("发布时间 : 2016-08-26     来源:青石县水务局     字体大小:", ["published", "source", "none"]),
        ("来 源:青石县水务局", ["source"]),
        ("时间:2016-08-26 11:10:30", ["published"]),
        ("时间:8月上旬至9月底,各镇要完成清淤。", None),
        ("时间:2016年8月26日上午,全县召开抗旱动员大会", None),
        ("经费来源:县财政拨款", None),
        ("来源:渠水来自上游,水质良好。", None),
        ("一、来源:青石渠", None),
        ("新修渠道3公里", None),
    ],
)
def test_lines_of_labels_and_values(text, fields):
    found = read_fields(text)
    assert (None if found is None else [field for field, _ in found]) == fields


def harvest(*head):
    lines = find_lines("\n".join([*head, "今年春灌开闸早,各管护站全员上岗,巡渠210次,群众普遍满意。"]))
    found, data = find_page_data(lines, range(len(head)), head=len(head))
    return {lines[n].text for n in found}, data


def test_values_on_lines_of_their_own_belong_to_the_label_above():
    found, data = harvest(
        "春灌总结", "发表时间:", "2016-08-26 09:45:30", "来源:", "青石日报", "阅读量:", "36"
    )
    assert found == {"发表时间:", "2016-08-26 09:45:30", "来源:", "青石日报", "阅读量:", "36"}
    assert (data.published, data.source) == ("2016-08-26", "青石日报")


@pytest.mark.parametrize(
    ("line", "author", "editor", "url"),
    [
        ("来源:青石县水务局 作者:周青禾 浏览次数:36", "周青禾", None, None),
        ("作者:周青禾 责任编辑:林小满", "周青禾", "林小满", None),
        ("撰稿人:周青禾 林小满", "周青禾 林小满", None, None),
        ("责编:林小满 审核:孟春", None, "林小满", None),
        ("作者:admin 发布者:周青禾", None, None, None),
        ("作者:佚名", None, None, None),
        ("原文链接:http://qingshi.example/t08.html?id=3", None, None, "http://qingshi.example/t08.html?id=3"),
        ("网址:qingshi", None, None, None),
    ],
)
def test_who_wrote_a_page_and_where_it_is(line, author, editor, url):
    _, data = harvest("春灌总结", line)
    assert (data.author, data.editor, data.url) == (author, editor, url)


@pytest.mark.parametrize(
    "byline",
    ["", "|", "管理员", "12", "http://qingshi.example/u/3", "长" * 60, "name, a@b.example", "网络整理"],
)
def test_bylines_that_name_nobody(byline):
    assert read_author(byline) is None


def test_what_stands_behind_a_name_is_no_part_of_it():
    assert read_author("周青禾 2020年01月12日18:32") == "周青禾"
    assert read_author("周青禾_PN269") == "周青禾_PN269"
    assert read_author("周青禾 N3602") == "周青禾"


def test_what_one_place_leaves_open_another_may_say():
    said = PageData(published="2016-08-26").complete(PageData(published="2010-01-01", author="周青禾"))
    assert said == PageData(published="2016-08-26", author="周青禾")


def test_a_bare_number_is_a_counter_only_beside_page_data():
    assert harvest("春灌总结", "2016-08-26 青石日报", "60")[0] == {"2016-08-26 青石日报", "60"}
    assert harvest("春灌总结", "60")[0] == set()


def test_a_teaser_is_page_data_where_the_report_begins_so():
    teaser = "核心提示:今年春灌开闸早,各管护站全员上岗,巡渠"
    assert harvest("春灌总结", teaser)[0] == {teaser}
    assert harvest("春灌总结", "核心提示:另一番话说了另一件事情而已")[0] == set()
    assert is_abstract(teaser)


def test_a_date_after_the_report_is_its_own():
    lines = find_lines("春灌总结\n2016-08-26")
    assert find_page_data(lines, [1], head=1)[0] == set()
    assert find_page_data(lines, [1], head=2)[0] == {1}


def test_a_divider_ends_the_head_of_page_data():
    assert find_divider(find_lines("标题:春灌总结\n==== 正文 ====\n今年春灌"), before=2) == 1
    assert find_divider(find_lines("标题:春灌总结\n今年春灌"), before=2) is None
