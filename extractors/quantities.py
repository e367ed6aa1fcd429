"""Quantities (数量): a number with its unit, found by one scan over the characters of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from corpora.frozen_records import set_at_once
from corpora.traced_text import Span
from extractors.bounds import Bound, read_bound
from extractors.countability import counts, starts_word
from extractors.joined_numbers import (
    STANDS_ALONE,
    Joined,
    read_listed,
    read_range,
    read_ratio,
    read_share_range,
    read_tail_range,
)
from extractors.non_quantities import find_non_quantities
from extractors.number_patterns import NUMBER_PATTERN, NUMBER_START
from extractors.numerals import Numeral, parse_numeral
from extractors.shares import read_share
from extractors.tokens import Tokens, read_tokens
from extractors.unit_contexts import (
    read_tail,
    read_unit_before,
    read_unit_of_list,
    scale_of_discount,
)
from extractors.units import Unit, find_unit, load_units

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENT: Final = "zhibiao_quantities"

_INNER: Final = re.compile(r" ?([余多来几])(?!种经营|元化|功能|样)")
# 2/3 is a share after 占 or 超过, else a date or a page
_SHARE_CUE: Final = re.compile(r"(?:[近约超达到过]|占[^,。;!?\n]{0,20})$")
# 两个半小时, 三个半百分点
_AND_A_HALF: Final = re.compile(r" ?个半(?=小时|钟头|分钟|月|学期|学年|百分点|工作日)")
_MULTIPLIER_ONLY: Final = re.compile(r"[百千万亿]+")
_RANK_CUE: Final = re.compile(
    r"(?:由|从|升至|升到|上升到|跃升|前移|进到|退居|升为|排名|名列|位列|位居|排在|列|居|位次|名次|排|跻身|进入|取得|蝉联|保持|荣膺|夺得"
    r"|获得|获|荣获|成绩|总分|为)[^,。;!?\n]{0,14}$|全[国省市区县球]$|居[^,。;!?\n]{0,10}$"
)
_DENIED: Final = re.compile(r"(?:未|没有|无|杜绝)(?:再)?(?:发生|出现|发现)(?:过)?$")
_CASES: Final = ("起", "例", "件", "次", "宗")
_MEASURED: Final = frozenset("mass length area volume".split())
_RANK_UNITS: Final = ("名", "位")


@set_at_once
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as they stand in a text (数量).

    Attributes:
        start, end: number, multiplier, inner 余/多 and unit; modifiers outside it are not in the span.
        value: the number after its multiplier; value_max the upper end of a range, else None.
        unit: unit as the lexicon has it, None where the text names none.
        unit_start: offset at which the unit as written starts (== end where there is none).
        bound: what the words around it make of the number.
        form: ``cardinal``, ``rank``, ``fraction``, ``ratio`` or ``range``.
        chinese: the number is written in Chinese numerals.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: Unit | None
    unit_start: int
    bound: Bound
    form: str
    chinese: bool


def find_quantities(tokens: Tokens) -> list[Quantity]:
    """All quantities of a working text, in order, none overlapping another.

    Example:
        >>> doc = load()("栽植月季1700余株")
        >>> [(q.value, q.unit.norm, q.bound.name) for q in doc._.quantities]
        [(Decimal('1700'), '株', 'over')]
    """
    return _Scan(tokens).run()


# words that begin as a unit does; 五省区 and 3县区 count all the same
_NO_UNITS: Final = frozenset("市场 市场主体 市区 县域 县城 省外 省内 区域 区内 方式 方案 方法".split())
_OPEN_NO_UNITS: Final = frozenset(word[0] for word in _NO_UNITS)
# tags of words before the noun that is counted: 农村 of 万农村人口, 省外 of 万省外劳动力
_OPEN_NOUNS: Final = frozenset("nvbarjls")


class _Amount(NamedTuple):
    """A number and its unit before it is known whether they count."""

    start: int
    unit_start: int
    unit: Unit
    numeral: Numeral
    written: str
    inner: str | None


class _Scan:
    """One pass over a text: each number is read where it stands, or passed over."""

    def __init__(self, tokens: Tokens) -> None:
        text = self.text = tokens.text
        self.tokens = tokens
        self.masks: list[Span] = find_non_quantities(text)
        self.mask_starts = [start for start, _ in self.masks]

    def run(self) -> list[Quantity]:
        found: list[Quantity] = []
        at = 0
        for start in NUMBER_START.finditer(self.text):
            if start.start() < at or (match := NUMBER_PATTERN.match(self.text, start.start())) is None:
                continue
            quantity, at = self._read(match)
            if quantity is not None:
                found.append(quantity)
        return found

    def _read(self, match: re.Match[str]) -> tuple[Quantity | None, int]:
        """The quantity at a match, or None, and where to go on."""
        if (
            self.text.startswith((":", "∶"), match.end())
            and (ratio := read_ratio(self.text, match.start())) is not None
        ):
            return self._join(ratio, match.start()), ratio.end
        group = "fraction" if match.group("fraction") else "number"
        start = match.start(group)
        if (masked := self._find_mask(start)) is not None:
            return None, max(masked, match.start() + 1)
        if match.group("fraction"):
            quantity = self._read_fraction(match)
        elif match.group("ordinal"):
            quantity = self._read_rank(match)
        else:
            quantity = self._read_cardinal(match)
        if quantity is None:
            return None, match.end()
        return quantity, quantity.end

    def _find_mask(self, offset: int) -> int | None:
        """End of the stretch without quantities that covers an offset, else None."""
        index = bisect_right(self.mask_starts, offset) - 1
        if index >= 0 and offset < self.masks[index][1]:
            return self.masks[index][1]
        return None

    def _read_fraction(self, match: re.Match[str]) -> Quantity | None:
        """百分之五, 三分之二, 一半, 1/3: a share in per cent; 四分之一公升: an amount."""
        text = match.group("fraction")
        start, end = match.span("fraction")
        share = read_share(text)
        if share is None or not starts_word(self.tokens, start):
            return None
        if "/" in text and not _SHARE_CUE.search(self.text, max(0, start - 24), start):
            return None
        if text[0] in "近过大":
            start += 1
        if match.group("sign"):
            start, share = match.start("sign"), -share
        measure = find_unit(self.text, end)
        if measure is not None and measure.dimension in _MEASURED and "百分" not in text:
            stop = end + len(measure.text)
            bound = read_bound(self.text, start, stop, inner=None, bare=False)
            return Quantity(start, stop, share / 100, None, measure, end, bound, "cardinal", True)
        unit = load_units()["‰" if text.startswith("千分") else "%"]
        if (
            text.startswith("百分之")
            and (upper := read_share_range(self.text, start, end, share)) is not None
        ):
            high, stop = upper
            bound = read_bound(self.text, start, stop, inner=None, bare=False)
            return Quantity(start, stop, share, high, unit, stop, bound, "range", True)
        bound = read_bound(self.text, start, end, inner=None, bare=text[0] == "过")
        return Quantity(start, end, share, None, unit, end, bound, "fraction", True)

    def _read_rank(self, match: re.Match[str]) -> Quantity | None:
        """第13名, 全市第一, 前十名: only where the words before speak of a ranking."""
        numeral = parse_numeral(match.group("number"))
        start, end = match.start(), match.end()
        if numeral is None:
            return None
        ahead = match.group("ordinal") == "前"
        has_unit = self.text.startswith(_RANK_UNITS, end)
        if not _RANK_CUE.search(self.text, max(0, start - 18), start):
            return None
        if not has_unit and (end < len(self.text) and self.text[end] not in ",。;、()的!?\n "):
            return None
        unit_start, end = end, end + has_unit
        if ahead:
            start = match.start("number")
        bound = Bound("under" if ahead else "exact", ("前",) if ahead else (), match.start(), end)
        unit = load_units()["名" if not has_unit else self.text[unit_start]]
        return Quantity(
            start, end, numeral.value, None, unit._replace(norm="名"), unit_start, bound, "rank", False
        )

    def _read_cardinal(self, match: re.Match[str]) -> Quantity | None:
        """1700余株, 两个半小时, 10-20万元: a number, what is joined to it, and its unit."""
        start, end = match.span("number")
        written = match.group("number")
        chinese = not written[0].isdigit() and written[0] != "."
        if chinese and not starts_word(self.tokens, start):
            return None
        inner = next((c for c in written[1:] if c in "余多来几幾"), None) if len(written) > 1 else None
        numeral = parse_numeral(written)
        if numeral is None:
            return None
        if match.group("sign"):
            start = match.start("sign")
            numeral = Numeral(-numeral.value, numeral.value_max, numeral.bound)
        if (half := _AND_A_HALF.match(self.text, end)) is not None:
            numeral, end = Numeral(numeral.value + Decimal("0.5")), half.end()
        if (after := _INNER.match(self.text, end)) is not None:
            inner, end = after.group(1), after.end()
        elif self.text.startswith("个多", end):
            inner = "多"
        ranged = read_range(self.text, start, end, numeral)
        if ranged is not None and self._find_mask(ranged.second) is None:
            return self._join(ranged, start)
        unit_start = end + (self.text[end : end + 1] == " ")
        unit = find_unit(self.text, unit_start)
        if unit is None or (unit.text in _OPEN_NO_UNITS and self._is_word(unit_start)):
            unit = self._read_noun(unit_start, plain=not inner and written[-1] not in "万亿")
        unit = read_unit_before(self.text, start, read_unit_of_list(self.text, unit_start, unit))
        if unit is None and (listed := read_listed(self.text, start, end, numeral)) is not None:
            return self._join(listed, start)
        if unit is None:
            return self._read_bare(start, end, numeral, inner=inner, chinese=chinese, written=written)
        amount = _Amount(start, unit_start if unit.text else end, unit, numeral, written, inner)
        return self._read_amount(amount, whole=half is not None)

    def _read_amount(self, amount: _Amount, *, whole: bool) -> Quantity | None:
        """A number with its unit and what goes on after it, where that counts something.

        Args:
            amount: the number and its unit.
            whole: it counts whatever it stands for (三个半月 are no date).
        """
        start, unit_start, unit, numeral, written, inner = amount
        stop = plain_stop = unit_start + len(unit.text)
        if numeral.value_max is None:
            unit, value, stop = read_tail(self.text, stop, unit, numeral.value)
            numeral = Numeral(value, bound=numeral.bound)
            if stop > plain_stop and (ranged := read_tail_range(self.text, unit_start, stop, unit, value)):
                return self._join(ranged, start)
        if unit.text == "折":
            unit = scale_of_discount(unit, numeral.value)
            numeral = Numeral(Decimal(5)) if written == "半" else numeral
        whole = whole or stop > plain_stop
        if written == "一" and unit.text in _CASES and self._is_denied(start):
            numeral = Numeral(Decimal(0))
        elif not whole and not counts(self.tokens, start, stop, unit, written=written, inner=inner):
            return None
        bare = _MULTIPLIER_ONLY.fullmatch(written) is not None
        bound = read_bound(self.text, start, stop, inner=inner or (numeral.bound and written[0]), bare=bare)
        if bare and bound.name == "exact":
            return None
        form = "range" if numeral.value_max is not None else "cardinal"
        chinese = not written[0].isdigit() and written[0] != "."
        return Quantity(start, stop, numeral.value, numeral.value_max, unit, unit_start, bound, form, chinese)

    def _join(self, joined: Joined, start: int) -> Quantity:
        """A number with those beside it as one quantity."""
        inner = "多" if joined.over else None
        bound = read_bound(self.text, start, joined.end, inner=inner, bare=False)
        value, value_max, unit, unit_start, end, form, *_ = joined
        chinese = not self.text[start].isdigit()
        return Quantity(start, end, value, value_max, unit, unit_start, bound, form, chinese)

    def _is_denied(self, start: int) -> bool:
        """未发生一起: none at all."""
        return _DENIED.search(self.text, max(0, start - 10), start) is not None

    def _is_word(self, start: int) -> bool:
        """上亿市场主体: whether what would be a unit begins a word that is none."""
        index = self.tokens.find(start)
        return self.tokens.words[index] in _NO_UNITS and self.tokens.starts[index] == start

    def _read_noun(self, start: int, *, plain: bool) -> Unit | None:
        """A noun directly after a number with 万, 亿, 余 or 多 is its unit (5万余群众).

        Where more words stand before a noun that is a unit itself, that noun is the unit and stays outside
        the quantity: 6600多万农村人口 are people.
        """
        if plain or start >= len(self.text):
            return None
        tokens = self.tokens
        index = tokens.find(start)
        if tokens.starts[index] != start or tokens.tags[index][:1] not in _OPEN_NOUNS:
            return None
        for at in range(index, min(index + 4, len(tokens.words))):
            if tokens.tags[at][:1] not in _OPEN_NOUNS:
                break
            unit = _find_head_unit(tokens.words[at])
            if unit is not None:
                whole = at == index and unit.text == tokens.words[at]
                return unit if whole else unit._replace(text="")
        last = index
        while (
            last + 1 < min(index + 4, len(tokens.words))
            and tokens.tags[last + 1].startswith("n")
            and tokens.words[last + 1][0] not in "在对向"
        ):
            last += 1
        word = tokens.words[last]
        if not tokens.tags[index].startswith("n") or len(word) > 3:
            return None
        # 450万农村沼气用户: the last noun is what is counted
        unit = Unit(word, word, "count", Fraction(1))
        return unit if last == index else unit._replace(text="")

    def _read_bare(
        self, start: int, end: int, numeral: Numeral, *, inner: str | None, chinese: bool, written: str
    ) -> Quantity | None:
        """3.2亿, 数十万: a number of ten thousands or more stands without a unit."""
        if written[-1] not in "万亿" or _MULTIPLIER_ONLY.fullmatch(written) or written[0] in "千百":
            return None
        if STANDS_ALONE.match(self.text, end) is None:
            return None
        bound = read_bound(self.text, start, end, inner=inner or (numeral.bound and written[0]), bare=False)
        return Quantity(start, end, numeral.value, numeral.value_max, None, end, bound, "cardinal", chinese)


def _find_head_unit(word: str) -> Unit | None:
    """The unit that a noun ends in: 城市居民 counts 居民."""
    for start in range(len(word) - 1):
        unit = load_units().get(word[start:])
        if unit is not None and unit.dimension == "count":
            return unit
    return None


def add_quantities(doc: Doc) -> Doc:
    """Sets ``doc._.quantities``: a tuple of Quantity."""
    doc._.quantities = tuple(find_quantities(read_tokens(doc)))
    return doc
