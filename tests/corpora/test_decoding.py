import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.score_encodings import score_encoding, split_reports
from corpora.character_frequencies import make_tables
from corpora.count_frequencies import count_frequencies
from corpora.decoding import decode
from corpora.errors import ReadError

REPORT = "松坪镇二〇一六年上半年工作总结\r\n\n　　全镇新建沟渠8条，总长3.5公里，受益320户。\n"


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (REPORT.encode("utf-8"), "utf-8"),
        (REPORT.encode("utf-8-sig"), "utf-8-sig"),
        (REPORT.encode("gbk"), "gb18030"),
        (REPORT.replace("镇", "𡒄").encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32"),
    ],
)
def test_finds_the_encoding_and_keeps_every_character(data: bytes, codec: str) -> None:
    text, name = decode(data)
    assert name == codec
    assert text.replace("𡒄", "镇") == REPORT


def test_a_damaged_byte_costs_one_character() -> None:
    data = bytearray(REPORT.encode("utf-8"))
    data[4] = 0xFF
    text, codec = decode(bytes(data))
    assert codec == "utf-8" and "\ufffd" in text and text.endswith(REPORT[4:])


def test_a_text_cut_inside_a_character_is_read() -> None:
    assert decode(REPORT.encode("utf-8")[:-5])[1] == "utf-8"
    assert decode(REPORT.encode("gbk")[:-4])[1] == "gb18030"
    assert decode(REPORT.encode("utf-16-le")[:-1])[1] == "utf-16-le"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "a zip archive or an Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "before 2007"),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x01\x02\x03\x04" * 40, "binary data"),
        (random.Random(5).randbytes(4000), "binary data or text that is not Chinese"),
        ("これは東京都の予算を説明する文書である。".encode("shift_jis") * 9, "not Chinese"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
    ],
)
def test_binary_data_is_named(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        decode(data)


SIMPLIFIED = (
    "松坪镇坚持把农村饮水安全摆在首位，全年新建蓄水池12座，铺设管网36.5公里，惠及村民4800余人；同时组织巡渠队员沿河清淤，"
    "拆除违章搭建8处，栽种垂柳、杜鹃等苗木，河畔面貌焕然一新。镇卫生院添置彩超设备，签约慢性病患者九百余名。"
)
TRADITIONAL = (
    "松坪鎮公所本年度辦理農路改善工程十二件，經費新臺幣三千六百萬元，改善長度八點五公里；並輔導農會辦理產銷班講習，"
    "協助青年返鄉從事精緻農業。社區照顧關懷據點增設五處，提供長者共餐與健康促進服務，滿意度達九成二。"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "utf-8"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-16-le"),
        (TRADITIONAL, "utf-8"),
    ],
)
def test_eight_characters_are_enough(text: str, encoding: str) -> None:
    samples = [text[at : at + 8] for at in range(len(text) - 8)]
    assert [decode(sample.encode(encoding))[0] for sample in samples] == samples


@pytest.mark.parametrize("declared", [None, "gb2312", "GBK", "utf-8", "Big5", "iso-8859-1", "nonsense"])
def test_what_is_declared_is_only_a_hint(declared: str | None) -> None:
    assert decode(SIMPLIFIED.encode("gbk"), declared=declared) == (SIMPLIFIED, "gb18030")
    assert decode(TRADITIONAL.encode("big5"), declared=declared) == (TRADITIONAL, "cp950")
    assert decode(SIMPLIFIED.encode("utf-8"), declared=declared) == (SIMPLIFIED, "utf-8")


def test_a_page_whose_head_is_ascii_is_judged_by_its_text() -> None:
    head = "<script>" + "var a = 1;\n" * 5000 + "</script>"
    assert decode((head + SIMPLIFIED).encode("gbk"))[1] == "gb18030"
    assert decode((head + TRADITIONAL).encode("big5"))[1] == "cp950"


def test_characters_of_hong_kong() -> None:
    text = TRADITIONAL + "啲嘅喺冚"
    assert decode(text.encode("big5hkscs")) == (text, "big5hkscs")


@pytest.mark.slow
def test_held_out_reports(shared: Path) -> None:
    """99 of 100 random samples of 8 characters, with frequencies that were counted on other reports."""
    parts = split_reports(shared / "corpora" / "reports")
    tables = make_tables(count_frequencies(parts["simplified", False], parts["traditional", False]))
    for script, codec in (("simplified", "gbk"), ("traditional", "cp950")):
        assert score_encoding(parts[script, True], codec, tables, samples=500) >= 0.99


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_read_error(data: bytes) -> None:
    try:
        text, codec = decode(data)
    except ReadError:
        return
    assert text == data.decode(codec, "replace")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, "utf-8")
