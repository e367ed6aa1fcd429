"""Quantities (数量): a number with its unit, found by one scan over the characters of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from spacy.language import Language
from spacy.tokens import Doc

from corpora.traced_text import Span
from extractors.bounds import Bound, read_bound
from extractors.countability import counts, starts_word
from extractors.non_quantities import find_non_quantities
from extractors.numerals import ARABIC, CHINESE_CHARACTERS, Numeral, parse_numeral
from extractors.shares import read_share, read_tenths
from extractors.tokens import Tokens, read_tokens
from extractors.units import Unit, find_unit, load_units

COMPONENT = "zhibiao_quantities"

# 千瓦, 兆帕, 百分点: units that begin with what is else a multiplier
_MULTIPLIER = r"(?:[十万亿]|百(?!分)|千(?![瓦克米伏卡赫帕焦])|兆(?![瓦帕赫伏焦比]))"
_CHINESE = rf"(?:(?![千百兆])[{CHINESE_CHARACTERS}]|{_MULTIPLIER})+"
_NUMBER = (
    rf"(?:{ARABIC})(?: ?[余多来几]?{_MULTIPLIER}+(?:{ARABIC})?)*"
    rf"|{_CHINESE}(?:点{_CHINESE})?(?:[余多来]{_MULTIPLIER}+)?"
)
_PATTERN = re.compile(
    r"(?P<ordinal>第 ?|前)?(?P<sign>(?<![\d%A-Za-z年月日号第)])[-−](?=\d)|负)?"
    rf"(?:(?P<fraction>(?:百分之|千分之|万分之|[{CHINESE_CHARACTERS}]+分之)(?:{_NUMBER})|[一折过近大]半"
    rf"(?!径|成品|岛|截|年|个|天|数|路)|半数|(?<!\d)\d{{1,2}}/\d{{1,2}}(?![\d/年月日]))|(?P<number>{_NUMBER}))"
)
_TO = re.compile(rf" ?(?:-{{1,2}}|—{{1,2}}|–|~|～|至|到|―) ?(?P<number>{_NUMBER})")
_INNER = re.compile(r" ?([余多来几])(?!种经营|元化|功能|样)")
# 2/3 is a share after 占 or 超过, else a date or a page
_SHARE_CUE = re.compile(r"(?:[近约超达到过]|占[^,。;!?\n]{0,20})$")
_TENTHS = re.compile(r"[一二三四五六七八九半]")
_MULTIPLIER_ONLY = re.compile(r"[百千万亿]+")
# 10-20万, 十八至三十万, 两到三百: the multiplier of the second number serves both
_SHARED_MULTIPLIER = re.compile(r"[万亿]+$|(?<=^.)[百千佰仟]$")
_FROM = re.compile(r"[由从自][^,。;\n]{0,12}$")
# 十七元五角, 3块2毛: what stands after the yuan
_FRACTION_OF_YUAN = re.compile(
    rf"(?P<jiao>[{CHINESE_CHARACTERS}\d])[角毛](?:(?P<fen>[{CHINESE_CHARACTERS}\d])分)?"
)
# 港币两千元: the currency stands before the number
_CURRENCY_BEFORE = re.compile(r"(?P<currency>港币|美金|新台币|台币|欧元|日元|英镑|美元|港元)$")
_RANK_CUE = re.compile(
    r"(?:由|从|升至|升到|上升到|跃升|前移|进到|退居|升为|排名|名列|位列|位居|排在|列|居|位次|名次|排|跻身|进入|取得"
    r"|获得|获|荣获|成绩|总分|为)[^,。;!?\n]{0,14}$|全[国省市区县球]$|居[^,。;!?\n]{0,10}$"
)
_DENIED = re.compile(r"(?:未|没有|无|杜绝)(?:再)?(?:发生|出现|发现)(?:过)?$")
_CASES = ("起", "例", "件", "次", "宗")
_HALVABLE = frozenset("mass length area volume time".split())
_RANK_UNITS = ("名", "位")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as they stand in a text (数量).

    Attributes:
        start, end: number, multiplier, inner 余/多 and unit; modifiers outside it are not in the span.
        value: the number after its multiplier; value_max the upper end of a range, else None.
        unit: unit as the lexicon has it, None where the text names none.
        unit_start: offset at which the unit as written starts (== end where there is none).
        bound: what the words around it make of the number.
        form: ``cardinal``, ``rank``, ``fraction`` or ``range``.
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
        while (match := _PATTERN.search(self.text, at)) is not None:
            quantity, at = self._read(match)
            if quantity is not None:
                found.append(quantity)
        return found

    def _read(self, match: re.Match[str]) -> tuple[Quantity | None, int]:
        """The quantity at a match, or None, and where to go on."""
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
        """百分之五, 三分之二, 一半, 1/3: a share in per cent."""
        text = match.group("fraction")
        start, end = match.span("fraction")
        share = read_share(text)
        if share is None or not starts_word(self.tokens, start):
            return None
        if text[0] in "近过大":
            start += 1
        name = "‰" if text.startswith("千分之") else "%"
        unit = load_units()[name]
        bound = read_bound(self.text, start, end, inner=None, bare=text[0] == "过")
        if "/" in text and not _SHARE_CUE.search(self.text, max(0, start - 24), start):
            return None
        return Quantity(start, end, share, None, unit, end, bound, "fraction", True)

    def _read_rank(self, match: re.Match[str]) -> Quantity | None:
        """第13名, 全市第一, 前十名: only where the words before speak of a ranking."""
        numeral = parse_numeral(match.group("number"))
        start, end = match.start(), match.end()
        if numeral is None:
            return None
        ahead = match.group("ordinal") == "前"
        has_unit = self.text.startswith(_RANK_UNITS, end)
        if not (has_unit or not ahead) or not _RANK_CUE.search(self.text, max(0, start - 18), start):
            return None
        if not has_unit and (end < len(self.text) and self.text[end] not in ",。;、)的!?\n "):
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
        start, end = match.span("number")
        written = match.group("number")
        chinese = not written[0].isdigit()
        if chinese and not starts_word(self.tokens, start):
            return None
        inner = next((c for c in written[1:] if c in "余多来几"), None) if len(written) > 1 else None
        numeral = parse_numeral(re.sub("[余多来]", "", written))
        if numeral is None:
            return None
        if match.group("sign"):
            start = match.start("sign")
            numeral = Numeral(-numeral.value, numeral.value_max, numeral.bound)
        if (after := _INNER.match(self.text, end)) is not None:
            inner, end = after.group(1), after.end()
        elif self.text.startswith("个多", end):
            inner = "多"
        ranged = self._read_range(start, end, numeral)
        if ranged is not None:
            return ranged
        unit_start = end + (self.text[end : end + 1] == " ")
        unit = find_unit(self.text, unit_start)
        if unit is not None and unit.text == "度" and "电" in self.text[max(0, start - 8) : start]:
            unit = load_units()["度电"]._replace(text="度")
        if unit is None:
            unit = self._read_noun(unit_start, plain=not inner and written[-1] not in "万亿")
        if unit is None:
            return self._read_bare(start, end, numeral, inner=inner, chinese=chinese, written=written)
        stop = unit_start + len(unit.text)
        if unit.text == "成" and (tenths := _TENTHS.match(self.text, stop)) is not None:
            numeral = Numeral(numeral.value + read_tenths(tenths.group()))
            stop = tenths.end()
        if unit.norm == "CNY" and (jiao := _FRACTION_OF_YUAN.match(self.text, stop)) is not None:
            tenth, hundredth = parse_numeral(jiao["jiao"]), parse_numeral(jiao["fen"] or "零")
            if tenth is not None and hundredth is not None:
                value = numeral.value + tenth.value / 10 + hundredth.value / 100
                numeral, stop = Numeral(value), jiao.end()
        if unit.text == "元" and (named := _CURRENCY_BEFORE.search(self.text, max(0, start - 3), start)):
            unit = load_units()[named["currency"]]._replace(text="元")
        if self.text.startswith("半", stop) and unit.dimension in _HALVABLE and numeral.value_max is None:
            # 十五斤半, 两年半
            numeral, stop = Numeral(numeral.value + Decimal("0.5"), bound=numeral.bound), stop + 1
        if unit.text == "折" and numeral.value >= 10:
            unit = unit._replace(scale=Fraction(1))  # 七五折 is 75 %
        if written == "一" and unit.text in _CASES and self._is_denied(start):
            numeral = Numeral(Decimal(0))
        elif not counts(self.tokens, start, stop, unit, written=written, inner=inner):
            return None
        bare = _MULTIPLIER_ONLY.fullmatch(written) is not None
        bound = read_bound(self.text, start, stop, inner=inner or (numeral.bound and written[0]), bare=bare)
        if bare and bound.name == "exact":
            return None
        form = "range" if numeral.value_max is not None else "cardinal"
        return Quantity(start, stop, numeral.value, numeral.value_max, unit, unit_start, bound, form, chinese)

    def _is_denied(self, start: int) -> bool:
        """未发生一起: none at all."""
        return _DENIED.search(self.text, max(0, start - 10), start) is not None

    def _read_range(self, start: int, end: int, low: Numeral) -> Quantity | None:
        """10-20万元, 十至十五个, 5%左右到6%: two numbers with one unit."""
        first_unit = find_unit(self.text, end)
        at = end + (len(first_unit.text) if first_unit else 0)
        if self.text.startswith("左右", at):
            at += 2
        match = _TO.match(self.text, at)
        if match is None or self._find_mask(match.start("number")) is not None:
            return None
        if first_unit and _FROM.search(self.text, max(0, start - 14), start):
            return None
        high = parse_numeral(match.group("number"))
        unit = find_unit(self.text, match.end())
        if high is None or unit is None or (first_unit and first_unit.norm != unit.norm):
            return None
        value = low.value
        multiplier = _SHARED_MULTIPLIER.search(match.group("number"))
        if multiplier and not first_unit and not set("万亿") & set(self.text[start:end]):
            scale = parse_numeral(multiplier.group())
            value = value * scale.value if scale and value * scale.value < high.value else value
        if value >= high.value:
            return None
        stop = match.end() + len(unit.text)
        bound = read_bound(self.text, start, stop, inner=None, bare=False)
        chinese = not self.text[start].isdigit()
        return Quantity(start, stop, value, high.value, unit, match.end(), bound, "range", chinese)

    def _read_noun(self, start: int, *, plain: bool) -> Unit | None:
        """A noun directly after a number with 万, 亿, 余 or 多 is its unit (5万余群众).

        Where more words stand before a noun that is a unit itself, that noun is the unit and stays outside
        the quantity: 6600多万农村人口 are people.
        """
        if plain or start >= len(self.text):
            return None
        tokens = self.tokens
        index = tokens.find(start)
        if tokens.starts[index] != start or tokens.tags[index][:1] not in ("n", "b", "v", "a", "r", "j"):
            return None
        for at in range(index, min(index + 4, len(tokens.words))):
            if not tokens.tags[at].startswith(("n", "v", "b", "a", "r", "j")):
                break
            unit = _find_head_unit(tokens.words[at])
            if unit is not None:
                whole = at == index and unit.text == tokens.words[at]
                return unit if whole else unit._replace(text="")
        word = tokens.words[index]
        return (
            Unit(word, word, "count", Fraction(1))
            if tokens.tags[index].startswith("n") and len(word) <= 3
            else None
        )

    def _read_bare(
        self, start: int, end: int, numeral: Numeral, *, inner: str | None, chinese: bool, written: str
    ) -> Quantity | None:
        """3.2亿, 数十万: a number of ten thousands or more stands without a unit."""
        if written[-1] not in "万亿" or _MULTIPLIER_ONLY.fullmatch(written) or written[0] in "千百":
            return None
        if end < len(self.text) and self.text[end] not in ",。;、)!?\n左以的 ":
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


@Language.component(COMPONENT)
def add_quantities(doc: Doc) -> Doc:
    """Sets ``doc._.quantities``: a tuple of Quantity."""
    doc._.quantities = tuple(find_quantities(read_tokens(doc)))
    return doc


if not Doc.has_extension("quantities"):
    Doc.set_extension("quantities", default=())
