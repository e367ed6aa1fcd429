from pathlib import Path

import pytest

from corpora.cleaning import clean
from corpora.documents import Reading, Source
from corpora.flattened_pages import unfold
from corpora.lines import find_lines
from corpora.traced_text import TracedText

REPORT = "上半年新修渠道12公里,清淤8处,组建管护队6支,巡渠210次,查处占渠行为9起,群众普遍满意。" * 6


@pytest.mark.parametrize(
    ("page", "pieces"),
    [
        (f"当前位置: 首页 水务动态 时间:2016-08-26 10:15 微信 微博 QQ空间 {REPORT}", 4),
        (f"发布时间:2016-08-26 来源:青石县水务局 {REPORT} 责任编辑:周青禾 打印本页", 3),
        (f"春灌总结 发布时间:2016-08-26 {REPORT}", 3),
        (REPORT, 1),
        (f"{REPORT}检查时间:2016-08-26 共36处。{REPORT}", 1),
        (f"短页 时间:2016-08-26 {REPORT[:60]}", 1),
    ],
)
def test_a_page_on_one_line_is_told_apart(page, pieces):
    lines = unfold(find_lines(page))
    assert len(lines) == pieces
    assert all(page[line.start : line.end] == line.text for line in lines)


def test_pages_that_have_lines_are_left_as_they_are():
    lines = find_lines("\n".join([f"时间:2016-08-26 {REPORT}"] * 20))
    assert unfold(lines) == lines


def test_the_report_of_such_a_page_is_clean_and_dated():
    content = f"位置：首页 水务动态 时间：2016-08-26 10:15 微信 微博 {REPORT} 来源：青石县水务局 附件下载"
    cleaned = clean(
        Reading(Source("page.txt", Path("page.txt")), content, TracedText.whole(content), "utf-8")
    )
    (document,) = cleaned.documents
    assert document.text == REPORT
    assert document.metadata.published == "2016-08-26"
    assert document.metadata.org == "青石县水务局"
    assert {row.reason for row in cleaned.removed} == {"navigation", "metadata"}
