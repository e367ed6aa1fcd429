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
        (
            "<table><tr><th rowspan=2>站点<th colspan='2'>水量<th>备注<tr><th>本月<th>累计<th>"
            "<tr><td>东河站<td>3<td>21<td>合格</table>",
            ["站点\t水量\t\t备注", "本月\t累计", "东河站\t3\t21\t合格"],
        ),
        (
            "<table><tr><td>东河站<td rowspan=2>吨<td>3<tr><td>西渠站<td>4</table>",
            ["东河站\t吨\t3", "西渠站\t\t4"],
        ),
        ("<table><tr><td colspan=999>东河站<td rowspan=0>3</table>", ["东河站" + "\t" * 40 + "3"]),
        ("<table><tr><td><table><tr><td>甲<td>乙</table><td>丙</table>", ["甲\t乙", "丙"]),
    ],
)
def test_table_rows_are_lines(content: str, expected: list[str]) -> None:
    assert [block.text for block in scan_page(content).blocks] == expected
