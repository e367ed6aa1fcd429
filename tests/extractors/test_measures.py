"""Measures: from the verb to the object."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.action_verbs import ActionVerb, load_action_verbs
from extractors.clauses import read_adverbs
from extractors.indicators import add_indicators
from extractors.measure_parts import find_name, read_programme_names
from extractors.measures import STATUSES, Measure, find_measures
from extractors.pipeline import extract, load
from extractors.quantities import add_quantities
from extractors.sections import find_sections
from extractors.verb_phrases import find_verb_phrases

_NLP = load()


def find(text: str, *, doc_type: str | None = None) -> tuple[Measure, ...]:
    document = Document(
        source="测试.txt", part=0, body=TracedText.whole(text), metadata=Metadata(doc_type=doc_type)
    )
    doc = _NLP.make_doc(document.working_text)
    doc._.document = document
    return find_measures(doc, find_sections(doc))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # one row a verb and its object
        ("街道建立了楼栋长轮值制度,每月召开一次碰头会。", ["建立了楼栋长轮值制度", "每月召开一次碰头会"]),
        ("全面开展河道保洁,并印发巡河手册300本。", ["开展河道保洁", "印发巡河手册300本"]),
        # parallel verbs are rows of their own, a list of objects is one row
        ("成立工作专班、印发实施方案、召开动员大会。", ["成立工作专班", "印发实施方案", "召开动员大会"]),
        ("新增路灯30盏、座椅12张、果皮箱8个。", ["新增路灯30盏、座椅12张、果皮箱8个"]),
        ("通过增设导诊台、延长门诊时间等方式方便群众。", ["增设导诊台", "延长门诊时间"]),
        # the prepositional phrase belongs to it
        ("对辖区内电动车实行编号管理。", ["对辖区内电动车实行编号管理"]),
        ("我站与8家企业签订了用工协议。", ["与8家企业签订了用工协议"]),
        ("对老旧水泵,进行了更换。", ["对老旧水泵,进行了更换"]),
        # attitudes, results, routine output and circumstances are none
        ("先后清理淤泥40吨,处理投诉12件。", []),
        ("领导高度重视,成效十分明显,得到一致好评。", []),
        ("进一步提高思想认识,切实增强责任感。", []),
        ("随着老旧小区改造的推进,环境得到改善。", []),
        ("扩建教学楼取得新进展,始终坚持以安全为指导。", []),
        ("增加到三千二百六十人,投资约80万元。", []),
        ("推广比例达45%,投资增长动力不足。", []),
        ("村里建设预留地充裕,以新面貌庆祝建校60周年。", []),
        ("进入实现粮食自给的关键时期。", []),
        ("化肥供应状况显著改善,新增托位居全县首位,竣工面积达3万平方米。", []),
        ("增加12万吨、8万吨,坚决防止新增欠账。", []),
        ("账目逐村核对,严防违规新增村级债务。", []),
        # how long, how much, of what a deed is: no deed; but one may act on it, or build what has it
        ("通车里程达3200公里,种植面积稳定在8万亩,建设周期较短。", []),
        ("研发投入强度提高到2.1%,建设内容包括两部分。", []),
        ("缩短建设周期,建设占地面积5亩的育苗大棚。", ["缩短建设周期", "建设占地面积5亩的育苗大棚"]),
        ("做好防汛工作意义十分重大,建设迈出新步伐。", []),
        ("研发投入增速高于往年,种植合作社9家,政策落地偏慢。", []),
        ("推动农业基础更加稳固,派出机构增至24家。", []),
        ("我们有实现乡村振兴的有利条件,会议为我们推进改革提供了根本遵循。", []),
        # what floods destroyed is built anew, which is more than upkeep
        ("修复水毁堤防9处,修复路灯18盏。", ["修复水毁堤防9处"]),
        # what came of it is none of it
        ("新建绿道12公里、累计达到80公里。", ["新建绿道12公里"]),
        ("设立创业园4家、居全市第2位,推进扩绿、增长。", ["设立创业园4家"]),
        ("托位由300个增加到一千二百个,改造竣工率达92%。", []),
        ("优良率、到校率分别提高0.6个和7.1个百分点。", []),
        # what a measure led to is no further count of it
        ("投入420万元新建闸站2座,日排水能力由3万吨提高到5.5万吨。", ["投入420万元新建闸站2座"]),
        # what is improved is a measure where it is a thing that can be had
        ("深化校车管理改革,研究制定夜间停车细则。", ["深化校车管理改革", "研究制定夜间停车细则"]),
    ],
)
def test_from_verb_to_object(sentence: str, expected: list[str]) -> None:
    assert [measure.text for measure in find(sentence)] == expected


@pytest.mark.parametrize("verb", load_action_verbs().values(), ids=lambda verb: verb.verb)
def test_every_verb_by_its_example(verb: ActionVerb) -> None:
    """The measure stands in 【】; results and routine output are none, their verb is a head all the same."""
    sentence = verb.example.replace("【", "").replace("】", "")
    found = find(sentence)
    assert [measure.text for measure in found] == re.findall("【(.*?)】", verb.example)
    heads = {measure.head for measure in found}
    heads |= {phrase.verb.verb for phrase in find_verb_phrases(_NLP.make_doc(sentence))}
    assert verb.verb in heads


@pytest.mark.parametrize("row", read_adverbs(), ids=lambda row: row["adverb"])
def test_every_adverb_by_its_example(row: dict[str, str]) -> None:
    """An adverb or a modal stands before the measure, and tells of what kind it is."""
    (phrase,) = find_verb_phrases(_NLP.make_doc(row["example"]))
    assert row["example"][phrase.start : phrase.end] == row["example"].split(row["adverb"], 1)[1].rstrip("。")
    assert row["kind"] in phrase.kinds


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("将绿化管护合同移交给社区。", "移交"),
        ("镇卫生院维修门诊楼屋面。", "维修"),
        ("我中心将建立代管钥匙登记制度。", "建立"),
        ("专家组对两座水闸进行安全鉴定和验收。", "验收"),
        ("全面禁止携带火种进山。", "禁止"),
        ("物业统一更换单元门禁。", "更换"),
        # two verbs that act as one, and one that hastens another
        ("启动实施城镇更新两年计划。", "启动实施"),
        ("新建和改造乡村公路40公里。", "新建和改造"),
        ("加快建设社区服务中心。", "建设"),
        # but not where the second belongs to a name
        ("实施提升窗口服务行动。", "实施"),
        ("启动建设项目12个。", "启动"),
        ("启动建设规划编制工作。", "启动"),
    ],
)
def test_which_verb_is_the_head(sentence: str, head: str) -> None:
    assert [measure.head for measure in find(sentence)] == [head]


def test_what_looks_ahead_is_planned() -> None:
    text = "一、工作回顾\n新建停车棚6座。\n二、下一步打算\n新建充电桩20个。\n"
    assert [(m.status, m.section) for m in find(text)] == [("actual", 0), ("planned", 1)]


def test_a_share_of_a_plan_plans_nothing() -> None:
    done = find("完成投资520万元,占年度计划的96.5%,新建闸站3座。")
    assert {measure.status for measure in done} == {"actual"}


def test_a_programme_that_is_called_a_plan_plans_nothing() -> None:
    assert [m.status for m in find("实施技能提升计划,新建实训车间2座。")] == ["actual", "actual"]


def test_a_modal_plans() -> None:
    assert [m.status for m in find("我站将建立回访制度,已制定考核细则。")] == ["planned", "actual"]
    assert [m.status for m in find("应建立回访制度。")] == ["planned"]


def test_a_modal_inside_a_word_plans_nothing() -> None:
    found = find("开展应急演练5次,招聘教师60人。") + find("供应蔬菜3吨,建立回访制度。")
    assert {measure.status for measure in found} == {"actual"}


def test_what_only_looks_like_a_modal_plans_nothing() -> None:
    found = find("我们主要采取三项措施,建立巡检台账。争取上级资金300万元,新建闸站3座。")
    assert {measure.status for measure in found} == {"actual"}


def test_a_modal_holds_for_the_rest_of_its_sentence() -> None:
    found = find("各站所要加强巡检,建立缺陷台账。目前已配备巡检终端20台。")
    assert [(m.head, m.status) for m in found][-2:] == [("建立", "planned"), ("配备", "actual")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年新增路灯30盏、座椅12张。", "路灯、座椅"),
        ("专家组对两座水闸进行安全鉴定和验收。", "水闸"),
        ("聘任43名“民情观察员”。", "“民情观察员”"),
        ("将旧水表全部更换。", "旧水表全部"),
        ("制定《泵站巡检办法》。", "《泵站巡检办法》"),
        # numbers that are written out or have decimals, but not those of names
        ("新建住宅三亿五千万平方米。", "住宅"),
        ("安排扶助资金1.78万亿元。", "扶助资金"),
        ("引进投资超2亿元的项目6个。", "投资的项目"),
        ("加快“十张网”工程建设。", "“十张网”工程建设"),
        ("开展中央八项规定教育。", "中央八项规定教育"),
        ("推行“一次办结”服务。", "“一次办结”服务"),
        ("改建泵站9所、水厂4所。", "泵站、水厂"),
        ("开展水质大排查6轮次。", "水质大排查"),
        ("组织应急演练不少于4次。", "应急演练"),
        ("新增水渠里程43公里、总里程达到879公里。", "水渠里程、总里程"),
        ("新增储能200万千瓦以上。", "储能"),
        ("巡查商铺320家次。", "商铺"),
        ("推广旱作面积2,000公顷。", "旱作面积"),
        # what the numbers of these say is which one
        ("建成70万千瓦热电项目。", "70万千瓦热电项目"),
        ("新建110千伏和35千伏电网工程。", "110千伏和35千伏电网工程"),
        ("新建港口5个泊位。", "港口泊位"),
        ("改建八所港区道路。", "八所港区道路"),
        ("开展第二批水价试点。", "第二批水价试点"),
        ("编制第十五个五年规划。", "第十五个五年规划"),
        ("实施水价改革2.0版。", "水价改革2.0版"),
        # it ends with its clause, but a list in one unit goes on
        ("巡查商铺32家,隐患整改15处。", "商铺"),
        ("新增停车位30个,充电桩10个。", "停车位,充电桩"),
        # what it is compared with is none of it
        ("安排扶助资金30万元,比上年增加2万元。", "扶助资金"),
    ],
)
def test_the_object_without_counts(sentence: str, expected: str) -> None:
    assert [measure.object for measure in find(sentence)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标\t目标值\t完成值\n招聘护士\t12\t7\n新增床位\t80\t50\n", []),
        ("项目\t总投资(万元)\n西堤路拓宽工程\t800\n新增泵站 \t90\n", []),
        ("| 项目 | 总投资(万元) |\n| --- | --- |\n| 新建泵站3座 | 800 |\n", []),
        ("单位\t新增床位(张)\t改造厕所(座)\n东片医院\t80\t5\n", []),
        ("指标\n本月\n同比增长(%)\n新建水厂\n32\n5.5\n改造管网\n11\n-2.0\n建立台账3本。\n", ["建立台账3本"]),
        # prose in a cell, and tables without numbers
        (
            "项目\t内容\t总投资(万元)\n东片供水\t新建泵站3座,整修水渠12公里。\t80\n",
            ["新建泵站3座", "整修水渠12公里"],
        ),
        ("任务\t科室\n新建泵站\t水利科\n", ["新建泵站"]),
    ],
)
def test_what_names_a_number_of_a_table_is_no_measure(text: str, expected: list[str]) -> None:
    assert [m.text for m in extract(text).measures] == expected


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        ("推行“板凳夜话”议事会", "板凳夜话"),
        ("开展“护河”“护林”两个专项行动", "护河、护林"),
        ("制定《泵站巡检办法》", "《泵站巡检办法》"),
        ("将“早预约”写入《门诊管理办法》", "早预约"),
        ("修建环湖步道", None),
        ("訂定「巡岸簡化作業」", "巡岸簡化作業"),
        ("落实“十四五”规划", None),
        ("深化河湖长制", "河湖长制"),
    ],
)
def test_the_name_of_a_programme(measure: str, name: str | None) -> None:
    assert find_name(measure) == name


@pytest.mark.parametrize("row", read_programme_names(), ids=lambda row: row["name"])
def test_every_programme_name_by_its_example(row: dict[str, str]) -> None:
    assert find_name(row["example"]) == row["name"]


def test_an_actor_acts_in_the_later_clauses_of_its_sentence() -> None:
    found = find("派出所每月排查出租房,建立租客台账。建立回访制度。")
    assert [(m.head, m.actor) for m in found] == [("排查", "派出所"), ("建立", "派出所"), ("建立", None)]


def test_who_is_asked_to_act_does_no_more_than_that() -> None:
    found = find("支持龙头企业建设冷库,新建田间道路3公里。")
    assert [(m.head, m.actor) for m in found][-1] == ("新建", None)


def test_a_measure_holds_the_indicators_that_stand_in_it() -> None:
    doc = _NLP.make_doc("投入49万元安装道闸系统,群众满意度98%。新增车位60个。")
    for component in (add_quantities, add_indicators):
        doc = component(doc)
    found = find_measures(doc, (), doc._.indicators)
    assert [[doc._.indicators[i].quantity for i in m.indicators] for m in found] == [["49万元"], ["60个"]]


@given(st.text(alphabet="建立制度,对开展了活动。、“名”并\n一是召开会议12次", max_size=80))
def test_any_text_gives_true_spans_in_order(text: str) -> None:
    measures = find(text)
    for measure in measures:
        assert text[measure.text_start : measure.text_end] == measure.text != ""
        assert measure.head in measure.text
        assert measure.status in STATUSES
        assert (measure.source_start, measure.source_end) == (measure.text_start, measure.text_end)
    starts = [(m.text_start, m.text_end) for m in measures]
    assert starts == sorted(starts)
    assert all(before[1] <= after[0] for before, after in pairwise(starts))
