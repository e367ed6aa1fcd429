"""What a practice is called."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.labels import choose_label, list_labels


def choose(*texts: str, names: list[str | None] | None = None) -> str:
    counts = Counter(name for name in names or [] if name)
    return list_labels(dict.fromkeys(texts, 0.8), names=counts, measures=len(texts))[0][0]


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        # counts and frequencies are left out
        (["每季度开展电梯困人应急演练", "开展电梯困人应急演练4次"], "开展电梯困人应急演练"),
        # words that one alone has make a label less typical
        (["修建柳坝至石湾公路", "新建公路12公里", "修建公路"], "修建公路"),
        # a wording that opens with a verb says better what was done
        (["口袋公园", "新建口袋公园"], "新建口袋公园"),
        # so does one that no count was taken out of
        (["新建5处街角口袋公园", "新建街头口袋公园"], "新建街头口袋公园"),
        # whatever the unit of a count is, it is left out with it
        (["更换灭火器40具", "更换灭火器12具"], "更换灭火器"),
        (["外送电量3亿千瓦时", "外送电量5千瓦时"], "外送电量"),
        # what is called so keeps its number
        (["承办第3届采茶节", "承办第3届采茶节"], "承办第3届采茶节"),
        (["建设15分钟便民圈", "建设15分钟便民圈"], "建设15分钟便民圈"),
        # the examples of a list are left out
        (["加快东渡、云岭等3条环山步道建设", "加快松坪、石湖等环山步道建设"], "加快环山步道建设"),
        (["东渡至石湾、松坪至云岭等公路建成通车", "环湖公路建成通车", "柳坝路建成通车"], "公路建成通车"),
        # an example before 等 counts too, but 等 inside a word ends no list
        (["推广紫云英等绿肥种植", "推广油菜等绿肥种植"], "推广绿肥种植"),
        (["建设高等研究院", "建设高等研究院"], "建设高等研究院"),
        # a count in written numerals is a count; the number of a name is not
        (["新建住宅三万六千平方米", "新建住宅两千多平方米"], "新建住宅"),
        (["实施万名老人复明行动", "实施万名老人复明行动"], "实施万名老人复明行动"),
        (["发放助学金46万元,人均382元", "发放助学金12万元,人均300元"], "发放助学金"),
        (["增加3万元,户均收入2万元", "增加户均收入,建设大棚"], "增加户均收入"),
        # nothing is left dangling where a count stood
        (["出台20余条、配套措施", "出台12条、配套措施"], "出台配套措施"),
        # the place of one member is left out, that of most is not
        (["建设云南国家植物园", "建成江西国家植物园", "建设贵州植物园"], "建设国家植物园"),
        (["推进海南自由贸易港建设", "加快海南自由贸易港建设"], "加快海南自由贸易港建设"),
        # a place that would leave a word twice stays
        (["成立研究中心云南中心", "成立研究中心贵州中心", "设立中心"], "成立研究中心云南中心"),
        # a river is what is cared for
        (["开展淮河湿地修复", "开展湿地修复", "开展湿地植被修复"], "开展湿地修复"),
        # half of a pair of marks, or of a formula, is no label
        (["组建“书屋", "组建流动书屋", "组建“书屋"], "组建流动书屋"),
        # words that few members share are left out before the noun that they tell more of
        (["启动百村渔具普查", "启动古井普查", "启动百村晒场普查"], "启动普查"),
        (["加强码头城市鼠疫防控", "加强鼠疫防控", "做好牧区鼠疫防控"], "加强鼠疫防控"),
        # but no verb between: what is left would be no phrase
        (["推动提高水价", "推动调整水价", "推动水价并轨"], "推动提高水价"),
        (["核定供水成本)*2", "核定供水成本", "核定供水价格"], "核定供水成本"),
        # blanks inside are slips of a scan
        (["给予“ 一企一奖”补助", "给予“ 一企一奖”补助"], "给予“一企一奖”补助"),
        # without its number a year or an unknown unit would leave a broken phrase
        (["举办建校60周年图片展", "举办校史图片展", "举办图片展"], "举办图片展"),
        (["架设35千伏输电线路", "架设输电线路"], "架设输电线路"),
    ],
)
def test_the_most_typical_short_wording(texts: list[str], label: str) -> None:
    assert choose(*texts) == label


def test_of_the_best_that_is_the_label_which_is_nearest_to_all() -> None:
    labels = list_labels({"修剪街边行道树": 0.8, "栽植街边行道树": 0.8}, names={}, measures=2)
    nearness = {"修剪街边行道树": 0.5, "栽植街边行道树": 0.7}
    assert choose_label(labels, [nearness.get(label, 0.0) for label, _ in labels]) == "栽植街边行道树"
    assert 1 < len(labels) <= 8


def test_a_name_that_most_have_is_the_label() -> None:
    texts = ["开展“板凳夜话”活动", "推广“板凳夜话”", "举办“板凳夜话”8场"]
    assert choose(*texts, names=["板凳夜话"] * 3) == "板凳夜话"
    assert choose(*texts, names=["板凳夜话", None, None]) != "板凳夜话"


@given(
    st.lists(st.text(alphabet="建设公路12处、等的“”每月", min_size=1, max_size=12), min_size=1, max_size=6)
)
def test_a_label_is_never_empty(texts: list[str]) -> None:
    assert choose(*texts)
