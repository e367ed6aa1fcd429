"""Who carries out a measure, and whom it is for."""

from __future__ import annotations

import pytest

from extractors.participants import find_actor, find_target_group, read_target_groups


@pytest.mark.parametrize(
    ("before", "actor"),
    [
        ("派出所", "派出所"),
        ("区水务局分别", "区水务局"),
        ("各网格员", "各网格员"),
        # the reporting body itself, nobody, and what is no body
        ("我局", None),
        ("河东街道", None),
        ("全市", None),
        ("", None),
        ("在此过程", None),
        ("三季度完成后,派出所", None),
        ("城镇", None),
        ("可能还会", None),
        ("按企业", None),
        ("授权镇政府", None),
        ("新开工老旧小区", None),
        ("网格员逐村", "网格员"),
        ("聚焦全县", None),
        # who is asked to act is who acts
        ("支持龙头企业", "龙头企业"),
    ],
)
def test_the_actor_where_it_is_not_the_reporting_body(before: str, actor: str | None) -> None:
    text = before + "排查出租房"
    assert find_actor(text, 0, len(before), reporter="河东街道办事处") == actor


@pytest.mark.parametrize("row", read_target_groups(), ids=lambda row: row["group"])
def test_every_group_by_its_example(row: dict[str, str]) -> None:
    assert row["group"] in str(find_target_group(row["example"]))


@pytest.mark.parametrize(
    ("measure", "group"),
    [
        ("为230名独居老人安装呼叫器", "独居老人"),
        ("向广大环卫工人发放防寒手套", "环卫工人"),
        ("对辖区小微企业开展上门辅导", "辖区小微企业"),
        ("开办残疾人手工作坊", "残疾人"),
        ("给予企业一次性奖励", "企业"),
        ("推进企业集团改组", None),
        ("修建环湖步道", None),
        # a broad group before another noun is a modifier
        ("增加居民收入", "居民"),
        ("改进企业管理", None),
        ("选拔领军人才团队", None),
        ("慰问教师、护士", "教师"),
    ],
)
def test_the_group_in_the_measures_own_words(measure: str, group: str | None) -> None:
    assert find_target_group(measure) == group
