import pytest

from corpora.bodies import find_body, find_grams, find_title_lines
from corpora.pages import scan_page

TEXT = "全镇新建沟渠8条，总长3.5公里，受益农户320户。"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("", []),
        ("<ul><li><a href=/>首页</a><li><a href=/b>概况</a></ul>", []),
        (f"<p><a href=/>首页</a><p>{TEXT}<p>{TEXT}<p><a href=/>下一篇</a>", [1, 2]),
        (
            f"<div><p>一、工程<p>{TEXT}<p>二、管理<p>{TEXT}<p>青石镇水利站</div><p>版权所有 青石镇",
            [0, 1, 2, 3, 4],
        ),
        (f"<title>总结报告全文-青石镇</title><div><h1>总结报告全文</h1><p>{TEXT}<p>{TEXT}</div>", [1, 2]),
        (f"<div><p>{TEXT}<p>来源：青石镇<p>{TEXT}</div>", [0, 2]),
        (f"<div><p>{TEXT}<p><a href=/>相关：防汛工作</a><p>{TEXT}</div>", [0, 2]),
        ("<table><tr><td>泵站<td>台数<tr><td>东河<td>5<tr><td>西河<td>6</table>", [0, 1, 2]),
    ],
)
def test_which_blocks_are_the_body(content: str, body: list[int]) -> None:
    assert find_body(scan_page(content)) == body


def test_lines_that_repeat_the_title() -> None:
    page = scan_page(
        "<title>青石镇水利站工作总结</title><p>青石镇水利站工作总结<p>青石镇水利站年度工作总结<p>其他<p>沟渠八条"
    )
    assert find_title_lines(page) == {0, 1}


def test_grams_are_groups_of_han_characters() -> None:
    assert find_grams("新建沟渠8条") == {"新建", "建沟", "沟渠"}
    assert find_grams("新建沟渠", length=4) == {"新建沟渠"}
