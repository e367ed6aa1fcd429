"""Numerals: what a number says, in every way that reports write it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import Numeral, parse_numeral

DIGITS = "零一二三四五六七八九"
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
LARGE = ("", "万", "亿")


def write_chinese(number: int) -> str:
    """The Chinese numeral of 0 <= number < 10 ** 12, as GB/T 15835 writes it."""
    if number == 0:
        return "零"
    groups: list[tuple[int, str]] = []
    for name in LARGE:
        number, group = divmod(number, 10_000)
        groups.append((group, name))
    written = ""
    for group, name in reversed(groups):
        if not group:
            # one 零 stands for empty groups and empty places alike
            written += "零" if written and not written.endswith("零") else ""
            continue
        if written and group < 1000 and not written.endswith("零"):
            written += "零"
        written += write_group(group) + name
    return written.rstrip("零")


def write_group(group: int) -> str:
    """1 to 9999: 三千零二十."""
    written = ""
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, group = divmod(group, power)
        if digit:
            written += DIGITS[digit] + name
        elif written and group and not written.endswith("零"):
            written += "零"
    return written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("3.14", "3.14"),
        ("0.05", "0.05"),
        ("1,234,567", 1234567),
        ("12,345.6", "12345.6"),
        ("24.07万", 240700),
        ("1.2万亿", "1.2E12"),
        ("3千", 3000),
        ("3.2×10^5", 320000),
        ("3.2x10⁵", 320000),
        ("2×10⁻²", "0.02"),
        ("1.2×10^4万", "1.2E8"),
        ("10的3次方", 1000),
        ("2.5E+05", 250000),
        ("11.30×108", "1.13E9"),
        ("1.2w", 12000),
        ("1亿2654万8000", 126548000),
        ("1亿2,654万8,000", 126548000),
        ("3万4000", 34000),
        ("25万6千", 256000),
        ("1 200", 1200),
        # Chinese
        ("零", 0),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("一千零二十", 1020),
        ("三万零五百", 30500),
        ("两千三百万", 23000000),
        ("四亿零六", 400000006),
        ("五万万", 500000000),
        ("二〇一六", 2016),
        ("一○五", 105),
        ("百", 100),
        # the last digit counts the next place down
        ("两百三", 230),
        ("一万二", 12000),
        ("三千五", 3500),
        ("十二", 12),
        # fractions of a number
        ("一百零五点五", "105.5"),
        ("零点零三", "0.03"),
        ("三点二亿", 320000000),
        ("半", "0.5"),
        ("三万半", 35000),
        # financial
        ("壹仟贰佰叁拾肆", 1234),
        ("伍拾万", 500000),
        ("玖亿零捌", 900000008),
        ("陸拾", 60),
    ],
)
def test_a_numeral_says_a_number(text: str, value: int | str) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.value_max, numeral.bound) == (Decimal(value), None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("几十", 10), ("几百", 100), ("数千", 1000), ("数万", 10000), ("几十万", 100000), ("三十几", 30)],
)
def test_a_vague_numeral_is_its_least_value_and_over(text: str, value: int) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.bound) == (value, "over")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三五", 3, 5),
        ("两三", 2, 3),
        ("七八十", 70, 80),
        ("两三百", 200, 300),
        ("十五六", 15, 16),
        ("四五千", 4000, 5000),
        ("三四万", 30000, 40000),
    ],
)
def test_neighbouring_digits_name_a_range(text: str, low: int, high: int) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.value_max) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "点",
        "三点",
        "元",
        "三户",
        "10-5",
        "3×105米",
        "几",
        "数",
        "1,23",
        "1.2.3",
        "一点二点三",
        "半点一",
        "两百半点五",
        "7.0点〇",
    ],
)
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert parse_numeral(text) is None


def test_a_few_before_ten_thousands() -> None:
    assert [parse_numeral(text) for text in ("十几万", "二十几万")] == [
        Numeral(Decimal(100000), bound="over"),
        Numeral(Decimal(200000), bound="over"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # signs
        ("负三十二", -32),
        ("-5.5", "-5.5"),
        ("−7", -7),
        # 廿, 卅, 幺, the simplified 参 and traditional forms in a simplified text
        ("廿七", 27),
        ("卅", 30),
        ("幺零二", 102),
        ("参拾", 30),
        ("參佰萬", 3000000),
        ("玖億伍仟萬", 950000000),
        # no digit before the point
        (".35", "0.35"),
        ("-.8", "-0.8"),
        # blanks inside
        ("四 百 六 十", 460),
        ("6万 3千 2百", 63200),
        # fractions, whole numbers with fractions
        ("八分之五", "0.625"),
        ("16分之9", "0.5625"),
        ("负四分之三", "-0.75"),
        ("二又四分之一", "2.25"),
        ("十五 又 2分 之 1", "15.5"),
        ("3/8", "0.375"),
        ("2 1/4", "2.25"),
        # powers and Latin multipliers
        ("8k", 8000),
        ("1.2M", 1200000),
        ("3.5e2", 350),
        ("3^4", 81),
        ("4^-1", "0.25"),
    ],
)
def test_other_ways_to_write_a_number(text: str, value: int | str) -> None:
    numeral = parse_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.value_max, numeral.bound) == (Decimal(value), None, None)


@pytest.mark.parametrize(
    "text", ["--3", "三分之", "分之三", "三分之零点", "零分之三", "1/0", "又三分之一", "2^", "k"]
)
def test_half_of_another_way_is_none(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("四百余万", 4000000), ("一百零几万", 1000000), ("六百 多万", 6000000)]
)
def test_more_inside_a_numeral_is_over(text: str, value: int) -> None:
    assert parse_numeral(text) == Numeral(Decimal(value), bound="over")


@given(st.integers(1, 999), st.integers(2, 999), st.integers(1, 999))
def test_a_fraction_comes_back_as_its_number(whole: int, below: int, above: int) -> None:
    for written in (
        f"{write_chinese(whole)}又{write_chinese(below)}分之{write_chinese(above)}",
        f"{whole} {above}/{below}",
    ):
        numeral = parse_numeral(written)
        assert numeral is not None
        assert numeral.value == whole + Decimal(above) / below


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "一十"),
        (105, "一百零五"),
        (1020, "一千零二十"),
        (30500, "三万零五百"),
        (100_000_006, "一亿零六"),
        (120_340_000, "一亿二千零三十四万"),
    ],
)
def test_the_writer_of_numerals_writes_as_people_do(number: int, written: str) -> None:
    assert write_chinese(number) == written


@given(st.integers(0, 10**12 - 1))
def test_a_chinese_numeral_comes_back_as_its_number(number: int) -> None:
    for written in (write_chinese(number), write_chinese(number).translate(FINANCIAL)):
        numeral = parse_numeral(written)
        assert numeral is not None
        assert (numeral.value, numeral.value_max, numeral.bound) == (number, None, None)


@given(st.integers(1, 10**12 - 1))
def test_two_may_be_written_as_a_pair(number: int) -> None:
    # 两千, 两万, 两百 beside 二千; in the place of tens and ones it stays 二
    written = write_chinese(number)
    for place in "百千万亿":
        written = written.replace(f"二{place}", f"两{place}")
    numeral = parse_numeral(written)
    assert numeral is not None
    assert numeral.value == number


@given(st.integers(0, 10**15), st.integers(0, 4))
def test_an_arabic_numeral_comes_back_as_its_number(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    for written in (f"{value:f}", f"{value:,f}"):
        numeral = parse_numeral(written)
        assert numeral is not None
        assert numeral.value == value


@given(st.integers(1, 9999), st.integers(0, 2), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_a_multiplier_multiplies_exactly(number: int, places: int, multiplier: tuple[str, int]) -> None:
    value = Decimal(number).scaleb(-places)
    numeral = parse_numeral(f"{value:f}{multiplier[0]}")
    assert numeral is not None
    assert numeral.value == value * multiplier[1]


@given(st.text("0123456789.,零〇一二两三五九十百千万亿几数半点余多壹拾又分之/负-廿參kE^ ", max_size=12))
def test_no_text_makes_it_fail(text: str) -> None:
    numeral = parse_numeral(text)
    if numeral is not None:
        assert numeral.value.is_finite()
        assert numeral.bound in (None, "over")
        assert numeral.value_max is None or numeral.value_max > numeral.value


def test_a_long_run_of_multipliers_is_no_number() -> None:
    assert parse_numeral("千万" * 2000) is None
