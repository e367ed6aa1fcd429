"""Status and constraint: what is, what is planned, what is required, what another is compared with."""

from __future__ import annotations

import pytest

from extractors.indicators import Indicator
from extractors.pipeline import extract
from extractors.statuses import STATUSES


def find(text: str, quantity: str) -> Indicator:
    [one] = [one for one in extract(text).indicators if one.quantity == quantity]
    return one


@pytest.mark.parametrize(
    ("sentence", "quantity", "status", "constraint"),
    [
        ("新建公园3处。", "3处", "actual", None),
        ("人均预期寿命达78岁。", "78岁", "actual", None),
        ("每周检查2次。", "2次", "actual", None),
        ("已争取到资金2600万元。", "2600万元", "actual", None),
        # planned
        ("预计年内新增泊位300个。", "300个", "planned", None),
        ("力争建成高标准农田5万亩。", "5万亩", "planned", "soft"),
        ("计划投资8000万元建设文化中心。", "8000万元", "planned", None),
        ("将新建小学3所。", "3所", "planned", None),
        ("拟建停车场4处。", "4处", "planned", None),
        ("年底前完成步道5公里。", "5公里", "planned", None),
        ("到2025年底覆盖率达到80%以上。", "80%", "planned", None),
        ("有望带动就业400人。", "400人", "planned", "soft"),
        ("亩均能耗要降低2.5%以上。", "2.5%", "planned", None),
        ("产量要比上年增长7%。", "7%", "planned", None),
        ("主要预期目标是：产值增长6%左右；税收增长7%左右；城镇新增就业70万人。", "70万人", "planned", None),
        ("2020年目标：地区生产总值增长7.5%左右，新增就业1500人。", "1500人", "planned", None),
        ("年度目标：培训护林员320名。", "320名", "planned", None),
        ("年度培训目标已完成，培训护林员320名。", "320名", "actual", None),
        ("计划规定，财政收入为五千亿元。", "五千亿元", "planned", None),
        ("今年拟安排资金101亿元，比去年增加58亿元。", "58亿元", "planned", None),
        ("投资总额完成年计划的27%。", "27%", "actual", None),
        # a plan that is exceeded
        ("计划完成产值3000万元，实际完成3450万元，超额15%。", "15%", "actual", None),
        ("计划完成产值3000万元，实际完成3450万元，超额15%。", "3000万元", "planned", None),
        ("实际投资3450万元，比计划超出450万元。", "450万元", "actual", None),
        ("8月底前已完成访谈84名。", "84名", "actual", None),
        ("考核的4个指标均已完成任务。", "4个", "actual", None),
        ("只要降低2%就够了。", "2%", "actual", None),
        ("目标任务是1200人，实际完成1350人。", "1350人", "actual", None),
        # required
        ("每周巡查不少于2次。", "2次", "required", "hard"),
        ("办结率不得低于98%。", "98%", "required", "hard"),
        ("每个社区至少配备2名网格员。", "2名", "required", "hard"),
        ("年度任务为5000平方米。", "5000平方米", "required", "hard"),
        ("报到须在3天内完成。", "3天", "required", "hard"),
        ("凡迟到超过10分钟的一律扣5分。", "5分", "required", "hard"),
        # baseline
        ("满意度由91%提高到95%。", "91%", "baseline", None),
        ("满意度由91%提高到95%。", "95%", "actual", None),
        ("办理时限从20个工作日压缩至5个工作日。", "20个工作日", "baseline", None),
        ("学校从12所增加到19所。", "12所", "baseline", None),
        ("投诉28件，而上年为45件。", "45件", "baseline", None),
    ],
)
def test_status(sentence: str, quantity: str, status: str, constraint: str | None) -> None:
    one = find(sentence, quantity)
    assert (one.status, one.constraint) == (status, constraint)
    assert one.status in STATUSES


@pytest.mark.parametrize(
    ("text", "quantity", "status"),
    [
        ("一、上半年工作回顾\n新建停车场3处。\n二、下半年工作思路\n新建停车场5处。\n", "3处", "actual"),
        ("一、上半年工作回顾\n新建停车场3处。\n二、下半年工作思路\n新建停车场5处。\n", "5处", "planned"),
        ("二、下半年工作思路\n去年已建停车场4处,今年再建6处。\n", "4处", "actual"),
        ("二、下半年工作思路\n过去三年新建停车场9处。\n", "9处", "actual"),
        ("二、下半年工作思路\n每月巡查4次。\n", "4次", "required"),
        ("三、存在的问题\n仍有12个村未通公交。\n", "12个", "actual"),
    ],
)
def test_the_part_of_the_report_tells_the_status(text: str, quantity: str, status: str) -> None:
    assert find(text, quantity).status == status


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("预计年内新增泊位300个。", "预计"),
        ("每周巡查不少于2次。", "不少于"),
        ("铺设管道约600米。", "约"),
        ("补植灌木1700余株。", "余"),
    ],
)
def test_the_cue_holds_the_words_that_decided(sentence: str, cue: str) -> None:
    [one] = extract(sentence).indicators
    assert one.cue is not None
    assert cue in one.cue.split()


def test_what_nothing_decided_has_no_cue() -> None:
    [one] = extract("新建公园3处。").indicators
    assert one.cue is None


@pytest.mark.parametrize(
    ("sentence", "quantity", "status"),
    [
        ("学校由2010年的12所增加到2015年的19所。", "19所", "actual"),
        ("企业从2015年的120家发展到2020年的360家。", "360家", "actual"),
        ("产量是去年的1.5倍。", "1.5倍", "actual"),
    ],
)
def test_a_year_reached_is_no_target_and_a_multiple_has_no_baseline(
    sentence: str, quantity: str, status: str
) -> None:
    assert find(sentence, quantity).status == status


@pytest.mark.parametrize(
    ("sentence", "quantity"),
    [
        ("产值达到1170亿元，比2019年的704亿元增长66%。", "704亿元"),
        ("覆盖率较2015年的30%提高5个百分点。", "30%"),
        ("办件时间平均为20天，现缩短为3天。", "20天"),
        ("县产农机由前年的42%左右，提高到60%。", "42%"),
    ],
)
def test_the_value_of_another_year_is_a_baseline(sentence: str, quantity: str) -> None:
    assert find(sentence, quantity).status == "baseline"


@pytest.mark.parametrize(
    ("sentence", "quantity", "status"),
    [
        ("计划投资建设项目23项。其中区文旅公司投资项目11项。", "11项", "planned"),
        ("去年建设项目23项。其中区文旅公司投资项目11项。", "11项", "actual"),
        ("依前述供水条例规定由农业局支应1.5亿元。", "1.5亿元", "actual"),
        ("按照规定拨付300万元。", "300万元", "actual"),
        ("经费9亿元，较上年度预算数10亿元，减少1亿元。", "10亿元", "baseline"),
        ("糖的产量，比上一年增加17万吨，增长20%。", "17万吨", "actual"),
        ("二、下一步计划\n补助由每户每年60元提高到120元。\n", "120元", "planned"),
        # a cue inside a name says nothing; what has been done stays done where the report looks ahead
        ("“青苗计划”深入实施，引进农技员45名。", "45名", "actual"),
        ("计划实施“青苗工程”，引进农技员45名。", "45名", "planned"),
        # what was striven for and won, and tasks that are counted
        ("争取水利专项补助资金2600万元。", "2600万元", "actual"),
        ("争取茶产业改革试点3项。", "3项", "actual"),
        ("争取建成茶园3万亩。", "3万亩", "planned"),
        ("21项改革任务有序推进。", "21项", "actual"),
        ("落实90万亩造林任务。", "90万亩", "required"),
        ("二、下一步计划\n我县先后试点了9个村。\n", "9个", "actual"),
    ],
)
def test_parts_and_what_is_done_by_a_rule(sentence: str, quantity: str, status: str) -> None:
    assert find(sentence, quantity).status == status


@pytest.mark.parametrize(
    ("sentence", "quantity", "status"),
    [
        # 计划 at the end of a clause, in a name or before a noun is a noun
        ("启动老厂改造三年行动计划，新增泊位300个。", "300个", "actual"),
        ("早餐补贴计划惠及学生300名。", "300名", "actual"),
        ("超额完成计划12%，合格率达到98%。", "98%", "actual"),
        ("招生计划1200人。", "1200人", "actual"),
        # but what a plan or a budget says is to come
        ("按照年度计划，成本比上年降低3%。", "3%", "planned"),
        ("县预算规定支农支出为60万元，占支出的20%。", "20%", "planned"),
        ("确定了绿电占比达40%的目标。", "40%", "planned"),
        # a stretch of years and a date that is past are no deadline
        ("1950年到2012年新增公路19公里。", "19公里", "actual"),
        ("截止到2018年，全乡共有敬老院3所。", "3所", "actual"),
        ("收入由2011年4100元增加到2014年5300元。", "5300元", "actual"),
        ("支出由2006年的30亿元增加到去年的70亿元。", "70亿元", "actual"),
        # words that hold others
        ("化学需氧量排放量下降2.7%。", "2.7%", "actual"),
        ("举办供需对接活动45场。", "45场", "actual"),
        ("稳市场、稳预期，产值增长4.3%。", "4.3%", "actual"),
        ("新型储能实现突破，装机达到25万千瓦。", "25万千瓦", "actual"),
        ("完成县里下达目标任务，蚕茧单产增长2.6%。", "2.6%", "actual"),
        # a task that is done
        ("完成沙地治理任务37万亩。", "37万亩", "actual"),
    ],
)
def test_nouns_and_parts_of_words_are_no_plan(sentence: str, quantity: str, status: str) -> None:
    assert find(sentence, quantity).status == status
