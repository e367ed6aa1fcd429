"""Work that is divided into tasks (分工), none of which needs what comes of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Protocol, TypeVar

from corpora.portions import take_portions

Value = TypeVar("Value")


class Divide(Protocol):
    """Who does the tasks of a work, several at the same time or one after the other."""

    def __call__(
        self, do: Callable[..., Value], common: Sequence[Any], tasks: Sequence[Sequence[Any]]
    ) -> list[Value]:
        """What `do` gives for each task, in their order.

        Args:
            do: a function of a module, which another process can find.
            common: its first arguments, the same for all tasks.
            tasks: the rest of its arguments for each.
        """


def do_alone(do: Callable[..., Value], common: Sequence[Any], tasks: Sequence[Sequence[Any]]) -> list[Value]:
    """What `do` gives for each task, one after the other.

    Example:
        >>> do_alone(str.count, ["东南西东"], [["东"], ["西"]])
        [2, 1]
    """
    return [do(*common, *task) for task in tasks]


def divide_in_portions(
    divide: Divide, do: Callable[[Any], Value], items: Sequence[Any], *, size: int
) -> list[Value]:
    """What `do` gives for each item, so many of which are one task: it takes time to give one away.

    Example:
        >>> divide_in_portions(do_alone, len, ["东南", "西", "北"], size=2)
        [2, 1, 1]
    """
    tasks = [(portion,) for portion in take_portions(items, size)]
    return list(chain.from_iterable(divide(_do_each, (do,), tasks)))


def _do_each(do: Callable[[Any], Value], items: Sequence[Any]) -> list[Value]:
    return list(map(do, items))
