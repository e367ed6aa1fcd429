"""The numbers that Word writes before paragraphs (自动编号), 一、 or 1.1, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMANS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
LOW_ROMANS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LARGEST = 9999
CHINESE_COUNTING = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting"}
    | {"taiwaneseCounting", "taiwaneseCountingThousand"}
)
PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its first number, how numbers are written, and the text around them (``第%1章``)."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    paragraph_style: str = ""
    legal: bool = False


@dataclass(slots=True)
class List:
    """A list: the abstract list whose counters it shares, its levels, and first numbers that it sets anew."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class ListNumbers:
    """The counters of a document's lists, to be asked for its paragraphs in order.

    Args:
        numbering: root of ``word/numbering.xml``, None where the document has no lists.
        styles: root of ``word/styles.xml``; paragraph styles may bring a list.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.lists = _read_lists(numbering)
        self.styles = _read_styles(styles)
        self.counters: dict[str, dict[int, int]] = {}

    def write(self, properties: Element | None) -> str:
        """The number before the next paragraph, whose properties (``w:pPr``) are given; "" for none."""
        list_number, place = self._find_list(properties)
        numbered = self.lists.get(list_number)
        if numbered is None or place not in numbered.levels:
            return ""
        counters = self.counters.setdefault(numbered.abstract, {})
        if place in numbered.restarts:
            counters[place] = numbered.restarts.pop(place) - 1
        for upper in range(place):
            counters.setdefault(upper, numbered.levels.get(upper, Level()).start)
        counters[place] = counters.get(place, numbered.levels[place].start - 1) + 1
        for lower in [level for level in counters if level > place]:
            del counters[lower]
        return _write_level(numbered.levels, counters, place)

    def _find_list(self, properties: Element | None) -> tuple[str, int]:
        """The list and level that a paragraph names itself, or that its style brings."""
        if properties is None:
            return "", 0
        own = find_child(properties, "numPr")
        style = self.styles.get(get_value(find_child(properties, "pStyle")))
        number, place = _read_number(own) if own is not None else ("", None)
        if not number and style is not None:
            number = style[0]
            levels = self.lists[number].levels if number in self.lists else {}
            named = get_value(find_child(properties, "pStyle"))
            linked = next((at for at, level in levels.items() if level.paragraph_style == named), None)
            place = place if place is not None else linked if linked is not None else style[1]
        return number, place or 0


def find_child(element: Element, name: str) -> Element | None:
    """The first child of that local name, whatever its namespace."""
    return next((child for child in element if get_name(child) == name), None)


def get_name(element: Element) -> str:
    """The local name of an element; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def get_value(element: Element | None, name: str = "val") -> str:
    """An attribute by its local name, "" where it is not there."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _read_lists(root: Element | None) -> dict[str, List]:
    abstract: dict[str, dict[int, Level]] = {}
    lists: dict[str, List] = {}
    for element in root if root is not None else ():
        if get_name(element) == "abstractNum":
            abstract[get_value(element, "abstractNumId")] = dict(_read_levels(element))
        elif get_name(element) == "num":
            name = get_value(find_child(element, "abstractNumId"))
            found = List(name, dict(abstract.get(name, {})))
            for override in element:
                if get_name(override) == "lvlOverride":
                    found.levels.update(_read_levels(override))
                    start = get_value(find_child(override, "startOverride"))
                    if start:
                        found.restarts[_read_integer(get_value(override, "ilvl"))] = _read_integer(start)
            lists[get_value(element, "numId")] = found
    return lists


def _read_levels(element: Element) -> list[tuple[int, Level]]:
    return [
        (
            _read_integer(get_value(level, "ilvl")),
            Level(
                start=_read_integer(get_value(find_child(level, "start")) or "1"),
                style=get_value(find_child(level, "numFmt")) or "decimal",
                text=get_value(find_child(level, "lvlText")),
                paragraph_style=get_value(find_child(level, "pStyle")),
                legal=find_child(level, "isLgl") is not None,
            ),
        )
        for level in element
        if get_name(level) == "lvl"
    ]


def _read_styles(root: Element | None) -> dict[str, tuple[str, int]]:
    """List and level by style, those of the style it is based on included."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in root if root is not None else ():
        name = get_value(style, "styleId")
        properties = find_child(style, "pPr")
        numbered = find_child(properties, "numPr") if properties is not None else None
        if numbered is not None:
            number, place = _read_number(numbered)
            own[name] = (number, place or 0)
        based[name] = get_value(find_child(style, "basedOn"))
    found: dict[str, tuple[str, int]] = {}
    for name in based:
        at, seen = name, set[str]()
        while at and at not in own and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if at in own:
            found[name] = own[at]
    return found


def _read_number(element: Element) -> tuple[str, int | None]:
    level = find_child(element, "ilvl")
    return get_value(find_child(element, "numId")), _read_integer(
        get_value(level)
    ) if level is not None else None


def _read_integer(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _write_level(levels: dict[int, Level], counters: dict[int, int], place: int) -> str:
    level = levels[place]
    if level.style in ("bullet", "none"):
        return ""

    def write(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        style = "decimal" if level.legal else levels.get(at, Level()).style
        return write_number(counters.get(at, 1), style=style)

    text = PLACE.sub(write, level.text)
    # Word sets a tab behind the number; a mark at its end parts it from the text well enough.
    return text if not text or not text[-1].isalnum() else f"{text} "


def write_number(number: int, *, style: str) -> str:
    """A number in one of Word's number formats (ECMA-376 part 1, 17.18.59); unknown ones as digits.

    Example:
        >>> write_number(21, style="chineseCountingThousand"), write_number(3, style="decimalEnclosedCircle")
        ('二十一', '③')
    """
    if not 0 < number <= LARGEST:
        return str(number)
    if style in CHINESE_COUNTING:
        return _write_chinese(number)
    if style == "chineseLegalSimplified":
        return _write_chinese(number, digits=LEGAL_DIGITS, units=("", "拾", "佰", "仟"))
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * min(1 + (number - 1) // 26, 10)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        return _write_roman(number) if style == "upperRoman" else _write_roman(number).lower()
    if style == "decimalZero":
        return f"{number:02}"
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return _write_enclosed(number, style=style) or str(number)


def _write_enclosed(number: int, *, style: str) -> str:
    series = {
        "ideographTraditional": STEMS,
        "ideographZodiac": BRANCHES,
        "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
        "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
        "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    }.get(style, "")
    return series[number - 1] if number <= len(series) else ""


def _write_chinese(
    number: int, *, digits: str = DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")
) -> str:
    written = ""
    text = str(number)
    for at, digit in enumerate(text):
        if digit != "0":
            written += digits[int(digit)] + units[len(text) - at - 1]
        elif written and not written.endswith(digits[0]):
            written += digits[0]
    written = written.rstrip(digits[0])
    # 十二, not 一十二; in the forms for cheques 壹拾贰 stays.
    return written[1:] if 10 <= number < 20 and digits == DIGITS else written


def _write_roman(number: int) -> str:
    written = ""
    for value, letters in (*ROMANS, *LOW_ROMANS):
        count, number = divmod(number, value)
        written += letters * count
    return written
