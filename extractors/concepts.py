"""Concepts (指标概念): one name for the same indicator in other words and other reports."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.units import load_units

_LEXICON = Path(__file__).parent / "lexicons" / "concepts.csv"
# words of a subject that say where, when or with what hope, and nothing of what is measured
_SETTING = re.compile(
    r"(?:全(?:国|省|市|县|区|镇|乡|村|州|盟|旗|疆|校|局|院|厂|街道|系统|区域)|我(?:国|省|市|县|区|镇|乡|州|盟|旗|校|局|院|街道)"
    r"|本(?:省|市|县|区|镇|乡|校|局)|(?:\d{4}|[〇零○一二三四五六七八九]{4}) ?年(?:度|底|末)?|[今去当本全上]年(?:底|末|度)?|上半年|年(?:底|末|内)"
    r"|“[一二三四五六七八九十]+五”(?:时期|期间)?|确保|力争|争取|预计|预期|计划|提出|实现|完成|累计|共计|新增|净增|新建|新|年|的|到|将)"
)
_TAIL = re.compile(r"(?:的?(?:总数|总量|数量|人数|户数|家数|个数|起数|件数|增速|增幅|增长率|涨幅|降幅|实际|名义|数))$")
# 人均, 每, 不 before a name make another indicator of it (不合格率), and 和 or 、 make two
_OTHER = re.compile(r"(?:均|每[^,。]{0,4}|单位|万元|亿元|[不非未无占超比除和与及或、]|以及|低于|高于)$")
# 对会务服务满意度, 群众对窗口服务的满意率
_TOWARDS = re.compile(r"(?:^|[^,。]{0,8}?(?<![结应绝核相面反派配成]))(?:针对|对)(?=[^,。]{2})")


class Concept(NamedTuple):
    """An indicator by the name that reports share.

    Attributes:
        name: as lexicons/concepts.csv has it: 满意率.
        object: the qualifiers that say which one, place and time left out: 机关食堂; None where there are none.
    """

    name: str
    object: str | None


class ConceptRow(NamedTuple):
    """A row of lexicons/concepts.csv.

    Attributes:
        concept: its name.
        synonyms: other names that mean the same.
        unit: canonical unit, as `units.csv` has it; "" where it has none.
        dimensions: of the units that its levels are stated in: money, count, share, ...
        source: who defines it or where it is in use.
        example: a phrase that states it.
    """

    concept: str
    synonyms: tuple[str, ...]
    unit: str
    dimensions: frozenset[str]
    source: str
    example: str


@cache
def load_concepts() -> dict[str, ConceptRow]:
    """Every concept by its name."""
    with _LEXICON.open(encoding="utf-8", newline="") as rows:
        return {
            row["concept"]: ConceptRow(
                row["concept"],
                tuple(filter(None, row["synonyms"].split("|"))),
                row["unit"],
                frozenset(row["dimension"].split("|")),
                row["source"],
                row["example"],
            )
            for row in csv.DictReader(rows)
        }


@cache
def _load_endings() -> dict[str, tuple[tuple[str, ConceptRow], ...]]:
    """Names and synonyms by their last two characters, the longest first."""
    endings: dict[str, list[tuple[str, ConceptRow]]] = {}
    for row in load_concepts().values():
        for name in (row.concept, *row.synonyms):
            endings.setdefault(name[-2:], []).append((name, row))
    return {end: tuple(sorted(names, key=lambda n: -len(n[0]))) for end, names in endings.items()}


@cache
def _load_dimensions() -> dict[str, str]:
    return {unit.norm: unit.dimension for unit in load_units().values()}


def find_concept(subject: str, *, unit_norm: str | None, kind: str) -> Concept | None:
    """The concept that a subject names: the longest listed name that it ends in, with what stands before it.

    Args:
        subject: of an indicator, in working text (simplified, half-width).
        unit_norm, kind: of the same indicator. A level has to be stated in a unit of the concept's dimension
            (出口 in dollars, not 安全出口 in 个); rates of change, shares and ranks fit any concept.

    Returns:
        None where no listed name fits: a concept is never guessed.

    Example:
        >>> find_concept("机关食堂测评满意率", unit_norm="%", kind="ratio")
        Concept(name='满意率', object='机关食堂')
    """
    found = _split(subject)
    if found is None or not _fits(found[0], unit_norm, kind):
        return None
    return found[1]


def name_concept(subject: str, *, unit_norm: str | None, kind: str) -> str | None:
    """The name of the concept that a subject names, else None; as `find_concept`."""
    found = find_concept(subject, unit_norm=unit_norm, kind=kind)
    return found.name if found is not None else None


def _fits(row: ConceptRow, unit_norm: str | None, kind: str) -> bool:
    """Whether the concept can be stated in this unit."""
    if kind == "rank" or unit_norm is None:
        return kind != "duration"
    dimension = _load_dimensions().get(unit_norm)
    if dimension is None:
        dimension = "rate" if "/" in unit_norm else "count"
    if dimension in row.dimensions:
        return True
    return dimension in ("share", "ratio") and kind in ("growth", "change", "ratio")


@lru_cache(maxsize=1 << 16)
def _split(subject: str) -> tuple[ConceptRow, Concept] | None:
    """The row of the longest listed name at the end of a subject, and what stands before it."""
    found = _find_name(subject)
    if found is None:
        tail = _TAIL.search(subject)
        if tail is None or (found := _find_name(subject[: tail.start()])) is None:
            return None
    before, row = found
    if _OTHER.search(before) or before.startswith("占"):
        return None
    return row, Concept(row.concept, _read_object(before))


def _find_name(subject: str) -> tuple[str, ConceptRow] | None:
    for name, row in _load_endings().get(subject[-2:], ()):
        # one character alone is a name only where nothing stands before it: 钢, not 不锈钢
        if subject.endswith(name):
            return subject[: -len(name)], row
    return None


def _read_object(before: str) -> str | None:
    """What stands before a name, without place, time and hope."""
    start, end = 0, len(before)
    if (towards := _TOWARDS.match(before)) is not None:
        start = towards.end()
    while (match := _SETTING.match(before, start)) is not None:
        start = match.end()
    return before[start:end].strip(" 的") or None
