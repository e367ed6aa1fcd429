from pathlib import Path

import pytest

from corpora.boilerplate import read_page
from corpora.documents import Metadata, Reading, Source
from corpora.errors import ReadError
from corpora.lines import find_lines
from corpora.site_templates import (
    FEWEST_PAGES,
    choose_sample,
    learn_template,
    name_site,
    pair_with_templates,
)
from corpora.traced_text import TracedText


def write_page(number, *, notice="青石水务在线:本站文稿未经许可不得摘编,违者由青石县节水中心依规处理。"):
    return "\n".join(
        [
            "青石水务在线",
            f"第{number}管护站春灌纪事",
            f"今年春灌开闸早,第{number}管护站全员上岗,巡渠{number}次,查处占渠行为{number}起,群众普遍满意。",
            "一、清淤",
            "计量单位",
            f"清淤{number}处,护坡{number}公里,整修闸门{number}座,渠系水利用系数提高到历年最好水平。",
            notice,
            "版面设计",
        ]
    )


def learn(pages):
    return learn_template([line.text for line in find_lines(page)] for page in pages)


def test_lines_on_nearly_all_pages_are_the_site_s_but_headings_never():
    template = learn([write_page(n) for n in range(10)])
    assert "青石水务在线" in template
    assert "版面设计" in template
    assert "一、清淤" not in template


def test_a_short_line_is_cut_around_the_report_and_kept_inside():
    pages = [write_page(n) for n in range(10)]
    text = pages[3]
    lines = find_lines(text)
    reasons = {
        lines[n].text: reason for n, reason in read_page(text, lines, template=learn(pages)).reasons.items()
    }
    assert reasons["青石水务在线"] == "navigation"
    assert reasons["版面设计"] == "navigation"
    assert "计量单位" not in reasons
    assert [reason for text, reason in reasons.items() if text.startswith("青石水务在线:")] == ["site_notice"]


@pytest.mark.parametrize(
    ("with_line", "pages", "learnt"), [(4, 4, False), (5, 5, True), (8, 10, False), (9, 10, True)]
)
def test_the_evidence_must_hold_at_its_lower_bound(with_line, pages, learnt):
    texts = [f"站名\n第{n}页" if n < with_line else f"第{n}页" for n in range(pages)]
    assert ("站名" in learn(texts)) is learnt


@pytest.mark.parametrize(
    "line",
    [
        "青石县水务局",
        "各位代表:",
        "2016年8月26日",
        "存在问题",
        "2016年节水工作总结",
        "特此报告。",
        "(一)清淤",
    ],
)
def test_what_reports_are_made_of_is_never_the_site_s(line):
    assert learn([f"站名\n{line}\n清淤{n}处。\n{line}" for n in range(8)]) == {"站名"}


def test_a_sentence_that_all_reports_have_inside_is_theirs():
    said = "全站上下坚持建管并重、以用促管,把管护责任落实到每一条渠道、每一座闸门、每一名管护员。"
    pages = [
        f"站名\n今年春灌开闸早,第{n}管护站全员上岗,巡渠{n}次,查处占渠行为{n}起,群众满意。\n{said}\n"
        f"入冬前第{n}管护站排查干渠隐患{n}处,已经加固{n}处,其余列入明年的岁修计划安排。"
        for n in range(9)
    ]
    assert learn(pages) == {"站名"}
    assert said in learn([page + "\n" + said for page in pages])
    text = pages[0]
    lines = find_lines(text)
    reasons = read_page(text, lines, template={"站名", said}).reasons
    assert [lines[n].text for n in reasons] == ["站名"], "inside a report it stays even where it was learnt"


def test_the_head_of_a_table_below_the_report_stays_with_it():
    text = (
        "站名\n今年春灌开闸早,管护站全员上岗,巡渠六十次,查处占渠行为八起,群众普遍满意。\n"
        "单位:万元\n投资\n6300\n版面设计"
    )
    lines = find_lines(text)
    reasons = read_page(text, lines, template={"站名", "单位:万元", "版面设计"}).reasons
    assert [lines[n].text for n in reasons] == ["站名", "版面设计"]


def read_records(texts, *, hosts=("a.example",), break_at=None):
    """Readings of a file of records; it breaks off at one."""
    for n, text in enumerate(texts):
        if n == break_at:
            raise ReadError("breaks off")
        given = Metadata(url=f"https://{hosts[n % len(hosts)]}/{n}")
        yield Reading(Source("a.jsonl", Path("a.jsonl")), text, TracedText.whole(text), "utf-8", given=given)


def read_plainly(part, reading):
    return find_lines(reading.content)


def test_records_teach_the_template_of_their_host_once_enough_are_read():
    texts = [f"{'甲乙'[n % 2]}站\n清淤{n}处。" for n in range(200)]
    readings = read_records(texts, hosts=("a.example", "b.example"))
    paired = list(pair_with_templates(readings, read_plainly))
    assert [part for part, _, _ in paired] == list(range(200))
    assert all(template == {f"{'甲乙'[part % 2]}站"} for part, _, template in paired)


def test_a_single_reading_has_the_template_of_its_source():
    assert [
        row[2] for row in pair_with_templates(read_records(["甲站"]), read_plainly, template={"甲站"})
    ] == [{"甲站"}]
    paired = pair_with_templates(read_records(["甲站", "乙站"]), read_plainly, template={"甲站"})
    assert [row[2] for row in paired] == [(), ()]


@pytest.mark.parametrize("break_at", [0, 1, 3, 70])
def test_records_before_a_break_are_given_out_before_it_is_told(break_at):
    given = []
    with pytest.raises(ReadError, match="breaks off"):
        for row in pair_with_templates(read_records(["甲站"] * 80, break_at=break_at), read_plainly):
            given.append(row[0])
    assert given == list(range(break_at))


def test_records_that_cannot_be_read_teach_nothing():
    def refuse(part, reading):
        if part % 2:
            raise ValueError("no lines")
        return find_lines(reading.content)

    texts = [f"甲站\n清淤{n}处。" for n in range(20)]
    assert {row[2] for row in pair_with_templates(read_records(texts), refuse)} == {frozenset({"甲站"})}


def test_a_sample_follows_the_pages_and_not_their_order():
    pages = [f"{n:03}" for n in range(100)]
    assert choose_sample(pages) == choose_sample(reversed(pages + pages))
    assert [len(choose_sample(pages[:n])) for n in (0, 5, 8, 20, 44, 100)] == [0, 5, 8, 8, 11, 12]


def test_one_report_taken_many_times_proves_nothing():
    assert learn([write_page(1)] * FEWEST_PAGES) == frozenset()


def test_sites_are_folders():
    assert name_site("qingshi.gov.cn/2016/t08.html") == "qingshi.gov.cn/2016"
    assert name_site("t08.html") == ""
