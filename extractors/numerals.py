"""Numerals of Chinese reports (数词): Arabic, Chinese, financial and mixed, as exact numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from corpora.frozen_records import set_at_once

DIGITS: Final = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2, "俩": 2, "幺": 1}
    # financial forms (大写数字), GB/T 15835 annex
    | {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
)
SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
MULTIPLIERS: Final = SMALL | LARGE
LATIN: Final = {"k": 10**3, "w": 10**4, "m": 10**6, "g": 10**9, "t": 10**12}

ARABIC: Final = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_TEN_TO: Final = r"\^ ?[-+]?\d{1,2}(?!\d)|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}| ?的 ?\d{1,2} ?次方"
# 3.2×10^5, 3.2×10⁵, 10的5次方; 2.5E+05
SCIENTIFIC: Final = rf"(?:\d+(?:\.\d+)? ?[×xX*] ?)?10(?:{_TEN_TO})|\d+(?:\.\d+)?[eE][-+]?\d{{1,2}}(?!\d)"
# 11.3×108立方米: 10 to the 8th whose superscript was lost; no product is written so but one of lengths
FLATTENED: Final = r"\d+\.\d+ ?[×xX*] ?10(?:[3-9]|1[0-2])(?![\d.,])"
CHINESE_CHARACTERS: Final = "零〇○一二三四五六七八九两俩十百千万亿兆几数半壹贰叁肆伍陆柒捌玖拾佰仟廿卅萬億幾"

# 肆拾幾亿, 參佰萬: traditional forms that stand in a text which is else simplified
_PLAIN: Final = str.maketrans("萬億點兩負幾參叄参貳陸−", "万亿点两负几叁叁叁贰陆-") | str.maketrans(
    {"廿": "二十", "卅": "三十"}
)
# no report writes a longer one; what is longer is damage
_LONGEST: Final = 40
_ARABIC_ONLY: Final = re.compile(rf"(?:{ARABIC}|\.\d+)")
_DIGIT_CLASS: Final = "".join(DIGITS)
# 三五个, 七八十人, 两三百户: neighbouring digits name a range
_APPROXIMATE_PAIR: Final = re.compile(rf"([{_DIGIT_CLASS}])([{_DIGIT_CLASS}])(?=[十百千万亿]|$)")
_VAGUE: Final = re.compile(r"零?几|(?<=.)[余多来](?=[十百千万亿])")
# 七、八万
_PARTED: Final = re.compile(rf"(?<=^)([{_DIGIT_CLASS}])、(?=[{_DIGIT_CLASS}][十百千万亿])")
# 三又二分之一, 1 4/3
_WHOLE: Final = re.compile(r"(?P<whole>[^又/]+)又(?P<part>.+)|(?P<arabic>\d+) +(?P<slash>\d+ ?/ ?\d+)")
_FRACTION: Final = re.compile(
    r"(?P<below>[^分/]+)分之?(?P<above>[^分/]+)|(?P<top>\d{1,9})/(?P<bottom>\d{1,9})"
)
# 12k, 2.5e3, 1.1^23
_SCIENTIFIC: Final = re.compile(
    r"(?:(?P<base>\d+(?:\.\d+)?) ?[×xX*] ?10|10(?= ?[\^的⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]))(?: ?的 ?|\^ ?)?"
    r"(?P<power>[-+⁻⁺]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})(?: ?次方)?(?P<large>[万亿]*)"
)
_SUPERSCRIPTS: Final = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_POWER: Final = re.compile(
    rf"(?P<base>{_ARABIC_ONLY.pattern})(?:(?P<latin>[kKwWmMgGtT])|[eE](?P<ten>[-+]?\d{{1,2}})|\^(?P<power>[-+]?\d{{1,2}}))"
)


@set_at_once
@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says (数值).

    Attributes:
        value: the number after its multipliers; 24.07万 is 240700.
        value_max: upper end where neighbouring digits name a range (三五 is 3 to 5), else None.
        bound: ``over`` where the numeral itself says that it is more (几十, 数万), else None.
    """

    value: Decimal
    value_max: Decimal | None = None
    bound: str | None = None


@lru_cache(maxsize=1 << 16)
def parse_numeral(text: str) -> Numeral | None:
    """The number that a numeral says; None where it is no well-formed numeral.

    Args:
        text: numeral without unit: digits, thousands commas, Chinese numerals, multipliers, a sign; a
            fraction (七分之四, 三又二分之一, 3/4) is a number like any other.

    Example:
        >>> parse_numeral("1亿2654万8000").value, parse_numeral("两百三").value, parse_numeral("几十").bound
        (Decimal('126548000'), Decimal('230'), 'over')
    """
    text = text.strip().translate(_PLAIN)
    if len(text) > _LONGEST or not text:
        return None
    if text[0].isdigit() and (scientific := _SCIENTIFIC.fullmatch(text)) is not None:
        return Numeral(_parse_scientific(scientific))
    if text[0] in "-负":
        numeral = parse_numeral(text[1:].strip())
        return None if numeral is None or text[1:2] in "-负" else Numeral(-numeral.value)
    if "分" in text or "/" in text or "又" in text:
        value = _parse_mixed(text)
        return Numeral(value) if value is not None else None
    text = text.replace(" ", "")
    if "、" in text:
        text = _PARTED.sub(r"\1", text)
    if text[0] in "几数" and text != "几" and text != "数":
        # the codebook counts 几十 as 10 and 数千 as 1000, each with `over`
        value = _parse(text[1:]) if text[1] in MULTIPLIERS else None
        return Numeral(value, bound="over") if value is not None else None
    if len(text) > 1 and not text.isascii() and (vague := _VAGUE.sub("", text)) != text:
        # 三十几, 二十几万, 一百零几万, 五百余万
        value = _parse(vague)
        return Numeral(value, bound="over") if value is not None else None
    pair = _APPROXIMATE_PAIR.search(text)
    if pair and _is_range(pair):
        low = _parse(text[: pair.start(2)] + text[pair.end(2) :])
        high = _parse(text[: pair.start(1)] + text[pair.end(1) :])
        if low is not None and high is not None and low < high:
            return Numeral(low, value_max=high)
    value = _parse(text)
    return Numeral(value) if value is not None else None


def _parse_scientific(written: re.Match[str]) -> Decimal:
    """3.2×10^5, 3.2×10⁵万, 3.2×105 with its superscript lost."""
    value = Decimal(written["base"] or 1).scaleb(int(written["power"].translate(_SUPERSCRIPTS)))
    for sign in written["large"]:
        value *= LARGE[sign]
    return value


def _parse_mixed(text: str) -> Decimal | None:
    """三又二分之一, 七分之四, 1 4/3."""
    whole = Decimal(0)
    if (mixed := _WHOLE.fullmatch(text)) is not None:
        first = _parse((mixed["whole"] or mixed["arabic"]).replace(" ", ""))
        text = mixed["part"] or mixed["slash"]
        if first is None:
            return None
        whole = first
    fraction = _FRACTION.fullmatch(text.replace(" ", ""))
    if fraction is None:
        return None
    above, below = (
        parse_numeral(part)
        for part in (fraction["above"] or fraction["top"], fraction["below"] or fraction["bottom"])
    )
    if above is None or below is None or not below.value:
        return None
    return whole + above.value / below.value


def _is_range(pair: re.Match[str]) -> bool:
    """三五, 七八, 两三: two neighbouring digits up to two apart, not the positional 一二三 or 二〇."""
    low, high = DIGITS[pair.group(1)], DIGITS[pair.group(2)]
    before = pair.string[pair.start() - 1] if pair.start() else ""
    return 0 < low < high and high - low <= 2 and before not in DIGITS


def _parse(text: str) -> Decimal | None:
    """Value of a numeral by its largest multiplier, then what stands left and right of it."""
    if _ARABIC_ONLY.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if not text:
        return None
    if "点" in text:
        return _parse_decimal(text)
    if (power := _POWER.fullmatch(text)) is not None:
        return _parse_power(power)
    for names in (LARGE, SMALL):
        found = [(MULTIPLIERS[c], i) for i, c in enumerate(text) if c in names]
        if found:
            # 万亿 multiplies: the last of the largest splits, 1.2万亿 is (1.2万)亿
            largest = max(m for m, _ in found)
            at = max(i for m, i in found if m == largest)
            if names is LARGE:
                last = found[-1]
                at = last[1] if last[1] == at + 1 and last[0] < largest else at
            return _combine(text[:at], MULTIPLIERS[text[at]], text[at + 1 :])
    if all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    if text == "半":
        return Decimal("0.5")
    return None


def _combine(left: str, multiplier: int, right: str) -> Decimal | None:
    high = Decimal(1) if not left else _parse(left)
    if high is None or (left and left[-1] in "零〇"):
        return None
    if not right:
        return high * multiplier
    if right == "半":
        return high * multiplier + Decimal(multiplier) / 2
    zero = right[0] in "零〇"
    low = _parse(right.lstrip("零〇")) if zero else _parse(right)
    if low is None:
        return None
    if len(right) == 1 and right in DIGITS and not zero and multiplier > 10:
        # 两百三 is 230, 一万二 is 12000: the last digit counts the next place down
        return high * multiplier + low * (multiplier // 10)
    if low >= multiplier:
        return None
    return high * multiplier + low


def _parse_decimal(text: str) -> Decimal | None:
    """一百零五点五, 三点二亿."""
    whole_text, _, rest = text.partition("点")
    places = 0
    while places < len(rest) and rest[places] in DIGITS:
        places += 1
    whole = _parse(whole_text)
    if whole is None or not places or "半" in whole_text or "." in whole_text:
        return None
    value = whole + Decimal("0." + "".join(str(DIGITS[c]) for c in rest[:places]))
    for character in rest[places:]:
        if character not in MULTIPLIERS:
            return None
        value *= MULTIPLIERS[character]
    return value


def _parse_power(power: re.Match[str]) -> Decimal:
    """12k, 2.5e3, 1.1^23."""
    base = Decimal(power["base"].replace(",", ""))
    if power["latin"]:
        return base * LATIN[power["latin"].lower()]
    if power["ten"]:
        return base.scaleb(int(power["ten"]))
    return base ** int(power["power"]) if base else base
