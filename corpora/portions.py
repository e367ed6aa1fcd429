"""Some items at a time (分批), as ``itertools.batched`` gives them from Python 3.12 on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def take_portions(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in their order, `size` in each list and what is left in the last; none of no items.

    Example:
        >>> list(take_portions("东南西北中", 2))
        [['东', '南'], ['西', '北'], ['中']]
    """
    items = iter(items)
    while portion := list(islice(items, size)):
        yield portion
