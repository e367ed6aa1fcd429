import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.pages import scan_page


def lines(content: str) -> list[str]:
    return [block.text for block in scan_page(content).blocks]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>一、水利<p>二、道路", ["一、水利", "二、道路"]),
        ("新建<b>水渠</b><span>8</span>条", ["新建水渠8条"]),
        ("新建水渠<br>8条<BR/>长3公里", ["新建水渠", "8条", "长3公里"]),
        ("<ul><li>甲<li>乙<ul><li>丙</ul></ul>", ["甲", "乙", "丙"]),
        ("<p>全镇新建\n    水渠8条</p>", ["全镇新建水渠8条"]),
        ("<p>GDP of\n the town</p>", ["GDP of the town"]),
        ("&nbsp;&nbsp;投资&lt;5&gt;万元&#65292;完成&#x36;成 &nbsp;", ["投资<5>万元，完成6成"]),
        ("增长x<5%，降y>3%", ["增长x<5%，降y>3%"]),
        ("前<script>var a='<p>不是正文</p>';</script>后", ["前后"]),
        ("前<!-- <p>注释</p> -->后<!-- 没有结尾", ["前后<!-- 没有结尾"]),
        ("<style>p{}</style><noscript>请启用脚本</noscript><p>正文", ["正文"]),
        ('<p title="5" wide">正文</p>', ["正文"]),
        ("<p title='a>b' data-x=\"<p>\">正文</p>", ["正文"]),
        ("<title>总结</title>正文", ["正文"]),
        ("<title>没有结尾的标题 正文", ["没有结尾的标题 正文"]),
        ("<![CDATA[正文]]>", ["正文]]>"]),
        ("<div><pre>一、水利\n二、<b>道路</b>\n</pre>三、\n桥梁</div>", ["一、水利", "二、道路", "三、桥梁"]),
        ('<div style="white-space:pre-wrap">一、水利\n二、道路</div>', ["一、水利", "二、道路"]),
        ("一、水利\n<b>二、道路</b>\n", ["一、水利", "二、道路"]),
        ("", []),
        ("<div>\u3000\u3000</div>", []),
        ("<p 没有结尾的标签", ["<p 没有结尾的标签"]),
    ],
)
def test_lines_as_a_browser_shows_them(content: str, expected: list[str]) -> None:
    assert lines(content) == expected


def test_links_are_counted() -> None:
    first, second = scan_page('<p><a href="/">首页</a> 总结<p><a name="top">正文</a>').blocks
    assert (first.linked, first.links) == (2, 1)
    assert (second.linked, second.links) == (0, 0)


def test_an_open_link_ends_with_the_element_it_stands_in() -> None:
    *_, last = scan_page("<div><a href=/>更多</div><p>正文</p>").blocks
    assert (last.text, last.linked) == ("正文", 0)


def test_title_and_metas() -> None:
    page = scan_page('<META name="PubDate" content="2016-08-26 &amp; 后"><title> 总结 - 水务局 </title>')
    assert page.title is not None and page.title.text == "总结 - 水务局"
    assert page.metas == {"pubdate": "2016-08-26 & 后"}


def test_offsets_point_at_the_source() -> None:
    content = "<td>增长&nbsp;<b>5</b>&#37;</td>"
    [block] = scan_page(content).blocks
    traced = block.trace()
    assert traced.text == "增长\xa05%"
    assert [content[slice(*traced.source_span(i, i + 1))] for i in range(5)] == [
        "增",
        "长",
        "&nbsp;",
        "5",
        "&#37;",
    ]


MARKUP = (
    *(
        "<p>",
        "</p>",
        "<div class='a\"",
        ">",
        "<",
        "</",
        "<!--",
        "-->",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</a>",
    ),
    *(
        "<a href=x>",
        "<br>",
        "<script>",
        "</script>",
        "<title>",
        "&nbsp;",
        "&#0;",
        "&#xD800;",
        "&",
        "\n",
        " ",
        "文",
    ),
    *("a", "<li>", "<option>", "<![CDATA[", '="', "='"),
)
markup = st.lists(st.sampled_from(MARKUP)).map("".join)


@given(st.one_of(st.text(), markup))
def test_every_character_of_a_block_is_in_its_source_range(content: str) -> None:
    last = 0
    for block in scan_page(content).blocks:
        assert block.text == block.text.strip() != ""
        assert last <= block.start <= block.end <= len(content)
        last = block.end
        traced = block.trace()
        for character, start, end in zip(traced.text, traced.starts, traced.ends, strict=True):
            assert content[start:end] == character or content[start] in "& \t\r\n\f\v" or start == end


@pytest.mark.parametrize(
    "content",
    [
        '<a b=">"' * 60_000,
        "<a " * 100_000,
        "<!--" * 100_000,
        "<script>" * 50_000,
        "<div>" * 100_000 + "</p>" * 50_000,
        "<div><table><tr><td>" + "<section>" * 50_000 + "</div>" * 50_000,
        "<li><div>" * 50_000,
        "<title>" * 50_000,
        "&#" * 200_000,
        " " * 500_000,
        "</" * 100_000 + ">",
        "<![CDATA[" * 50_000,
        "<p " + "a=" * 200_000 + ">",
    ],
    ids=range(13),
)
def test_hostile_pages_take_no_longer_than_others(content: str) -> None:
    started = time.process_time()
    scan_page(content)
    assert time.process_time() - started < 3
