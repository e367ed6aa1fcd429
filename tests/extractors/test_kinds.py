"""Kind, direction, basis and per of an indicator."""

from __future__ import annotations

import pytest

from extractors.change_verbs import load_change_verbs
from extractors.indicators import Indicator
from extractors.kinds import KINDS, PER
from extractors.pipeline import extract


def find(sentence: str, quantity: str) -> Indicator:
    [one] = [one for one in extract(sentence).indicators if one.quantity == quantity]
    return one


@pytest.mark.parametrize(
    ("sentence", "quantity", "kind", "direction", "basis"),
    [
        ("渠系漏水率仍高达14.2%。", "14.2%", "ratio", None, None),
        ("渠系漏水率还比去年高1.2%。", "1.2%", "growth", "up", "yoy"),
        # counts and amounts
        ("新建公园3处。", "3处", "level", None, None),
        ("投资2亿元建设水厂。", "2亿元", "level", None, None),
        ("新增就业800人。", "800人", "level", None, None),
        ("全年节约经费30万元。", "30万元", "level", None, None),
        ("减少污水排放5万吨。", "5万吨", "level", None, None),
        # shares
        ("群众满意率为96.5%。", "96.5%", "ratio", None, None),
        ("完成年度任务的108%。", "108%", "ratio", None, None),
        ("盗窃案件占案件总数的37.5%。", "37.5%", "ratio", None, None),
        ("覆盖率提高到88%。", "88%", "ratio", None, None),
        ("失业率控制在3%以内。", "3%", "ratio", None, None),
        ("产量是五年前的1.5倍。", "1.5倍", "ratio", None, None),
        ("科技对增长的贡献率达到58%。", "58%", "ratio", None, None),
        # growth is relative
        ("经济增长预期目标为6.5%左右。", "6.5%", "growth", "up", None),
        ("贷款年增率降为-1.8%。", "-1.8%", "growth", "down", None),
        ("零售物价上涨幅度控制在4%以内。", "4%", "growth", "up", None),
        ("茶叶产量保持30%以上增长。", "30%", "growth", "up", None),
        ("出口额增长4.6%。", "4.6%", "growth", "up", None),
        ("出口额同比增长4.6%。", "4.6%", "growth", "up", "yoy"),
        ("出口额比上年下降4.6%。", "4.6%", "growth", "down", "yoy"),
        ("菜价环比上涨1.2%。", "1.2%", "growth", "up", "mom"),
        ("在职职工较年初减少2.1%。", "2.1%", "growth", "down", "base"),
        ("旅游收入增速为8.6%。", "8.6%", "growth", "up", None),
        ("税收负增长2.7%。", "2.7%", "growth", "down", None),
        # change is absolute
        ("群众安全感比上年提高1.5个百分点。", "1.5个百分点", "change", "up", "yoy"),
        ("失业率比上月下降0.2个百分点。", "0.2个百分点", "change", "down", "mom"),
        ("平均分提高了30多分。", "30多分", "change", "up", None),
        ("审批时间比以前缩短6天。", "6天", "change", "down", "base"),
        ("学生比去年增加120人。", "120人", "change", "up", "yoy"),
        ("产值比五年前翻了两番。", "两番", "change", "up", "base"),
        # the value itself, not the change
        ("从业人员增加到158人。", "158人", "level", None, None),
        ("办理时限压缩至5个工作日。", "5个工作日", "duration", None, None),
        # ranks, scores, durations
        ("考核位列全市第3名。", "第3名", "rank", None, None),
        ("年度考核得96.5分。", "96.5分", "score", None, None),
        ("抢修历时6个小时。", "6个小时", "duration", None, None),
        ("公示7天无异议。", "7天", "duration", None, None),
        ("门诊量同比增加8%。", "8%", "growth", "up", "yoy"),
        ("增速低于全市平均水平8.3个百分点。", "8.3个百分点", "change", "down", "base"),
        ("增速高于全省平均水平1.2个百分点。", "1.2个百分点", "change", "up", "base"),
        # the base's own value stands between, or the base in another clause
        ("投诉较去年同期的35件减少12件。", "12件", "change", "down", "yoy"),
        ("产值比2019年的704亿元增长66%。", "66%", "growth", "up", "base"),
        ("会议由上年的46次减为31次，减少32.6%。", "32.6%", "growth", "down", "yoy"),
        ("比率提高3个百分点。", "3个百分点", "change", "up", None),
        # words of the dictionary that hide 比 and the verb
        ("降幅收窄2.1个百分点。", "2.1个百分点", "change", "down", None),
        ("亏损额比同期收窄8%。", "8%", "growth", "down", "yoy"),
        ("在岗职工比年初净减18人。", "18人", "change", "down", "base"),
        ("培训学员800人，比上年多培训200人。", "200人", "change", "up", "yoy"),
        ("门诊支出12万元，较去年同期少支出3万元。", "3万元", "change", "down", "yoy"),
        ("实际完成3450万元，超额15%。", "15%", "growth", "up", None),
        ("三年增加70%以上。", "70%", "growth", "up", None),
        ("肉类价格下降4.2%。", "4.2%", "growth", "down", None),
        ("蔬菜价格比上年上涨4.2%。", "4.2%", "growth", "up", "yoy"),
        ("降幅比上半年收窄2.1个百分点。", "2.1个百分点", "change", "down", "base"),
        # a number of the same sort that is hoped for
        ("出口增长8%以上、力争达到10%。", "10%", "growth", "up", None),
    ],
)
def test_kind(sentence: str, quantity: str, kind: str, direction: str | None, basis: str | None) -> None:
    one = find(sentence, quantity)
    assert (one.kind, one.direction, one.basis) == (kind, direction, basis)
    assert one.kind in KINDS


@pytest.mark.parametrize(
    ("sentence", "quantity", "per"),
    [
        ("每月召开例会1次。", "1次", "月"),
        ("每周巡查不少于2次。", "2次", "周"),
        ("每天清运垃圾6吨。", "6吨", "日"),
        ("日均客流3.2万人次。", "3.2万人次", "日"),
        ("每季度评比1次。", "1次", "季"),
        ("每半年体检1次。", "1次", "半年"),
        ("年均植树4万株。", "4万株", "年"),
        ("人均纯收入9800元。", "9800元", "人"),
        ("户均增收2300元。", "2300元", "户"),
        # of so many people or households
        ("每千名老人拥有养老床位32张。", "32张", "千人"),
        ("每百户拥有汽车38辆、电视机102台。", "102台", "百户"),
        ("配置急救箱达每10万人45台。", "45台", "十万人"),
        ("每千人床位数7.8张、护理型床位3万张。", "3万张", None),
        ("每万人口专利拥有量增长6%。", "6%", None),
        # a share has none, nor has a number that stays the same
        ("人均收入增长6%。", "6%", None),
        ("每晚抽调9名队员巡逻。", "9名", None),
        ("新建公园3处。", "3处", None),
    ],
)
def test_per(sentence: str, quantity: str, per: str | None) -> None:
    one = find(sentence, quantity)
    assert one.per == per
    assert per is None or per in PER


@pytest.mark.parametrize("verb", load_change_verbs())
def test_a_word_of_change_tells_the_direction_in_its_example(verb: str) -> None:
    row = load_change_verbs()[verb]
    assert verb in row.example
    assert row.sort in ("change", "amount", "noun")
    [one] = extract(row.example).indicators
    assert one.kind in ("change", "growth")
    assert one.direction == row.direction


@pytest.mark.parametrize(
    ("sentence", "quantity", "kind", "direction", "basis"),
    [
        # the base is a number of its own, the verb opens the clause after it
        ("经费9亿元，较上年度预算数10亿元，减少1亿元。", "1亿元", "change", "down", "yoy"),
        ("经费9,000元，较计划数8,500元，增加500元。", "500元", "change", "up", "base"),
        ("清运垃圾90吨，减少排放3吨。", "3吨", "level", None, None),
    ],
)
def test_a_rise_against_a_base_that_was_stated(
    sentence: str, quantity: str, kind: str, direction: str | None, basis: str | None
) -> None:
    one = find(sentence, quantity)
    assert (one.kind, one.direction, one.basis) == (kind, direction, basis)


def test_years_of_life_are_of_nobody() -> None:
    assert find("人均预期寿命提高1岁。", "1岁").per is None
