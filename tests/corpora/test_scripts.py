import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.scripts import VARIANTS, detect_script, write_working_text

with VARIANTS.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０１６年完成６５％", "2016年完成65%"),
        ("清淤 ３．５公里（含支渠）；", "清淤 3.5公里(含支渠);"),
        ("\u3000\u3000一、\u00a0管网\u2003改造", "  一、 管网 改造"),
        ("第一行\r\n第二行\t表格\n", "第一行\r\n第二行\t表格\n"),
        ("“松坪镇”巡查、8处。", "“松坪镇”巡查、8处。"),
        ("⽔⼚投资㎡", "水厂投资㎡"),
        ("著名的青坪鎮", "著名的青坪鎮"),
    ],
)
def test_folds_widths_and_spaces(text: str, expected: str) -> None:
    assert write_working_text(text, script="simplified") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("鎮區內道路８條，總長１２公里", "镇区内道路8条,总长12公里"),
        ("抓住核心，儲存資訊於記憶體", "抓住核心,储存资讯于记忆体"),
        ("瞭解計畫，復甦產業，回覆來函", "了解计划,复苏产业,回复来函"),
        ("乾淨的皇后像後面有頭髮與發票", "干净的皇后像后面有头发与发票"),
        ("接著作為重點，圍繞著顯著成效", "接着作为重点,围绕着显著成效"),
    ],
)
def test_simplifies_characters_and_keeps_words(text: str, expected: str) -> None:
    assert write_working_text(text, script="traditional") == expected


@pytest.mark.parametrize("row", ROWS, ids=[row["written"] for row in ROWS])
def test_variant_rows_hold_in_their_example(row: dict[str, str]) -> None:
    assert len(row["written"]) == len(row["simplified"])
    assert row["simplified"] in row["example_simplified"]
    assert write_working_text(row["example"], script="traditional") == row["example_simplified"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "simplified"),
        ("2016年 65%", "simplified"),
        ("全镇新建沟渠8条", "simplified"),
        ("全鎮新建溝渠8條", "traditional"),
        ("全镇修缮“聽濤閣”“萬壽橋”，开展环境整治工作，发放补贴", "simplified"),
        ("后里台只干于云面", "simplified"),
        ("全鎮新建溝渠8條，" * 400 + "网络优化办证发票", "traditional"),
    ],
)
def test_detects_script(text: str, expected: str) -> None:
    assert detect_script(text) == expected


@given(st.text(), st.sampled_from(["simplified", "traditional"]))
def test_working_text_is_as_long_as_any_text(text: str, script: str) -> None:
    working = write_working_text(text, script=script)
    assert len(working) == len(text)
    assert [i for i, c in enumerate(text) if c in "\r\n\t"] == [
        i for i, c in enumerate(working) if c in "\r\n\t"
    ]
