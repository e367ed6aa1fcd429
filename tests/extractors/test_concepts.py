"""Concepts: the same indicator under one name, whatever its words; none where no listed name fits."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.concepts import Concept, ConceptRow, find_concept, load_concepts, name_concept
from extractors.pipeline import extract
from extractors.units import load_units

DIMENSIONS = {unit.dimension for unit in load_units().values()} | {"rate"}


def find(subject: str, unit_norm: str | None = None, kind: str = "level") -> Concept | None:
    return find_concept(subject, unit_norm=unit_norm, kind=kind)


@pytest.mark.parametrize(
    ("subject", "unit_norm", "kind", "name", "object"),
    [
        # other words, one concept; what it is said of is kept apart
        ("机关食堂测评满意率", "%", "ratio", "满意率", "机关食堂"),
        ("对会务服务满意度", "%", "ratio", "满意率", "会务服务"),
        ("群众对窗口服务的满意率", "%", "ratio", "满意率", "窗口服务"),
        ("结对帮扶覆盖率", "%", "ratio", "覆盖率", "结对帮扶"),
        ("规上工业增加值", "%", "growth", "规模以上工业增加值", None),
        ("空气优良天数比例", "%", "ratio", "空气质量优良天数比率", None),
        ("农村自来水普及率", "%", "ratio", "自来水普及率", "农村"),
        # near names that are other indicators
        ("财政收入", "CNY", "level", "财政收入", None),
        ("地方一般公共预算收入", "CNY", "level", "一般公共预算收入", None),
        ("财政总收入", "CNY", "level", "财政总收入", None),
        ("城镇登记失业率", "%", "ratio", "城镇登记失业率", None),
        ("城镇调查失业率", "%", "ratio", "城镇调查失业率", None),
        ("人均地区生产总值", "CNY", "level", "人均地区生产总值", None),
        ("外贸进出口", "CNY", "level", "进出口总额", None),
        # place, time, hope and the governing verb say nothing of what is measured
        ("全县粮食总产量", "kg", "level", "粮食产量", None),
        ("2019年全市固定资产投资", "CNY", "level", "固定资产投资", None),
        ("“十三五”期间城镇新增就业", "人", "level", "城镇新增就业", None),
        ("力争高新技术企业", "家", "level", "高新技术企业", None),
        ("办理省人大代表建议", "件", "level", "人大代表建议", "省"),
        ("园区规模以上工业企业数量", "家", "level", "规模以上工业企业", "园区"),
        ("社会消费品零售总额增速", "%", "growth", "社会消费品零售总额", None),
        # a rank, a share or a rate fits any concept
        ("粮食产量", "名", "rank", "粮食产量", None),
        ("固定资产投资", "%", "ratio", "固定资产投资", None),
    ],
)
def test_names_its_concept(subject: str, unit_norm: str, kind: str, name: str, object: str | None) -> None:
    assert find(subject, unit_norm, kind) == Concept(name, object)


@pytest.mark.parametrize(
    ("subject", "unit_norm", "kind"),
    [
        ("不合格率", "%", "ratio"),
        ("单位地区生产总值", "t", "level"),
        ("人均固定资产投资", "CNY", "level"),
        ("亩均税收", "CNY", "level"),
        ("占刑事案件总数", "%", "ratio"),
        # two things at once
        ("城中村和危旧房", "户", "level"),
        ("退耕还林、植树造林", "m2", "level"),
        # the unit says that it is something else
        ("安全出口", "个", "level"),
        ("高速公路", "条", "level"),
        ("粮食", "个", "level"),
        ("高新技术企业", "年", "duration"),
        # no listed name
        ("图书", "册", "level"),
        ("收入", "CNY", "level"),
        ("工作方案", "个", "level"),
        ("", None, "level"),
    ],
)
def test_is_never_guessed(subject: str, unit_norm: str | None, kind: str) -> None:
    assert find(subject, unit_norm, kind) is None


def test_name_may_begin_before_the_subject() -> None:
    text = "年末城镇登记失业率3.1%"
    assert name_concept(text, (6, 9), unit_norm="%", kind="ratio") == "城镇登记失业率"
    assert name_concept("抽检不合格率2%", (3, 6), unit_norm="%", kind="ratio") is None
    assert name_concept("讲座5场和培训3次", (5, 7), unit_norm="次", kind="level") == "培训"
    assert name_concept("拉动GDP0.2个百分点", (0, 5), unit_norm="pp", kind="change") is None
    assert name_concept(text, None, unit_norm="%", kind="ratio") is None


@pytest.mark.parametrize("row", load_concepts().values(), ids=lambda row: row.concept)
def test_example_states_the_concept(row: ConceptRow) -> None:
    assert row.concept in {indicator.concept for indicator in extract(row.example).indicators}


@pytest.mark.parametrize("row", load_concepts().values(), ids=lambda row: row.concept)
def test_row_is_coded_with_known_words(row: ConceptRow) -> None:
    assert row.dimensions <= DIMENSIONS and row.source
    assert not row.unit or "/" in row.unit or row.unit in {unit.norm for unit in load_units().values()}
    assert all(find(name, row.unit or None, "ratio") for name in (row.concept, *row.synonyms))


def test_no_name_belongs_to_two_concepts() -> None:
    names = Counter(name for row in load_concepts().values() for name in (row.concept, *row.synonyms))
    assert [name for name, times in names.items() if times > 1] == []


@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_any_text_is_read(text: str, start: int, end: int) -> None:
    span = (min(start, end, len(text)), min(max(start, end), len(text)))
    found = find_concept(text, span, unit_norm=None, kind="level")
    assert found is None or found.name in load_concepts()
