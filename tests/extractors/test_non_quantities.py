"""Numbers that count nothing are passed over, and those beside them are not."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.scripts import write_working_text
from extractors import non_quantities, number_patterns
from extractors.non_quantities import find_non_quantities, read_number_names
from extractors.pipeline import extract

NAMES = read_number_names()


def find(sentence: str) -> list[str]:
    return [one.quantity for one in extract(sentence).indicators]


@pytest.mark.parametrize("row", NAMES, ids=[row["name"] for row in NAMES])
def test_no_quantity_is_found_in_the_example_of_a_name(row: dict[str, str]) -> None:
    assert row["name"] in row["example"]
    assert row["kind"] in ("idiom", "name")
    assert find(row["example"]) == []


@pytest.mark.parametrize("row", NAMES, ids=[row["name"] for row in NAMES])
def test_a_name_is_passed_over_whole(row: dict[str, str]) -> None:
    text = write_working_text(row["example"], script="simplified")
    start = text.index(row["name"])
    assert any(a <= start and start + len(row["name"]) <= b for a, b in find_non_quantities(text))


@pytest.mark.parametrize(
    "sentence",
    [
        # which ones, not how many; a year of the Republic; parties
        "編列堤防整修第2、3期補助款。",
        "本所於97年起遷至新址。",
        "我们同其他两方签订了协议。",
        # names of programmes that last so long, and stretches that are known by their place
        "深入实施家政服务业三年倍增行动。",
        "编制沿江片区新十年发展规划。",
        "这是渔港转型的关键五年。",
        "第二个五年的发展速度更高。",
        # dates and clock times
        "2018年3月15日召开动员会。",
        "会议于二〇一九年十月八日举行。",
        "6月24日起执行。",
        "2019.05.20发布了公告。",
        "上午9:00至11:30集中办理。",
        "早上8点半开门，晚上六点关门。",
        "14时30分到达现场。",
        "上世纪80年代建成的厂房。",
        # ages and limits
        "为65岁以上老人免费体检。",
        "关爱18周岁以下的未成年人。",
        "走访慰问九十岁高龄的老党员。",
        # identifiers
        "依据〔2019〕7号文办理。",
        "转发国办发(2017)12号文件。",
        "接通地铁5号线。",
        "在214会议室开会。",
        "12345热线运转顺畅。",
        "咨询电话0571-8890123。",
        "联系人手机13800000000。",
        "网址http://www.qinglan.example/a/2018/12.html。",
        "途经318国道和G60高速。",
        "A4纸、PM2.5和5G都是名称。",
        "推行1+N治理模式。",
        # list marks and headings
        "1、加强领导。",
        "（三）做好宣传。",
        "2.1 总体要求",
        "一是抓好落实，二是抓好督查。",
        # ordinals and sessions
        "第三届运动会开幕。",
        "第十二次全体会议审议通过。",
        "十九届五中全会精神。",
        "二年级学生参加了活动。",
        "建筑面积居中的二期工程开工。",
        # names with numbers
        "完成三供一业移交。",
        "开展“两学一做”学习教育。",
        "整治十里河沿线。",
        "三环东路通车。",
        "入驻世界500强企业。",
        "创建五型社区。",
        "落实《关于做好2019年6项工作的意见》。",
        # 一 as an article and in idioms
        "一位老人专程来感谢。",
        "全市一盘棋推进。",
        "第一时间赶到现场。",
        "出台了一系列文件。",
        "进一步加强管理，一律公开。",
        "百姓的事就是千家万户的事。",
        "做到万无一失、十全十美。",
        "千方百计稳就业，百年大计抓质量。",
        "三番五次上门，终于办妥。",
        "心里像压了一块石头。",
        "大家十分重视，九牛二虎之力没有白费。",
        # word boundaries
        "统一思想，专一用途。",
        "队伍建设和收拾房间。",
        "一次性补助到位。",
        "三轮车整治见效。",
        "半成品库存减少。",
    ],
)
def test_a_number_that_counts_nothing_is_no_indicator(sentence: str) -> None:
    assert find(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "quantities"),
    [
        ("依据〔2019〕7号文，3月5日起执行，办结7件。", ["7件"]),
        ("65岁以上老人1200名全部体检。", ["1200名"]),
        ("12345热线受理诉求3400件。", ["3400件"]),
        ("1、更换路灯12盏。", ["12盏"]),
        ("（二）2018年完成投资3亿元。", ["3亿元"]),
        ("2018年3月15日，15家企业签约。", ["15家"]),
        ("第三届运动会设12个项目。", ["12个"]),
        ("三环东路改造3公里。", ["3公里"]),
        ("连续3年开展防溺水行动，用两年时间完成规划。", ["3年", "两年时间"]),
        ("世界500强企业入驻8家。", ["8家"]),
        ("“两学一做”集中学习6次。", ["6次"]),
        ("平均年龄下降3岁。", ["3岁"]),
        ("PM2.5浓度下降12%。", ["12%"]),
        ("楼道天窗40个单元67平米。", ["40个单元", "67平米"]),
        ("查处40余起飞车案。", ["40余起"]),
        ("绿化1919平方米，补植1700余株。", ["1919平方米", "1700余株"]),
        ("安装2042台。", ["2042台"]),
        ("整修道路两条、桥梁三座。", ["两条", "三座"]),
        ("满意率达到百分之百。", ["百分之百"]),
        ("开展督查三轮。", ["三轮"]),
        ("新建泵站四处。", ["四处"]),
        ("新建道路三公里。", ["三公里"]),
        ("打通断头路两条道路的两端。", ["两条"]),
    ],
)
def test_what_counts_beside_it_is_found(sentence: str, quantities: list[str]) -> None:
    assert find(sentence) == quantities


@given(
    st.text(
        "第一二三十百年月日号点时分岁届次0123456789:.-()〔〕《》“”，。、 \nAaPM会议级强线路期是"
        "今年以来截至五中全会两学一做",
        max_size=40,
    )
)
def test_stretches_are_in_order_and_apart(text: str) -> None:
    spans = find_non_quantities(write_working_text(text, script="simplified"))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


ANY_NUMBERS = st.text(
    st.sampled_from(
        "0123456789.:-/+一二三十百半两年月号岁时点届次增负第前 \t\n,。;“”《》()〔〕@hwNXaAé个万亿%"
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=500)
@given(ANY_NUMBERS)
def test_no_place_is_passed_over_where_a_pattern_matches(text: str) -> None:
    for opened, may_start in (
        (non_quantities.PATTERNS, non_quantities._MAY_START),
        (dict.fromkeys(text, number_patterns.NUMBER_PATTERN), number_patterns.NUMBER_START),
    ):
        tried = {match.start() for match in may_start.finditer(text)}
        matched = {
            at
            for at, character in enumerate(text)
            if character in opened and opened[character].match(text, at) is not None
        }
        assert matched <= tried, text


@settings(deadline=None, max_examples=500)
@given(ANY_NUMBERS)
def test_what_starts_with_a_character_is_all_that_may_match_there(text: str) -> None:
    every_pattern = re.compile("|".join(pattern for _, pattern in non_quantities._OPENED))
    for start in non_quantities._MAY_START.finditer(text):
        at, character = start.start(), text[start.start()]
        expected = every_pattern.match(text, at)
        opened = non_quantities.PATTERNS.get(character)
        found = opened.match(text, at) if opened is not None else None
        assert (found and found.span()) == (expected and expected.span()), text[at:]
