"""Concepts (指标概念): one name for the same indicator in other words and other reports."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from corpora.traced_text import Span
from extractors import LEXICONS
from extractors.action_verbs import compile_verbs, load_action_verbs
from extractors.units import load_units

_LEXICON: Final = LEXICONS / "concepts.csv"
# words of a subject that say where, when or with what hope, and nothing of what is measured
_SETTING: Final = re.compile(
    r"(?:全(?:国|省|市|县|区|镇|乡|村|州|盟|旗|疆|校|局|院|厂|街道|系统|区域)"
    r"|我(?:国|省|市|县|区|镇|乡|州|盟|旗|校|局|院|街道)|本(?:省|市|县|区|镇|乡|校|局)"
    r"|(?:\d{4}|[〇零○一二三四五六七八九]{4}) ?年(?:度|底|末)?|[今去当本全上]年(?:底|末|度)?|上半年"
    r"|年(?:底|末|内|度|均)|“[一二三四五六七八九十]+五”(?:时期|期间)?|\([一二三四五六七八九十\d]+\)|确保|力争|争取"
    r"|预计|预期|计划|提出|实现|完成|累计|共计|实际|新增|净增|新建|的)"
)
_TAIL: Final = re.compile(
    r"(?:的?(?:总数|总量|数量|人数|户数|家数|个数|起数|件数|增速|增幅|增长率|涨幅|降幅|上涨|上升|下降|实际|名义|数))$"
)
# 人均, 每, 不 before a name make another indicator of it (不合格率), and 和 or 、 make two
_OTHER: Final = re.compile(
    r"(?:[人户亩地]均|每[^,。;、]{0,4}|拉动|单位|[万亿]元|[不非未无]|以及|低于|高于|[占超比除和与及或、])$"
)
_NEGATED: Final = re.compile(r"(?:[人户亩地]均|单位|万元|[不非未])$")
# 对会务服务满意度, 群众对窗口服务的满意率
_TOWARDS: Final = re.compile(r"(?:^|[^,。]{0,8}?(?<![结应绝核相面反派配成]))(?:针对|对)(?=[^,。]{2})")
_LONGEST_TAIL: Final = 4
_TAIL_ENDS: Final = frozenset("数量速幅率涨升降际义")
_SHARE: Final = frozenset({"share"})


class Concept(NamedTuple):
    """An indicator by the name that reports share.

    Attributes:
        name: as lexicons/concepts.csv has it: 满意率.
        object: the qualifiers that say which one, place and time left out: 机关食堂; None where there are
            none.
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


def find_concept(text: str, span: Span | None = None, *, unit_norm: str | None, kind: str) -> Concept | None:
    """The concept that a subject names: the longest listed name that ends where it ends.

    Args:
        text: working text (simplified, half-width) in which the subject stands, or the subject alone.
        span: the subject in `text`; all of it where None. A listed name may begin before it: where the
            subject is 失业率 and the text has 城镇登记失业率, that is the concept.
        unit_norm: of the indicator. A level has to be stated in a unit of the concept's dimension (出口 in
            dollars, not 安全出口 in 个).
        kind: of the indicator. Rates of change, shares and ranks fit any concept.

    Returns:
        None where no listed name fits: a concept is never guessed.

    Example:
        >>> find_concept("机关食堂测评满意率", unit_norm="%", kind="ratio")
        Concept(name='满意率', object='机关食堂')
    """
    start, end = span or (0, len(text))
    found = _find_row(text, end)
    if found is None:
        if text[end - 1 : end] not in _TAIL_ENDS:
            return None
        tail = _TAIL.search(text, max(start, end - _LONGEST_TAIL), end)
        if tail is None or (found := _find_row(text, tail.start())) is None:
            return None
    row, name_start = found
    if not _fits(row, unit_norm, kind):
        return None
    if name_start <= start:
        return (
            None if _NEGATED.search(text, max(0, name_start - 2), name_start) else Concept(row.concept, None)
        )
    before = text[start:name_start]
    if before[0] == "占" or _OTHER.search(before):
        return None
    return Concept(row.concept, _read_object(before, rate=row.dimensions == _SHARE))


def name_concept(text: str, span: Span | None, *, unit_norm: str | None, kind: str) -> str | None:
    """The name of the concept of the subject at `span`, None where there is none; as `find_concept`."""
    found = find_concept(text, span, unit_norm=unit_norm, kind=kind) if span is not None else None
    return found.name if found is not None else None


def _find_row(text: str, end: int) -> tuple[ConceptRow, int] | None:
    """The row of the longest listed name that ends at an offset, and where the name starts."""
    for name, row in _load_endings().get(text[max(0, end - 2) : end], ()):
        if text.endswith(name, 0, end):
            return row, end - len(name)
    return None


@lru_cache(maxsize=1 << 12)
def _fits(row: ConceptRow, unit_norm: str | None, kind: str) -> bool:
    """Whether the concept can be stated in this unit."""
    if kind == "duration":
        return "time" in row.dimensions
    if kind == "rank" or unit_norm is None:
        return True
    dimension = _load_dimensions().get(unit_norm) or ("rate" if "/" in unit_norm else "count")
    if dimension in ("share", "ratio") and kind in ("growth", "change", "ratio"):
        return True
    return dimension in row.dimensions


@lru_cache(maxsize=1 << 14)
def _read_object(before: str, *, rate: bool) -> str | None:
    """What stands before a name, without the verb that governs it, place, time and hope.

    A verb before the name of a rate is what the rate is of: 结对帮扶覆盖率.
    """
    start = 0
    if (towards := _TOWARDS.match(before)) is not None:
        start = towards.end()
    elif not rate and (verb := compile_verbs().match(before)) is not None and _governs(verb, before):
        start = verb.end()
    while (match := _SETTING.match(before, start)) is not None:
        start = match.end()
    return before[start:].strip(" 的") or None


def _governs(verb: re.Match[str], before: str) -> bool:
    """Whether a verb that opens the qualifiers governs the name: 办理省人大代表建议, not 检查站巡查."""
    return verb.end() == len(before) or not load_action_verbs()[verb.group()].nominal
