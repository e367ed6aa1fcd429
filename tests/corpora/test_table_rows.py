import pytest

from corpora.pages import scan_page


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "<table><tr><th>单位<th>投资<th>备注<tr><td>东河站<td>30万元<td></td></table>",
            ["单位\t投资\t备注", "东河站\t30万元"],
        ),
        ("<table><tr><td><p>东河站</p></td><td></td><td><p>合格</p></td></tr></table>", ["东河站\t\t合格"]),
        ("<table><tr><td>首页<td>" + "长文。" * 120 + "</table>", ["首页", "长文。" * 120]),
        ("<table><tr><td><table><tr><td>甲<td>乙</table><td>丙</table>", ["甲\t乙", "丙"]),
    ],
)
def test_table_rows_are_lines(content: str, expected: list[str]) -> None:
    assert [block.text for block in scan_page(content).blocks] == expected
