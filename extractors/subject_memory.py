"""What the quantities of a sentence so far were about (主体承前), for those that name nothing themselves."""

from __future__ import annotations

from dataclasses import replace

from corpora.traced_text import Span
from extractors.quantities import Quantity
from extractors.subjects import Subject


class SubjectMemory:
    """What the quantities of a sentence so far were about."""

    def __init__(self) -> None:
        self.sentence = -1
        self.subjects: list[tuple[str | None, Subject]] = []
        self.waiting: list[Span] = []
        self.pattern: Subject | None = None
        self.consumed = 0
        self.compared_to = -1

    def enter(self, sentence: int) -> None:
        """Forgets what an earlier sentence said."""
        if sentence != self.sentence:
            self.sentence = sentence
            self.subjects, self.waiting = [], []

    def recall_last(self) -> Subject | None:
        """What the number before was about."""
        return self.subjects[-1][1] if self.subjects else None

    def recall_unit(self, quantity: Quantity) -> Subject | None:
        """What was last counted in the same unit, else the last subject."""
        unit = quantity.unit.norm if quantity.unit else None
        return next(
            (subject for norm, subject in reversed(self.subjects) if norm == unit), self.recall_last()
        )

    def recall_members(self, number: int) -> tuple[Span, ...]:
        """The last so many things that were counted, in order; () where there were fewer."""
        named = [one.span for _, one in self.subjects if one.span is not None]
        spans = list(dict.fromkeys(named))
        if len(spans) < number == len(named):
            spans = named  # 受理案件9件,审结8件,结案率89%,分别上升2%、3%和1个百分点
        return tuple(spans[-number:]) if len(spans) >= number else ()

    def take_part(self, between: str) -> Subject | None:
        """The next member of a list before 分别, where only a mark stands between two numbers."""
        if self.waiting and self.pattern is not None and between.strip() in ("", "、", ",", "和", "及", "与"):
            return replace(self.pattern, span=self.waiting.pop(0), parts=())
        self.waiting = []
        return None

    def remember(self, quantity: Quantity, subject: Subject, *, aside: bool, from_value: bool) -> Subject:
        """The subject of this quantity, the first of its parts where it has some; asides are not carried."""
        # 由71所优化整合为47所: the number that follows is of the same thing
        self.compared_to = quantity.bound.end if from_value else -1
        if subject.parts:
            self.pattern = subject
            self.waiting = list(subject.parts[1:])
            subject = replace(subject, span=subject.parts[0], parts=())
        if subject.span is not None:
            if subject.place == "after":
                self.consumed = subject.span[1]
            if (from_value or subject.place != "verb") and not aside:
                self.subjects.append((quantity.unit.norm if quantity.unit else None, subject))
        return subject
