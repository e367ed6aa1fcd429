"""Headings as a tree, and the part of the report each stands in."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.outlooks import OUTLOOKS, find_outlook, read_outlook_words
from extractors.sections import Section, find_sections

_NLP = spacy.blank("zh")


def make_doc(text: str, *, doc_type: str | None = None) -> Doc:
    doc = Doc(_NLP.vocab, words=[text] if text else [], spaces=[False] if text else [])
    if not Doc.has_extension("document"):
        Doc.set_extension("document", default=None)
    doc._.document = Document(
        source="测试.txt", part=0, body=TracedText.whole(text), metadata=Metadata(doc_type=doc_type)
    )
    return doc


def find(text: str) -> tuple[Section, ...]:
    return find_sections(make_doc(text))


@pytest.mark.parametrize(
    ("text", "marker", "heading"),
    [
        ("一、街区保洁\n我们每天清扫道路。\n", "一、", "街区保洁"),
        ("(二)绿化养护\n补植灌木40株。\n", "(二)", "绿化养护"),
        ("1、设施维护。全年更换路灯12盏,维修座椅8张。\n", "1、", "设施维护"),
        ("2.文体活动\n举办比赛3场。\n", "2.", "文体活动"),
        ("(3)接待来访\n共接待90人次。\n", "(3)", "接待来访"),
        ("④档案整理\n整理档案600卷。\n", "④", "档案整理"),
        ("第三部分 人员培训\n开展培训5期。\n", "第三部分", "人员培训"),
        ("【便民服务】本月为居民代办证件26件。\n", "", "便民服务"),
        ("上半年重点工程\n1、修建步道。\n", "", "上半年重点工程"),
        # the paragraph was joined to its heading
        ("三、抓好雨季排涝准备工作 街道办组织人员对泵站进行了检修。\n", "三、", "抓好雨季排涝准备工作"),
        ("参、灌溉渠道整修\n本年整修渠道12公里。\n", "参、", "灌溉渠道整修"),
        ("二 、补助范围\n对合作社给予补助。\n", "二 、", "补助范围"),
        # nothing parts the heading from its paragraph, but its words say what it opens
        ("一、上半年工作总结今年以来，我站更换路灯12盏。\n", "一、", "上半年工作总结"),
    ],
)
def test_a_heading_of_every_style(text: str, marker: str, heading: str) -> None:
    first = find(text)[0]
    assert (first.marker, first.heading) == (marker, heading)


@pytest.mark.parametrize(
    "text",
    [
        "今年以来,我站更换路灯12盏,维修座椅8张,群众满意度明显提高。\n",
        "1、全年共更换路灯12盏,维修座椅8张,清理淤泥30吨,修补路面200平方米,处理投诉16件。\n",
        "2021年12月30日\n",
        "尊敬的各位代表:\n",
        "一是更换路灯12盏。二是维修座椅8张。三是清理淤泥30吨。\n",
        "3.5万平方米的绿地得到养护\n",
        # who speaks, what a table is in, and the cells of a table
        "县长 李某某\n",
        "单位：万元\n",
        "指标\n门诊人次\n住院人次\n体检人次\n床位使用率\n",
        # nor where numbers part them
        "门诊情况如下。\n门诊人次\n3200\n住院人次\n410\n",
        # the rest of a line that was broken, and what its next line goes on with
        "我站今年对\n社区养老服务站\n进行了修缮。\n",
        "本年完成了各项任务。\n全年主要指标\n是:换灯12盏。\n",
        # signatures, and where to write
        "现将情况报告如下。\n石湾县人民政府\n2021年12月30日\n",
        "欢迎来信。\n站长信箱:box@example.org\n欢迎来电。\n",
        # an item that ends in a semicolon goes on
        "一、更换路灯;\n二、维修座椅;\n三、清理淤泥。\n",
        # sentences that nothing details, and a list of which most items are such
        "1.更换路灯。\n2.维修座椅。\n3.清理淤泥。\n全部工作已经完成。\n",
        "1.更换路灯12盏,维修座椅8张,清理淤泥30吨,处理投诉16件。\n2.修缮凉亭。用时三天,花费两万元。\n"
        "3.新建步道300米,铺设草皮200平方米,补植灌木,清理垃圾。\n",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert find(text) == ()


def test_a_long_item_is_a_heading_where_the_others_of_its_list_are() -> None:
    text = (
        "(一)整修供水管网。换管3公里。\n(二)扩建水厂。新建沉淀池两座。\n"
        "(三)在供水调度、水质检测和管网巡查等各个环节推行电子台账,努力提高服务居民的水平。建账40本。\n"
    )
    assert [(s.marker, s.level) for s in find(text)] == [("(一)", 1), ("(二)", 1), ("(三)", 1)]


@pytest.mark.parametrize(
    "second",
    ["2.2035年底前建成北山泵站。", "2.6个村通自来水,新铺水管40公里。"],
)
def test_items_of_a_list_are_sentences_together_where_one_starts_with_a_digit(second: str) -> None:
    text = f"三、2035年打算\n1.确保全年完成水利投资3.5亿元以上。\n{second}\n3.整修水渠12公里,清淤9处。\n"
    assert [(s.marker, s.heading) for s in find(text)] == [("三、", "2035年打算")]


def test_a_lone_numbered_sentence_that_nothing_details_is_no_heading() -> None:
    text = "三、2035年打算\n1.确保全年完成水利投资3.5亿元以上。\n四、存在问题\n资金不足。\n"
    assert [s.marker for s in find(text)] == ["三、", "四、"]


def test_a_number_that_does_not_count_on_is_no_numbering() -> None:
    text = "1.建泵站\n泵站年内建成。\n3.5公里水渠得到整修。\n2.2035年大事\n大事年内办成。\n"
    assert [(s.marker, s.heading) for s in find(text)] == [("1.", "建泵站"), ("2.", "2035年大事")]


def test_run_in_headings_stand_below_the_one_they_detail() -> None:
    text = "一、安全管理\n1、突出预防。一是健全制度。修订门卫管理办法。二是强化演练。组织疏散演练2次。\n"
    assert [(s.level, s.heading, s.parent) for s in find(text)] == [
        (1, "安全管理", None),
        (2, "突出预防", 0),
        (3, "健全制度", 1),
        (3, "强化演练", 1),
    ]


def test_headings_of_a_text_without_line_breaks() -> None:
    text = (
        "一、主要成效今年以来，我站服务居民。(一)健全巡查机制。每日巡查两次。(二)更新设施。换灯12盏。"
        "二、下一步工作打算继续更新设施。1、添置座椅。全年添置8张。\n"
    )
    assert [(s.marker, s.heading, s.level, s.outlook) for s in find(text)] == [
        ("一、", "主要成效", 1, "retrospect"),
        ("(一)", "健全巡查机制", 2, "retrospect"),
        ("(二)", "更新设施", 2, "retrospect"),
        ("二、", "下一步工作打算", 1, "plan"),
        ("1、", "添置座椅", 2, "plan"),
    ]


def test_numbering_that_restarts_closes_what_was_below() -> None:
    text = "一、供水\n(一)管网\n修管。\n(二)水厂\n扩建。\n二、供暖\n(一)锅炉\n检修。\n"
    assert [(s.marker, s.level, s.parent) for s in find(text)] == [
        ("一、", 1, None),
        ("(一)", 2, 0),
        ("(二)", 2, 0),
        ("二、", 1, None),
        ("(一)", 2, 3),
    ]


def test_a_line_above_a_numbering_is_its_parent() -> None:
    text = "工作回顾\n一、供水\n修管。\n二、供暖\n检修。\n工作打算\n一、供水\n换泵。\n"
    assert [(s.heading, s.level) for s in find(text)] == [
        ("工作回顾", 1),
        ("供水", 2),
        ("供暖", 2),
        ("工作打算", 1),
        ("供水", 2),
    ]


def test_the_outlook_goes_down_and_forward() -> None:
    text = (
        "一、全年工作回顾\n(一)供水\n修管。\n二、存在的问题\n(一)人手少\n缺人。\n"
        "三、下一步打算\n(一)供水\n换泵。\n四、组织保障\n成立小组。\n"
    )
    assert [s.outlook for s in find(text)] == [
        "retrospect",
        "retrospect",
        "problems",
        "problems",
        "plan",
        "plan",
        "plan",
    ]


def test_a_plan_looks_ahead_from_its_first_heading() -> None:
    text = "一、街区保洁\n清扫道路。\n"
    assert find_sections(make_doc(text, doc_type="plan"))[0].outlook == "plan"
    assert find_sections(make_doc(text, doc_type="summary"))[0].outlook == "retrospect"


@pytest.mark.parametrize("row", read_outlook_words(), ids=lambda row: row["words"])
def test_every_row_of_the_lexicon_by_its_example(row: dict[str, str]) -> None:
    assert row["words"] in row["example"]
    assert find(row["example"] + "\n")[0].outlook == row["outlook"]


def test_years_to_come_are_plans() -> None:
    assert find_outlook("做好2031年重点工作") == "plan"
    assert find_outlook("设施维护") is None


@given(st.text(alphabet="一二三、(1)是。工作总结下步\n 【】①第部分,首先", max_size=120))
def test_any_text_gives_a_tree_of_true_spans(text: str) -> None:
    sections = find(text)
    for index, section in enumerate(sections):
        assert text[section.text_start : section.text_end].strip()
        assert section.heading in text[section.text_start : section.text_end]
        assert section.outlook in OUTLOOKS
        if section.parent is None:
            assert section.level == 1
        else:
            assert section.parent < index
            assert section.level == sections[section.parent].level + 1
    assert [s.text_start for s in sections] == sorted(s.text_start for s in sections)


@pytest.mark.parametrize(
    ("text", "outlooks"),
    [
        # what follows a review at its level looks ahead
        ("一、2030年工作回顾\n修渠。\n二、稳定粮食产量\n修渠。\n", ["retrospect", "plan"]),
        # so does what names a later year
        ("2030年的工作成效\n修渠。\n关于2031年工作\n修渠。\n", ["retrospect", "plan"]),
        ("一、“十三五”工作成效\n修渠。\n二、“十四五”时期\n修渠。\n", ["retrospect", "plan"]),
        ("一、2031年工作成效\n修渠。\n二、2030年的水利\n修渠。\n", ["retrospect", "retrospect"]),
        # what stands first in a heading of both
        (
            "一、“十三五”发展成就和“十四五”目标任务\n修渠。\n二、2021年的水利\n修渠。\n",
            ["retrospect", "plan"],
        ),
        # words inside a sentence name no part of a report
        ("一、打好水利攻坚战，重点任务取得进展\n修渠。\n", ["retrospect"]),
        ("一、着力解决供水中的突出问题\n修渠。\n", ["retrospect"]),
    ],
)
def test_the_part_that_a_heading_opens(text: str, outlooks: list[str]) -> None:
    assert [section.outlook for section in find(text)] == outlooks


def test_a_line_that_opens_with_a_year_is_a_heading_where_it_names_a_part() -> None:
    text = "2030年工作回顾\n2030年修渠。\n2031年工作安排\n2031年换泵。\n2030年的一天\n下雨。\n"
    assert [(s.heading, s.outlook) for s in find(text)] == [
        ("2030年工作回顾", "retrospect"),
        ("2031年工作安排", "plan"),
    ]


def test_a_government_report_looks_ahead_after_its_aims() -> None:
    text = (
        "一、办实事见成效\n修渠。\n二、开新局创佳绩\n今年的预期目标是:增产5%。\n(一)水利\n换泵。\n"
        "附\n一、修渠\n修渠30公里。\n"
    )
    doc = make_doc(text)
    assert {section.outlook for section in find_sections(doc)} == {"retrospect"}
    doc._.document = Document("2031年政府工作报告.txt", 0, TracedText.whole(text), Metadata())
    found = {section.heading: section.outlook for section in find_sections(doc)}
    assert [found[one] for one in ("办实事见成效", "水利", "修渠")] == ["retrospect", "plan", "plan"]
