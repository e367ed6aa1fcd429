from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import REMOVED_REASONS, Source
from corpora.errors import ReadError
from corpora.read_html import extract_body, read_html

SENTENCES = (
    "今年以来，青石镇水利站围绕供水保障，扎实推进各项工作，取得明显成效。",
    "一是新建沟渠8条，总长3.5公里，受益农户320户，投资46万元。",
    "二是检修泵站12座，更换老旧水表1700余只，供水保证率达到98%。",
    "三是开展节水宣传15场次，发放资料4000份，群众满意率进一步提高。",
)
HEADINGS = ("一、主要工作", "（一）工程建设")
NAVIGATION = "".join(f'<li><a href="/c{n}/">栏目名称{n}</a></li>' for n in range(12))
LINKS = "".join(f'<a href="http://example.org/{n}">友情链接单位{n}</a> ' for n in range(60))
TITLE = "青石镇水利站2016年工作总结"
SPAM = "真人娱乐_百家乐开户_注册送彩金_澳门赌场_在线投注_时时彩平台"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{SPAM}-{TITLE}-青石镇人民政府</title>
<meta name="PubDate" content="2016-12-26 09:30"><style>p{{}}</style></head><body>
<div class="head"><ul>{NAVIGATION}</ul></div>
<div>您现在的位置：<a href="/">首页</a> &gt; <a href="/gk">政务公开</a></div>
<div class="wrap"><h1>{TITLE}</h1>
<div class="info">发布时间：2016-12-26 来源：水利站 浏览次数：<span>35</span>次</div>
<div id="zoom"><p>　　{SENTENCES[0]}</p><p>{HEADINGS[0]}</p><p>{HEADINGS[1]}</p><p>　　{SENTENCES[1]}</p>
<p>{SENTENCES[2]}</p><table><tr><th>泵站<th>台数<tr><td>东河<td>5</table><p>&nbsp;&nbsp;{SENTENCES[3]}</p></div>
<div class="page"><a href="/1">上一篇：防汛工作总结</a> <a href="/2">下一篇：没有了</a></div></div>
<div class="links">{LINKS}</div>
<div class="footer">主办单位：青石镇人民政府 版权所有 <a href="http://beian.example.org">苏ICP备05000000号</a></div></body></html>"""


def test_the_body_of_a_page_is_its_article() -> None:
    body, _, given_metadata = extract_body(PAGE)
    assert body.text.split("\n") == [
        SENTENCES[0], *HEADINGS, SENTENCES[1], SENTENCES[2], "泵站\t台数", "东河\t5", SENTENCES[3],
    ]  # fmt: skip
    assert given_metadata.title == TITLE
    assert given_metadata.published == "2016-12-26"


def test_all_other_text_is_removed_with_a_reason() -> None:
    body, removed, _ = extract_body(PAGE)
    reasons = {row.text: row.reason for row in removed}
    assert set(reasons.values()) <= set(REMOVED_REASONS)
    assert next(reason for text, reason in reasons.items() if "栏目名称3" in text) == "navigation"
    assert next(reason for text, reason in reasons.items() if "ICP备" in text) == "footer"
    assert next(reason for text, reason in reasons.items() if "发布时间" in text) == "metadata"
    shown = "".join(row.text for row in removed) + body.text
    for text in ("友情链接单位59", "上一篇：防汛工作总结", "政务公开", SPAM):
        assert text in shown and text not in body.text


def test_neither_an_injected_title_nor_a_long_list_of_links_passes() -> None:
    spam = f"<div style='display:none'><a href='http://x.example'>{SPAM}</a>{SPAM}</div>"
    for page in (
        PAGE.replace('<div class="head">', spam + '<div class="head">'),
        PAGE.replace('<div class="links">', spam + '<div class="links">'),
        PAGE.replace("<h1>", f"<h1>{SPAM}</h1><h1>"),
    ):
        body, removed, given_metadata = extract_body(page)
        assert body.text == extract_body(PAGE)[0].text
        assert given_metadata.title == TITLE
        assert any("百家乐" in row.text for row in removed)


def test_body_offsets_count_in_the_decoded_page() -> None:
    body, removed, _ = extract_body(PAGE)
    at = body.text.index("1700余只")
    assert PAGE[slice(*body.source_span(at, at + 6))] == "1700余只"
    assert all(PAGE[row.source_start : row.source_end] for row in removed)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "gb2312"), ("gb18030", "utf-8"), ("gb18030", "gb2312"), ("utf-16-le", "utf-8")],
)
def test_the_declared_encoding_may_be_wrong(encoding: str, declared: str) -> None:
    data = PAGE.replace('charset="utf-8"', f'charset="{declared}"').encode(encoding)
    [reading] = read_html(Source("a.html", Path("a.html")), data)
    assert not isinstance(reading, ReadError)
    assert reading.encoding == encoding and SENTENCES[2] in reading.body.text


@pytest.mark.parametrize("content", ["<html><body><img src=a.png></body></html>", "<script>x()</script>", ""])
def test_a_page_without_text_says_so(content: str) -> None:
    with pytest.raises(ReadError, match="no text"):
        extract_body(content)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<td>", "<a href=x>", "</a>", "<li>", *SENTENCES, *HEADINGS, SPAM, "首页"]
        )
    )
)
def test_no_text_is_lost(parts: list[str]) -> None:
    content = "".join(parts)
    try:
        body, removed, _ = extract_body(content)
    except ReadError:
        assert not any(part for part in parts if not part.startswith("<"))
        return
    rows = sorted([(row.source_start, row.source_end) for row in removed])
    for start, character in enumerate(content):
        if "\u4e00" <= character <= "\u9fff":
            in_body = bool(((body.starts <= start) & (start < body.ends)).any())
            assert in_body or any(first <= start < last for first, last in rows)
