"""Indicators (指标): each quantity that states a fact, a target or a rule, with what it is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from corpora.edtf import bound_period
from corpora.frozen_records import set_at_once
from corpora.traced_text import Span
from extractors.bounds import Bound
from extractors.concepts import name_concept
from extractors.confidence import compute_confidence, read_shape
from extractors.indicator_periods import PeriodFinder
from extractors.kinds import Kind, find_kind, find_per
from extractors.quantities import Quantity
from extractors.statuses import Status, find_status
from extractors.subject_memory import SubjectMemory
from extractors.subjects import Subject, find_subject
from extractors.surroundings import Surroundings
from extractors.tables import TableCell, read_tables
from extractors.tokens import read_tokens
from extractors.units import CANONICAL

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from corpora.documents import Document

COMPONENT: Final = "zhibiao_indicators"

# between what a value was and what it became, with no other words: 优化整合为
_LEADS_TO: Final = re.compile(r"[^,。;:!?\n\d的]{0,6}(?:到|至|为|成)了?$")


@set_at_once
@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantity that states a fact, a target or a rule (指标); the codebook defines every field.

    Attributes:
        text_start, text_end: the quantity in the document's text, half-open.
        source_start, source_end: the same in the decoded source, None where there is no source.
        subject: the thing counted, as written; subject_start, subject_end: where it stands in the text.
        action: the verb that governs it, or None.
        quantity: the quantity as written: 24.07万平米.
        value, value_max: the number after its multiplier; value_norm, value_max_norm: in `unit_norm`.
        bound: exact, about, over, under.
        kind: level, ratio, change, growth, rank, score, duration.
        direction: up, down; basis: yoy, mom, base; both None but for change and growth.
        status: actual, planned, required, baseline.
        constraint: hard, soft or None; cue: the words that decided bound, status and constraint.
        period: EDTF; period_start, period_end: its first and last day, ISO, where the year is known.
        section: index into the document's sections, or None.
        rule: how the row came about: form of the quantity and place of the subject.
        concept: its name in lexicons/concepts.csv, the same in other words and other reports, or None.
        confidence: how likely value, unit and subject are right, 0 to 1.
    """

    text_start: int
    text_end: int
    source_start: int | None
    source_end: int | None
    subject: str | None
    subject_start: int | None
    subject_end: int | None
    action: str | None
    quantity: str
    value: float
    value_max: float | None
    bound: str
    unit: str | None
    value_norm: float
    value_max_norm: float | None
    unit_norm: str | None
    dimension: str | None
    kind: str
    direction: str | None
    basis: str | None
    status: str
    per: str | None
    constraint: str | None
    cue: str | None
    period: str | None
    period_start: str | None
    period_end: str | None
    sentence: str
    section: int | None
    concept: str | None
    rule: str
    confidence: float


class _Reader:
    """Turns the quantities of one Doc into indicators, in order."""

    def __init__(self, doc: Doc) -> None:
        document: Document | None = doc._.document
        self.tokens = read_tokens(doc)
        self.text = self.tokens.text
        self.document = document
        self.quoted = document.text if document is not None else self.text
        tables = read_tables(self.text)
        self.cells = tables.cells
        self.in_tables = sorted([*((c.start, c.end) for c in tables.cells), *tables.passed])
        self.quantities = self._leave_out_cells(doc._.quantities)
        self.sections = doc._.sections if doc.has_extension("sections") else ()
        self.section_starts = [section.text_start for section in self.sections]
        metadata = document.metadata if document is not None else None
        self.periods = PeriodFinder(
            self.text,
            metadata=metadata,
            sections=self.sections,
            source=document.source if document is not None else "",
        )
        self.sentences: dict[Span, str] = {}
        self.surroundings = Surroundings(self.tokens, self.quantities)

    def read(self) -> tuple[Indicator, ...]:
        found: list[Indicator] = []
        before: Status | None = None
        memory = SubjectMemory()
        for index, quantity in enumerate(self.quantities):
            sentence = self.surroundings.find_sentence(quantity.start)
            memory.enter(sentence[0])
            clause_start = self.surroundings.find_clause(sentence[0], quantity.start)
            status = find_status(
                self.text,
                quantity,
                sentence_start=sentence[0],
                clause_start=clause_start,
                outlook=self._find_outlook(quantity.start),
            )
            if before is not None and before.name == "planned" and status.name == "actual":
                # 计划投资9亿元。其中城区5亿元: the parts are planned as the whole is
                status = before if self.text.startswith("其中", sentence[0]) else status
            before = status
            subject = self._read_subject(index, sentence, memory, from_value=status.name == "baseline")
            found.append(self._make(quantity, subject, status, sentence, clause_start))
        found.extend(self._read_cell(cell) for cell in self.cells)
        return tuple(sorted(found, key=lambda row: row.text_start)) if self.cells else tuple(found)

    def _read_subject(
        self, index: int, sentence: Span, memory: SubjectMemory, *, from_value: bool
    ) -> Subject:
        """What a quantity is about; the memory learns it."""
        quantity = self.quantities[index]
        left = max(self.surroundings.find_left(index, sentence[0]), memory.consumed)
        left = max(left, self.text.rfind("\t", left, quantity.start) + 1)  # a cell of a table names its own
        if memory.compared_to == left and _LEADS_TO.match(self.text, left, quantity.bound.start):
            left = quantity.bound.start
        subject = memory.take_part(self.text[left : quantity.bound.start])
        if subject is None:
            subject = find_subject(
                self.tokens,
                quantity,
                left=min(self._skip_time(left), quantity.bound.start),
                right=self.surroundings.find_right(index, sentence[1]),
                last=memory.recall_last(),
                same_unit=memory.recall_unit(quantity),
                chained=self.surroundings.find_chained(index, sentence[1]),
                from_value=from_value,
                numbers=self.surroundings.count_in_row(index),
            )
            if subject.span is not None and self.periods.is_time(subject.span):
                subject = replace(subject, span=None, place="none")
            subject = self._look_back(subject, index, sentence[0], left, memory, from_value=from_value)
        aside = self.surroundings.stands_aside(sentence[0], quantity.start)
        subject = memory.remember(quantity, subject, aside=aside, from_value=from_value)
        if subject.span is not None or quantity.unit is None or quantity.unit.text not in ("人", "户"):
            return subject
        return replace(subject, span=(quantity.unit_start, quantity.end), place="after")  # 全镇共有3120户

    def _skip_time(self, left: int) -> int:
        """Where a clause goes on after a time that opens it: 截至6月24日完成…, “十三五”期间新建…."""
        end = self.periods.skip_time(left)
        return end if end < len(self.text) and self.tokens.starts[self.tokens.find(end)] == end else left

    def _look_back(
        self,
        subject: Subject,
        index: int,
        sentence_start: int,
        left: int,
        memory: SubjectMemory,
        *,
        from_value: bool,
    ) -> Subject:
        """The subject in clauses before, where the number's own names none or one of many."""
        if subject.span is None:
            floor = max(sentence_start, self.quantities[index - 1].bound.end if index else 0)
            return self.surroundings.look_further(subject, floor, left, sentence_start)
        compared = from_value and self.text[left : left + 1] in ("比", "较")
        if compared and (last := memory.recall_last()) is not None and last.span is not None:
            # 较上年度预算数9亿元: what is compared is what was counted before
            return replace(subject, span=last.span, place="carried")
        if subject.place != "carried":
            return subject
        if not from_value and index:
            # …30个;有贸易往来的国家,已有93个: after a semicolon another thing is spoken of
            opened = self.text.rfind(";", self.quantities[index - 1].bound.end, left) + 1
            found = self.surroundings.look_further(subject, opened, left, opened) if opened else subject
            if found is not subject and found.span is not None and found.span[1] == left - 1:
                return found
        if (whole := self.surroundings.look_at_whole(index, left, sentence_start)) is not None:
            return replace(subject, span=whole)
        number = self.surroundings.count_respective(index, left)
        parts = memory.recall_members(number) if number > 1 else ()
        return replace(subject, parts=parts) if parts else subject

    def _leave_out_cells(self, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
        """The quantities that are no numbers of tables."""
        if not self.in_tables:
            return quantities
        starts, ends = zip(*self.in_tables, strict=True)
        return tuple(q for q in quantities if bisect_right(starts, q.end - 1) == bisect_right(ends, q.start))

    def _read_cell(self, cell: TableCell) -> Indicator:
        """A number of a table, by its row and its column."""
        changed = cell.kind in ("growth", "change")
        direction = None if not changed else "down" if cell.value < 0 else "up"
        bound = Bound("exact", (), cell.start, cell.end)
        quantity = Quantity(
            cell.start, cell.end, cell.value, None, cell.unit, cell.end, bound, "table", chinese=False
        )
        return self._write(
            quantity,
            Subject(cell.label, place="cell"),
            Kind(cell.kind, direction, cell.basis),
            Status("planned" if cell.planned else "actual", None, ()),
            unit=cell.unit_text,
            period=self.periods.find_column(cell.when),
            per=None,
            sentence=self.surroundings.find_sentence(cell.start),
        )

    def _find_outlook(self, offset: int) -> str:
        section = bisect_right(self.section_starts, offset) - 1
        return self.sections[section].outlook if section >= 0 else "retrospect"

    def _make(
        self, quantity: Quantity, subject: Subject, status: Status, sentence: Span, clause_start: int
    ) -> Indicator:
        kind = find_kind(self.text, quantity, subject)
        section = bisect_right(self.section_starts, quantity.start) - 1
        period = self.periods.find(
            start=quantity.start,
            end=quantity.bound.end,
            sentence=sentence,
            clause_start=clause_start,
            section=section if section >= 0 else None,
            status=status.name,
        )
        if status.name == "planned" and not status.cues and self.periods.is_past(period):
            # 五年来建成4座, in the part that looks ahead
            status = Status("actual", None, ())
        elif status.name == "actual" and self.periods.is_to_come(period):
            # 规划提出,到2035年翻一番, in the part that looks back
            status = Status("planned", None, ())
        per = find_per(self.text, quantity, clause_start=clause_start, kind=kind.kind)
        unit = self.quoted[quantity.unit_start : quantity.end] or None
        return self._write(
            quantity, subject, kind, status, unit=unit, period=period, per=per, sentence=sentence
        )

    def _write(
        self,
        quantity: Quantity,
        subject: Subject,
        kind: Kind,
        status: Status,
        *,
        unit: str | None,
        period: str | None,
        per: str | None,
        sentence: Span,
    ) -> Indicator:
        """The record with its offsets, quotations and value in the canonical unit."""
        start, end = quantity.start, quantity.end
        section = bisect_right(self.section_starts, start) - 1
        first, last = bound_period(period)
        unit_norm = quantity.unit.norm if quantity.unit else None
        source = self.document.body.source_span(start, end) if self.document is not None else (None, None)
        scale = quantity.unit.scale if quantity.unit else CANONICAL
        rule = f"{quantity.form}.{subject.place}"
        shape = read_shape(
            self.tokens, subject.span, rule=rule, kind=kind.kind, has_unit=quantity.unit is not None
        )
        cues = [cue for cue in (*quantity.bound.cues, *status.cues) if cue]
        return Indicator(
            text_start=start,
            text_end=end,
            source_start=source[0],
            source_end=source[1],
            subject=self._quote(subject.span),
            subject_start=subject.span[0] if subject.span else None,
            subject_end=subject.span[1] if subject.span else None,
            action=self._quote(subject.action),
            quantity=self.quoted[start:end],
            value=float(quantity.value),
            value_max=_to_float(quantity.value_max),
            bound=quantity.bound.name,
            unit=unit,
            value_norm=_scale(quantity.value, scale),
            value_max_norm=_to_float(quantity.value_max, scale=scale),
            unit_norm=unit_norm,
            dimension=quantity.unit.dimension if quantity.unit else None,
            kind=kind.kind,
            direction=kind.direction,
            basis=kind.basis,
            status=status.name,
            per=per,
            constraint=status.constraint,
            cue=" ".join(cues) or None,
            period=period,
            period_start=first.isoformat() if first else None,
            period_end=last.isoformat() if last else None,
            sentence=self._quote_sentence(sentence),
            section=section if section >= 0 else None,
            concept=name_concept(self.text, subject.span, unit_norm=unit_norm, kind=kind.kind),
            rule=rule,
            confidence=compute_confidence(shape),
        )

    def _quote_sentence(self, sentence: Span) -> str:
        """The sentence; its rows share one string, or a page without full stops would fill the memory."""
        quoted = self.sentences.get(sentence)
        if quoted is None:
            quoted = self.sentences[sentence] = self.quoted[sentence[0] : sentence[1]].strip()
        return quoted

    def _quote(self, span: Span | None) -> str | None:
        return self.quoted[span[0] : span[1]] if span else None


def _to_float(value: Decimal | None, *, scale: Fraction = CANONICAL) -> float | None:
    return None if value is None else _scale(value, scale)


def _scale(value: Decimal, scale: Fraction) -> float:
    """The exact product, rounded once; most units are canonical themselves, and fractions are slow."""
    return float(value) if scale is CANONICAL else float(Fraction(value) * scale)


def find_indicators(doc: Doc) -> tuple[Indicator, ...]:
    """The indicators of a Doc whose quantities (and, where there are any, sections) are set.

    Example:
        >>> doc = load()("上半年新建口袋公园3处,面积1.2万平方米。")
        >>> [(i.subject, i.value_norm, i.unit_norm) for i in find_indicators(doc)]
        [('新建口袋公园', 3.0, '处'), ('面积', 12000.0, 'm2')]
    """
    return _Reader(doc).read()


def add_indicators(doc: Doc) -> Doc:
    """Sets ``doc._.indicators``: a tuple of Indicator."""
    doc._.indicators = find_indicators(doc)
    return doc
