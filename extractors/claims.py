"""Claims (算术陈述): numbers that a sentence itself says follow from others of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from extractors.indicators import Indicator
from extractors.printed_numbers import Printed, Reckoned, read_printed

RULES: Final = ("share", "rate", "completion", "sum", "growth", "difference")


@dataclass(frozen=True)
class Term:
    """A number of a sentence.

    Attributes:
        index: of its indicator in the document.
        indicator: of the number.
        written: the quantity in working text.
        lead: what stands between the number before it, or the start of the sentence, and it.
    """

    index: int
    indicator: Indicator
    written: str
    lead: str

    @cached_property
    def number(self) -> Printed | None:
        """The number as printed; None where nothing can be reckoned from it."""
        return read_printed(self.written, self.indicator)

    @property
    def is_percent(self) -> bool:
        """Whether it is a share in per cent."""
        return self.indicator.unit_norm == "%"

    def counts_like(self, other: Term) -> bool:
        """Whether both can be reckoned with and count in one unit."""
        one, two = self.indicator, other.indicator
        return (
            one.unit_norm is not None
            and (one.unit_norm, one.per) == (two.unit_norm, two.per)
            and self.number is not None
            and other.number is not None
        )

    def is_within(self, whole: Term) -> bool:
        """Whether it is no more than another number."""
        return (
            self.number is not None and whole.number is not None and self.number.value <= whole.number.value
        )


class Way(NamedTuple):
    """A way to reckon a stated number: the terms it is reckoned from, and the result in canonical units."""

    terms: tuple[Term, ...]
    reckoned: Reckoned


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that follows from others.

    Attributes:
        rule: one of RULES.
        stated: the term that states it.
        ways: the ways to reckon it that the words allow.
        firm: the words leave no doubt what it is reckoned from; else it counts only where the numbers agree.
    """

    rule: str
    stated: Term
    ways: tuple[Way, ...]
    firm: bool = True
