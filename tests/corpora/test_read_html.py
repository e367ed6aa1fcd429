import json
import re
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.score_pages import score_text
from corpora.decoding import decode
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
    body, _, given_metadata, _ = extract_body(PAGE)
    assert body.text.split("\n") == [
        SENTENCES[0], *HEADINGS, SENTENCES[1], SENTENCES[2], "泵站\t台数", "东河\t5", SENTENCES[3],
    ]  # fmt: skip
    assert given_metadata.title == TITLE
    assert given_metadata.published == "2016-12-26"


def test_all_other_text_is_removed_with_a_reason() -> None:
    body, removed, *_ = extract_body(PAGE)
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
        body, removed, given_metadata, _ = extract_body(page)
        assert body.text == extract_body(PAGE)[0].text
        assert given_metadata.title == TITLE
        assert any("百家乐" in row.text for row in removed)


def test_the_signature_and_its_date_belong_to_the_body() -> None:
    signed = PAGE.replace(
        '</p></div>\n<div class="page">', "</p><p>青石镇水利站</p><p>2016年12月20日</p></div>\n<div>"
    )
    assert signed != PAGE
    assert extract_body(signed)[0].text.split("\n")[-2:] == ["青石镇水利站", "2016年12月20日"]


def test_words_of_buttons_do_not_cut_sentences_out() -> None:
    sentence = "三是公布举报电话，开通微信公众号，受理群众来电35件，登录系统办结率达到100%。"
    body, *_ = extract_body(PAGE.replace(HEADINGS[1], "（一）畅通举报渠道").replace(SENTENCES[2], sentence))
    assert sentence in body.text and "（一）畅通举报渠道" in body.text


def test_words_hidden_inside_a_sentence_are_cut_out() -> None:
    for style in ("font-size:1px;color:#fff", "display:none", "text-indent: -9999px"):
        hidden = f'投资46万元<a href="http://x.example" style="{style}">手机下注平台</a>。'
        body, removed, *_ = extract_body(PAGE.replace("投资46万元。", hidden))
        assert body.text == extract_body(PAGE)[0].text
        assert ("spam", "手机下注平台") in [(row.reason, row.text) for row in removed]


def test_hidden_text_is_no_body_though_it_reads_like_one() -> None:
    hidden = "".join(f"<p>青石镇水利站{n}号公告，全年供水平稳，群众满意。</p>" for n in range(6))
    page = PAGE.replace('<div id="zoom">', f'<div style="display: none">{hidden}</div><div id="zoom">')
    body, removed, *_ = extract_body(page)
    assert body.text == extract_body(PAGE)[0].text
    assert any("3号公告" in row.text for row in removed)


def test_a_page_that_scripts_show_is_read_though_its_styles_hide_it() -> None:
    hidden = PAGE.replace("<body>", '<body style="display:none">')
    assert extract_body(hidden)[0].text == extract_body(PAGE)[0].text


def test_longer_text_that_has_nothing_to_do_with_the_title_is_not_the_body() -> None:
    other = "".join(
        f"<p>环湖赛车手{n}昨天冲过终点，观众欢呼雀跃，奖金由赞助商当场颁发。</p>" for n in range(12)
    )
    body, *_ = extract_body(
        PAGE.replace('<div class="links">', f'<div class="more">{other}</div><div class="links">')
    )
    assert body.text == extract_body(PAGE)[0].text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"<title>{TITLE}_青石镇人民政府</title>", TITLE),
        (f"<title>青石镇人民政府门户网站-{TITLE}</title>", TITLE),
        (f"<title>{SPAM}</title><h1>{TITLE}</h1>", TITLE),
        (f'<meta name="ArticleTitle" content="{TITLE}"><title>青石镇门户网站</title>', TITLE),
        ("<title>2016-2017年供水计划-青石镇</title><h1>2016-2017年供水计划</h1>", "2016-2017年供水计划"),
        ("<title>无标题文档</title>", None),
        ("", None),
    ],
)
def test_titles(head: str, title: str | None) -> None:
    text = "".join(
        f"<p>{sentence}</p>" for sentence in (*SENTENCES, "2016年工作总结如上，2017年供水计划另报。")
    )
    assert extract_body(f"<html><head>{head}</head><body><div>{text}</div></body></html>")[2].title == title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ('<meta name="publishdate" content="2016/8/6">', "2016-08-06"),
        ("<div>发布日期：2016年8月6日</div>", "2016-08-06"),
        ("<div>2016-08-06  来源：水利站</div>", "2016-08-06"),
        ("<div>2016年8月6日，全镇召开水利工作会议，部署冬修任务。</div>", None),
        ("", None),
    ],
)
def test_the_day_of_publication(line: str, day: str | None) -> None:
    page = f"<h1>{TITLE}</h1>{line}<div>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES) + "</div>"
    assert extract_body(page)[2].published == day


def test_body_offsets_count_in_the_decoded_page() -> None:
    body, removed, *_ = extract_body(PAGE)
    at = body.text.index("1700余只")
    assert PAGE[slice(*body.source_span(at, at + 6))] == "1700余只"
    assert all(PAGE[row.source_start : row.source_end] for row in removed)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "gb2312"), ("gb18030", "utf-8"), ("gb18030", "gb2312"), ("utf-16-le", "utf-8")],
)
def test_the_declared_encoding_may_be_wrong(encoding: str, declared: str) -> None:
    data = PAGE.replace('charset="utf-8"', f'charset="{declared}"').encode(encoding)
    [reading] = read_html(Source("a.html", Path("a.html"), data))
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
        body, removed, *_ = extract_body(content)
    except ReadError:
        assert not any(part for part in parts if not part.startswith("<"))
        return
    rows = sorted([(row.source_start, row.source_end) for row in removed])
    for start, character in enumerate(content):
        if "\u4e00" <= character <= "\u9fff":
            in_body = bool(((body.starts <= start) & (start < body.ends)).any())
            assert in_body or any(first <= start < last for first, last in rows)


def test_an_article_in_several_sections_is_one_body() -> None:
    sections = "".join(
        f'<div class="section"><h3>{n}、工作</h3><p>{s}</p></div>' for n, s in enumerate(SENTENCES)
    )
    body, *_ = extract_body(f"<div>{NAVIGATION}</div><div>{sections}</div><div>{LINKS}</div>")
    assert body.text.split("\n") == [text for n, s in enumerate(SENTENCES) for text in (f"{n}、工作", s)]


@pytest.mark.slow
def test_real_pages(shared: Path) -> None:
    """Mean F1 over pages with expected bodies, as they are and with injected links."""
    folder = shared / "corpora" / "pages"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    spam = f'<div class="top"><h2>{SPAM}</h2></div>'
    footer = f'<div class="bottom">{LINKS}</div>'
    plain, injected = [], []
    for name, page in expected.items():
        content, _ = decode((folder / f"{name}.html").read_bytes())
        plain.append(score_text(page["body"], extract_body(content)[0].text))
        content = re.sub(r"(?i)<body[^>]*>", lambda match: match.group() + spam, content, count=1)
        body = extract_body(content + footer)[0].text
        assert "百家乐" not in body and "友情链接单位" not in body
        injected.append(score_text(page["body"], body))
    assert statistics.mean(plain) >= 0.93
    assert statistics.mean(injected) >= statistics.mean(plain) - 0.005


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="http://qingshi.example/t08.html">', "http://qingshi.example/t08.html"),
        (
            '<link href="https://qingshi.example/?a=1&amp;b=2" rel=canonical>',
            "https://qingshi.example/?a=1&b=2",
        ),
        ('<meta property="og:url" content="http://qingshi.example/og">', "http://qingshi.example/og"),
        ('<meta name="Url" content="http://qingshi.example/u">', "http://qingshi.example/u"),
        ('<link rel="canonical" href="/t08.html">', None),
        ('<link rel="alternate canonical-style" href="http://qingshi.example/x">', None),
    ],
)
def test_the_address_that_a_page_gives_for_itself(head: str, url: str | None) -> None:
    assert extract_body(PAGE.replace("<head>", f"<head>{head}")).given.url == url


def test_the_address_that_a_browser_saved_a_page_from() -> None:
    saved = "<!-- saved from url=(0031)http://qingshi.example/t08.html -->\n"
    page = PAGE.replace("<html>", f"{saved}<html>")
    assert extract_body(page).given.url == "http://qingshi.example/t08.html"


@pytest.mark.parametrize(
    ("old", "new", "author", "editor", "source"),
    [
        ("来源：水利站", "来源：水利站 作者：周青禾", "周青禾", None, "水利站"),
        ("来源：水利站", "<span>作者：</span><span>周青禾</span>", "周青禾", None, None),
        ("</h1>", "</h1><p>作者：</p><p>周青禾</p>", "周青禾", None, "水利站"),
        ('<div class="page">', "<p>（责任编辑：林小满）</p><div>", None, "林小满", "水利站"),
        ("<head>", '<head><meta name="author" content="周青禾">', "周青禾", None, "水利站"),
        ("<head>", '<head><meta name="Author" content="webmaster">', None, None, "水利站"),
        ("<head>", '<head><meta name="Author" content="青石软件">', None, None, "水利站"),
        ("<head>", '<head><meta name="Author" content="青石镇人民政府">', None, None, "水利站"),
        ("<head>", '<head><meta name="ContentSource" content="青石镇水利站">', None, None, "青石镇水利站"),
    ],
)
def test_what_a_page_says_around_its_article(
    old: str, new: str, author: str | None, editor: str | None, source: str | None
) -> None:
    stated = extract_body(PAGE.replace(old, new)).stated
    assert (stated.author, stated.editor, stated.source) == (author, editor, source)
