"""Units: every row of units.csv is read in its own example."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pipeline import extract
from extractors.unit_contexts import read_smaller_units
from extractors.units import find_unit, load_units, read_units

ROWS = read_units()
DIMENSIONS = {
    "money", "area", "length", "mass", "volume", "speed", "flow", "energy", "power", "voltage", "frequency",
    "pressure", "temperature", "angle", "sound", "concentration", "turbidity", "data", "computing", "share",
    "ratio", "rate", "rank", "score", "time", "count",
}  # fmt: skip
TRAITS = {"series", "frequency", "event", "member"}


@pytest.mark.parametrize("row", ROWS, ids=[row["unit"] for row in ROWS])
def test_the_unit_is_read_in_its_example(row: dict[str, str]) -> None:
    found = extract(row["example"]).indicators
    assert [(one.unit, one.unit_norm, one.dimension) for one in found] == [
        (row["unit"], row["unit_norm"], row["dimension"])
    ]
    scale = load_units()[row["unit"]].scale
    assert found[0].value_norm == pytest.approx(found[0].value * float(scale))
    assert row["example"][found[0].text_start : found[0].text_end].endswith(row["unit"])


@pytest.mark.parametrize("row", read_smaller_units(), ids=[row["example"] for row in read_smaller_units()])
def test_a_smaller_unit_goes_on_in_its_example(row: dict[str, str]) -> None:
    [found] = extract(row["example"]).indicators
    assert found.unit is not None
    assert found.unit.startswith(row["unit"])
    assert found.quantity.endswith(row["smaller"])
    assert found.value == pytest.approx(float(row["value"]))


def test_rows_hold_together() -> None:
    units = [row["unit"] for row in ROWS]
    assert len(set(units)) == len(units)
    for row in ROWS:
        assert row["unit"] and row["unit_norm"] and row["unit"].strip() == row["unit"]
        assert row["dimension"] in DIMENSIONS
        assert set(row["traits"].split()) <= TRAITS
        assert load_units()[row["unit"]].scale > 0
    # rows of a dimension stand together, so that a new one has its place
    assert [name for name, _ in groupby(row["dimension"] for row in ROWS)] == list(
        dict.fromkeys(row["dimension"] for row in ROWS)
    )


def test_there_are_about_400_units_each_with_an_example_of_its_own() -> None:
    assert len(ROWS) >= 400
    assert len({row["example"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("phrase", "unit", "norm", "value"),
    [
        ("流转土地500亩", "亩", "m2", 333333.333333),
        ("管网12.5公里", "公里", "m", 12500),
        ("黄金3两", "两", "kg", 0.15),
        ("入住率达到八成", "成", "%", 80),
        ("门票打7.5折优惠", "折", "%", 75),
        ("装机30兆瓦", "兆瓦", "kW", 30000),
        ("每亩补贴120元/亩", "元/亩", "CNY/m2", 0.18),
        ("煤耗305克/千瓦时", "克/千瓦时", "kg/kWh", 0.305),
        ("均价每套6200元/平方米", "元/平方米", "CNY/m2", 6200),
    ],
)
def test_a_unit_is_scaled_to_its_canonical_one(phrase: str, unit: str, norm: str, value: float) -> None:
    found = extract(phrase).indicators[-1]
    assert (found.unit, found.unit_norm) == (unit, norm)
    assert found.value_norm == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "start", "unit"),
    [
        ("3平方公里", 1, "平方公里"),
        ("3人次", 1, "人次"),
        ("3个百分点", 1, "个百分点"),
        ("3个单元楼", 1, "个单元"),
        ("3元钱", 1, "元钱"),
        ("2.4万平米道路", 4, "平米"),
        ("200元/头", 3, "元/头"),
        ("200元/全区", 3, "元"),
    ],
)
def test_the_longest_unit_is_taken(text: str, start: int, unit: str) -> None:
    found = find_unit(text, start)
    assert found is not None
    assert found.text == unit


@pytest.mark.parametrize(("text", "start"), [("3,然后", 1), ("3", 1), ("", 0), ("3 ", 1), ("3乚", 1)])
def test_no_unit_is_none(text: str, start: int) -> None:
    assert find_unit(text, start) is None


@given(st.sampled_from(ROWS), st.text("年月人的元/米度平方0, ", max_size=4))
def test_a_unit_found_begins_the_text_and_is_as_long_as_can_be(row: dict[str, str], rest: str) -> None:
    text = row["unit"] + rest
    found = find_unit(text, 0)
    assert found is not None
    assert text.startswith(found.text)
    assert len(found.text) >= len(row["unit"]) or "/" in row["unit"]
