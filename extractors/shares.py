"""Shares of a whole (分数与成数): 三分之二, 百分之五, 一半, 2/3, 九成五, as per cent."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Final

from extractors.numerals import parse_numeral

_TWELVE_DIGITS: Final = Context(prec=12)
HALVES: Final = ("半数", "一半", "折半", "过半", "近半", "大半")


def read_share(text: str) -> Decimal | None:
    """Per cent (per mille for 千分之) of a fraction; None where it is none.

    Args:
        text: the fraction as written, half-width.

    Example:
        >>> read_share("四分之三"), read_share("千分之六")
        (Decimal('75'), Decimal('6'))
    """
    if text in HALVES:
        return Decimal(50)
    numeral = parse_numeral(text)
    if numeral is None or ("/" in text and not 0 < numeral.value < 1):
        return None
    return (numeral.value * (1000 if text.startswith("千分") else 100)).normalize(_TWELVE_DIGITS)


def read_tenths(text: str) -> Decimal:
    """What stands after 成: 五 in 九成五 is half a tenth.

    Example:
        >>> read_tenths("五"), read_tenths("半")
        (Decimal('0.5'), Decimal('0.5'))
    """
    numeral = parse_numeral(text)
    return Decimal("0.5") if text == "半" or numeral is None else numeral.value / 10
