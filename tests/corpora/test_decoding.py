import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "a zip archive or an Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "before 2007"),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x01\x02\x03\x04" * 40, "control characters"),
    ],
)
def test_binary_data_is_named(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        decode(data)


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
