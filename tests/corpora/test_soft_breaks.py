import pytest

from corpora.lines import find_lines
from corpora.soft_breaks import find_soft_breaks


def join(text):
    lines = find_lines(text)
    soft = find_soft_breaks(text, lines)
    return "".join(line.text + ("" if n in soft else "\n") for n, line in enumerate(lines)).strip()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "组织巡渠210次,各管护站实行每日检查、每月考核,并\n将结果上墙公示。",
            "组织巡渠210次,各管护站实行每日检查、每月考核,并将结果上墙公示。",
        ),
        ("制定了《\n青石渠管护办法\n》,落实管护人员36名。", "制定了《青石渠管护办法》,落实管护人员36名。"),
        ("全年组织演练6次,检查重点部位48处,各项工作\n取得新进展。", None),
        ("(一)健全制度,抓实渠道管护\n管护队每天巡渠两次。", None),
        ("今年来抓了三件事,\n一、清淤", None),
        ("一、清淤\n清淤8处。\n二、护坡\n护坡3公里。", None),
        ("新修渠道3公里,清淤8处,并\nCnPack started.", None),
    ],
)
def test_sentences_are_joined_and_headings_are_not(broken, whole):
    assert join(broken) == (whole or broken)


def test_lines_of_a_wrapped_text_are_joined_up_to_the_end_of_their_paragraph():
    wrapped = "\n".join(
        [
            "今年上半年我局组织力量新修渠道十二公里清淤八处共投工",
            *["组建管护队六支巡渠二百一十次查处占渠行为九起渠系水利"] * 8,
            "用系数明显提高。",
            "下半年再修五公里。",
        ]
    )
    assert join(wrapped).count("\n") == 1


def test_a_single_break_is_soft_where_paragraphs_have_blank_lines_between():
    paragraphs = ["今年以来各管护站认真落实巡渠制度,查处占渠行为9起,受到沿渠群众普遍欢迎和好评。"] * 8
    broken = "\n\n".join(paragraphs) + "\n\n" + paragraphs[0][:-1] + "\n水利厅专门发来\n贺信。"
    assert join(broken).endswith("好评水利厅专门发来贺信。")
