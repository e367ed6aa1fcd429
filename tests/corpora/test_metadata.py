import csv

import pytest

from corpora.documents import DOC_TYPES
from corpora.lines import find_lines
from corpora.metadata import GENRES, find_doc_type, find_title, is_anonymised, is_model_title, is_truncated


def read_rows():
    with GENRES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: f"{row['place']} {row['word']}")
def test_every_genre_word_stands_in_its_example_and_counts_for_its_kind(row):
    assert row["doc_type"] in DOC_TYPES
    assert row["place"] in ("title", "heading", "body")
    assert row["word"] in row["example"]
    if row["place"] == "title":
        assert find_doc_type([], title=row["example"]) == row["doc_type"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["青石县水务局2016年工作总结"], "青石县水务局2016年工作总结"),
        (["【范文】春灌总结", "春灌总结"], "春灌总结"),
        (["春灌总结", "春灌总结"], "春灌总结"),
        (["2016年青石县春灌总结", "春灌总结"], "2016年青石县春灌总结"),
        (["——2016年1月20日在青石县第三届人民代表大会上", "县长 周青禾"], "县长 周青禾"),
        (["周青禾作春灌总结。青石日报记者 林小满 摄"], None),
        (["尊敬的各位领导:"], None),
        (["一、渠道管护"], None),
        (["(2016年1月20日)"], None),
        (
            ["青石县人民政府关于", "加强渠道管护的意见", "青政发〔2016〕9号"],
            "青石县人民政府关于加强渠道管护的意见",
        ),
        (["青石县水务局关于节水的报告", "各镇工作情况"], "青石县水务局关于节水的报告"),
        (
            ["青石县人民政府办公室", "关于加强渠道管护和", "“三清”工作的通知"],
            "青石县人民政府办公室关于加强渠道管护和“三清”工作的通知",
        ),
        (["青石县人民政府对青石县人大", "第6号建议的答复"], "青石县人民政府对青石县人大第6号建议的答复"),
        (["青政函〔2016〕6号", "青石县人民政府关于节水的批复"], "青石县人民政府关于节水的批复"),
        (["春灌工作报", "告"], "春灌工作报告"),
        (["第三届青石县人民代表大会听取了县长所作的", "春灌工作报告", "。会议认为,成绩明显。"], None),
    ],
)
def test_titles(head, title):
    lines = find_lines("\n".join([*head, "今年春灌开闸早,各管护站全员上岗,巡渠210次,群众普遍满意。"]))
    found, _ = find_title(lines, len(head))
    assert ("".join(lines[n].text for n in found) or None) == title


def test_a_head_of_a_table_below_its_title_is_no_copy_of_it() -> None:
    lines = find_lines("2023年1-6月青石县供水情况\n指标\n6月\n1-6月\n供水量\n3\n21\n")
    assert find_title(lines, 4) == (range(1), [])


def test_the_label_above_a_number_is_no_copy_of_the_title() -> None:
    lines = find_lines("2023年6月青石县供水量主要数据\n指标\n6月\n供水量数据\n3\n供水量主要数据\n|\n21 |\n")
    assert find_title(lines, 6) == (range(1), [])


@pytest.mark.parametrize("row", ["指标\t6月\t1-6月", "指标 | 6月 | 1-6月 |", "指标 |"])
def test_a_row_of_a_table_is_no_title(row: str) -> None:
    lines = find_lines(f"{row}\n青石县供水情况\n今年春灌开闸早。")
    assert find_title(lines, 2) == (range(1, 2), [])


def test_a_title_that_the_page_states_may_stand_on_several_lines():
    lines = find_lines("供水简讯\n青石县人民政府关于\n加强渠道管护的报告\n今年春灌开闸早。")
    assert find_title(lines, 3, given="青石县人民政府关于加强渠道管护的报告") == (range(1, 3), [])
    assert find_title(lines, 3, given="别的题目") == (range(0), [])


@pytest.mark.parametrize(
    ("text", "doc_type"),
    [
        ("今年以来,我局狠抓渠道管护,现将有关工作汇报如下:\n一、清淤", "report"),
        ("一、工作目标\n清淤8处。\n二、领导机构\n成立专班。\n三、工作步骤\n8月完成。", "scheme"),
        (
            "“渠水通了,今年的麦子有救了,多亏了管护队。”老周笑着说。\n“以前要走三里路去挑水,现在开了闸就有。”",
            "news",
        ),
        ("刚才,三个镇作了发言。同志们:抗旱到了关键时候。", "speech"),
        ("青石渠全长36公里。", None),
    ],
)
def test_kinds_of_texts_without_a_title(text, doc_type):
    assert find_doc_type(find_lines(text), title=None) == doc_type


@pytest.mark.parametrize(
    ("title", "doc_type"),
    [
        ("青石县人民代表大会关于政府工作报告的决议", None),
        ("青石县人民政府关于供水规划的批复", None),
        ("青石县人民政府关于节水的工作报告", "report"),
    ],
)
def test_a_ruling_is_no_report_of_what_it_rules_on(title, doc_type):
    assert find_doc_type(find_lines("现将有关情况报告如下"), title=title) == doc_type


@pytest.mark.parametrize(
    ("title", "model"),
    [
        ("【范文】春灌工作总结", True),
        ("春灌工作总结范文", True),
        ("春灌工作总结范文(精选6篇)", True),
        ("关于推广范文图书馆经验的报告", False),
        ("6篇调研报告获奖情况", False),
    ],
)
def test_titles_of_models_for_others_to_copy(title, model):
    assert is_model_title(title) is model


def test_a_page_that_announces_its_reports_tells_their_kind():
    assert find_doc_type([], title=None, topic="为您精选了8篇河道保洁工作汇报") == "report"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("XX县水务局", True),
        ("情暖**,携手同行", True),
        ("市政府〔20*〕9号文件", True),
        ("按照xx市统一部署", True),
        ("局长方○○报告", True),
        ("确保党的十期间安全", True),
        ("由同志兼任办公室主任", True),
        ("党的十九大以来,由张同志负责", False),
        ("长3*5米的渠段", False),
        ("尺码为XXL的雨靴", False),
        ("青石县水务局", False),
    ],
)
def test_blanked_names(text, masked):
    assert is_anonymised(text) is masked


@pytest.mark.parametrize(
    ("text", "cut_off"),
    [
        ("全年巡渠210次,查处占渠行为9起,各管护站认真落实巡渠制度,并将考核结果与", True),
        ("全年巡渠210次,查处占渠行为9起,各管护站认真落实巡渠制度。", False),
        ("全年巡渠210次。\n青石县水务局", False),
        ("", False),
    ],
)
def test_reports_that_break_off(text, cut_off):
    assert is_truncated(find_lines(text)) is cut_off
