import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.repair_gbk import LEAST_CONFIDENCE, find_garbled


def damage(text, mark):
    """What a page shows after the bytes of 。 or ！ were found across two characters."""
    data = text.encode("gbk")
    starts, at = set(), 0
    while at < len(data):
        starts.add(at)
        at += 2 if data[at] > 0x80 else 1
    odd = next(m.start() for m in re.finditer(re.escape(mark.encode("gbk")), data) if m.start() not in starts)
    shown = (data[: odd - 1] + b"?" + data[odd:]).decode("gbk", errors="replace").replace("\ufffd", "?")
    return fold(shown)


def fold(text):
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def mend(text):
    for garbled in reversed(find_garbled(text)):
        text = text[: garbled.start] + garbled.text + text[garbled.end :]
    return fold(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("全省（區）級渠道評比獲獎3項", "。"),
        ("老周說：“渠水通了，地裡有救了。”大夥拍手叫好", "！"),
        ("青石渠沿線水保、節水工程完工8處", "！"),
        ("青石渠兜牢管護“三保”底線。巡渠210次", "！"),
        ("青石渠健全水保、醫療機制", "！"),
    ],
)
def test_the_lost_byte_is_found(text, mark):
    damaged = damage(text, mark)
    assert damaged != fold(text)
    assert mend(damaged) == fold(text)


def test_the_end_of_a_paragraph_that_ran_into_its_markup_is_found():
    assert mend("老周說:“渠水通了?!?/p>\n下一段") == "老周說:“渠水通了。”\n下一段"


@pytest.mark.parametrize(
    "text",
    ["渠水通了吗?!大家都问。", "为什么?。。。还要再查", "是吗?!", "问:修几公里?!答:三公里。", "?。", "?!"],
)
def test_marks_that_authors_set_stay(text):
    assert find_garbled(text) == []


@settings(deadline=None)
@given(st.text(alphabet="?!。！水渠(ㄊ校┘s^p/><A3” \n\ue41a\ufffd\U00020000", max_size=40))
def test_repairs_are_ranges_of_any_text(text):
    last = 0
    for garbled in find_garbled(text):
        assert last <= garbled.start < garbled.end <= len(text)
        assert LEAST_CONFIDENCE <= garbled.confidence <= 1
        last = garbled.end
