import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.cleaning import clean
from corpora.documents import Reading, Source
from corpora.traced_text import TracedText

PAGE = """【范文学习】青石县水务局2016年上半年工作总结
- 1、下载文档前请自行核对内容,平台不负责修改。
青石县水务局2016年上半年工作总结

发布时间:2016-08-26  来源:县水务局  浏览次数:36

    今年以来,我局紧扣节水主題,新修渠道12公里,清淤8处,现将有关情况总结如下:

    一、加强渠道管护
    组建管护队6支,巡渠210次,查处占渠行为9起。

    青石县水务局
    2016年7月20日

上一篇:没有了 下一篇:青石县启动秋灌
"""


def read(content):
    return Reading(Source("page.txt", Path("page.txt")), content, TracedText.whole(content), "utf-8")


def test_a_page_becomes_one_dated_report():
    cleaned = clean(read(PAGE))
    (document,) = cleaned.documents
    assert document.text.startswith("今年以来,我局")
    assert document.text.endswith("青石县水务局\n2016年7月20日")
    metadata = document.metadata
    assert metadata.title == "青石县水务局2016年上半年工作总结"
    assert metadata.org == "青石县水务局"
    assert metadata.period == "2016-01/2016-06"
    assert metadata.published == "2016-08-26"
    assert metadata.doc_type == "summary"
    assert [row.reason for row in cleaned.removed] == ["metadata", "site_notice", "metadata", "navigation"]


def test_injected_readings_are_cut_and_kept_aside():
    content = "园區(qū)新修渠道12公里,清淤8处,組建管護隊6支,巡渠210次。"
    cleaned = clean(read(content))
    (document,) = cleaned.documents
    assert document.text == content.replace("(qū)", "")
    assert document.body.source_span(1, 3) == (1, 7)
    assert [(row.reason, row.text) for row in cleaned.removed] == [("noise", "(qū)")]


def test_author_and_address_come_from_the_lines_of_the_page():
    page = PAGE.replace("浏览次数:36", "作者:周青禾\n原文链接:http://qingshi.example/t08.html")
    (document,) = clean(read(page)).documents
    assert (document.metadata.author, document.metadata.url) == ("周青禾", "http://qingshi.example/t08.html")


def test_an_editor_stands_for_the_author_that_nobody_names():
    (document,) = clean(read(PAGE + "责任编辑:林小满\n")).documents
    assert document.metadata.author == "林小满"


@pytest.mark.parametrize(
    ("page", "template_site"),
    [
        (PAGE, True),
        (PAGE.replace("- 1、下载文档前请自行核对内容,平台不负责修改。\n", ""), False),
        (PAGE.replace("下载文档前请自行核对内容,平台不负责修改。", "转载请注明出处"), False),
        (
            "小编为大家整理了灌区管理总结,欢迎阅读\n今年以来,我局新修渠道12公里,清淤8处,现将情况总结如下。",
            True,
        ),
    ],
)
def test_pages_of_sites_that_hand_out_model_texts(page, template_site):
    (document,) = clean(read(page)).documents
    assert document.template_site is template_site


LINES = st.lists(
    st.sampled_from(
        [*PAGE.splitlines(), "青石县节水工作汇报", "一、节水", "各位代表:", "第一篇 总结", "60", "|", ""]
    )
)


@settings(deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_nothing_is_lost_and_every_offset_holds(lines, newline):
    content = newline.join(lines)
    cleaned = clean(read(content))
    covered = set()
    for document in cleaned.documents:
        for at, character in enumerate(document.text):
            start, end = document.body.source_span(at, at + 1)
            assert content[start:end] == character
            covered.add(start)
    for row in cleaned.removed:
        assert content[row.source_start : row.source_end] == row.text
        assert not covered & set(range(row.source_start, row.source_end))
        covered.update(range(row.source_start, row.source_end))
    lost = "".join(c for at, c in enumerate(content) if at not in covered and not c.isspace())
    titles = "".join(document.metadata.title or "" for document in cleaned.documents)
    assert len(lost) <= len("".join(titles.split()))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_cleaned_without_a_word_lost_twice(content):
    cleaned = clean(read(content))
    spans = [(row.source_start, row.source_end) for row in cleaned.removed]
    for document in cleaned.documents:
        assert document.text
        assert document.text == document.text.strip("\n")
        start, end = document.body.source_span(0, len(document.text))
        assert 0 <= start <= end <= len(content)
    assert all(0 <= start < end <= len(content) for start, end in spans)


@pytest.mark.parametrize(
    "piece",
    [
        "水\n",
        "一、清淤\n二、护坡\n",
        "今年以来,我局新修渠道3公里。\n",
        "区(ū",
        "| ",
        "来源:\n",
        "&amp;",
        "?。",
        "“水渠",
        "大家好!\n新修渠道12公里。\n",
        "青石县水务局2015年工作总结\n2016年1月2日\n",
        "**局|",
    ],
)
def test_monotonous_pages_take_little_time(piece):
    content = "为您精选了8篇工作汇报,欢迎阅读\n" + piece * 4000
    start = time.process_time()
    clean(read(content))
    assert time.process_time() - start < 5


def test_provincial_reports_stay_whole(shared):
    paths = sorted((shared / "corpora" / "reports").glob("2025年*.txt"))
    assert paths
    for path in paths:
        content = path.read_text(encoding="utf-8")
        cleaned = clean(read(content))
        (document,) = cleaned.documents
        assert {row.reason for row in cleaned.removed} <= {"metadata"}
        rest = "".join(content.split())
        for row in cleaned.removed:
            rest = rest.replace("".join(row.text.split()), "", 1)
        assert rest.replace("\u200c", "").endswith("".join(document.text.split()))


def test_next_to_nothing_is_cut_from_single_reports_and_none_is_split(shared):
    for path in sorted((shared / "corpora" / "reports").glob("*.txt")):
        content = path.read_bytes().decode("gb18030" if path.name.startswith("cnpack") else "utf-8")
        cleaned = clean(read(content))
        assert len(cleaned.documents) == 1, path.name
        cut = [row for row in cleaned.removed if not row.text.startswith("<")]  # tags of pictures
        assert {row.reason for row in cut} <= {"metadata", "navigation", "footer"}, path.name
        assert not cleaned.repairs, path.name
        assert sum(len(row.text) for row in cut) < 500, path.name


@pytest.mark.parametrize("content", ["", " \n\u3000", "|", "60", "发布时间:2016-08-26"])
def test_pages_without_a_report_give_none(content):
    assert clean(read(content)).documents == ()
