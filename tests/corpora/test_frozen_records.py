"""Frozen dataclasses that are made fast are in all else what they were."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from corpora.frozen_records import set_at_once


@set_at_once
@dataclass(frozen=True, slots=True)
class Count:
    subject: str
    value: int
    unit: str | None = None
    parts: tuple[str, ...] = ()


def test_fields_come_by_place_by_name_and_by_default() -> None:
    count = Count("口袋公园", value=3, parts=("东园", "西园"))
    assert type(count) is Count
    assert [getattr(count, one.name) for one in fields(count)] == ["口袋公园", 3, None, ("东园", "西园")]


def test_records_stay_frozen_equal_and_hashable() -> None:
    count = Count("口袋公园", 3, "处")
    with pytest.raises(FrozenInstanceError):
        count.value = 4  # type: ignore[misc]
    assert count == Count("口袋公园", 3, "处") != Count("口袋公园", 4, "处")
    assert hash(count) == hash(Count("口袋公园", 3, "处"))


def test_records_are_replaced_copied_and_pickled() -> None:
    count = replace(Count("口袋公园", 3), unit="处")
    assert count == Count("口袋公园", 3, "处") == copy.copy(count) == pickle.loads(pickle.dumps(count))


def test_a_missing_and_an_unknown_field_are_told() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'value'"):
        Count("口袋公园")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'amount'"):
        Count("口袋公园", amount=3)  # type: ignore[call-arg]


def test_what_needs_more_than_plain_values_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Listed:
        names: list[str] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Checked:
        value: int

        def __post_init__(self) -> None:
            if self.value < 0:
                raise ValueError("a count is not negative")

    for record in (Listed, Checked):
        with pytest.raises(TypeError, match=f"{record.__name__} has a default factory or a __post_init__"):
            set_at_once(record)
