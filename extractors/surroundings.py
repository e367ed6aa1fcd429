"""What of a text belongs to a quantity (数量的上下文): its sentence, its clause, the words on either side."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from corpora.traced_text import Span
from extractors.left_context import read_left
from extractors.quantities import Quantity
from extractors.right_context import read_noun_phrase
from extractors.subjects import Subject
from extractors.tokens import Tokens

_SENTENCE_END: Final = re.compile(r"[。!?\n]")
_LONGEST_SENTENCE: Final = 800
_OTHER_UNIT: Final = re.compile(r"\([^()\d,。]{1,3}\)[、和及]?")
_HAS: Final = re.compile(r"(?:有|共有|达|达到|共|增加到|减少到|发展到|增至)$")
# more things than these are not listed before their numbers
_MOST_LISTED: Final = 8
_CLAUSE_END: Final = re.compile(r"[,。;:!?\n]")


class Surroundings:
    """The stretches of a text that its quantities may take words from, by offsets."""

    def __init__(self, tokens: Tokens, quantities: Sequence[Quantity]) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.quantities = quantities
        self.sentence_ends = list(_find_sentence_ends(self.text))
        # where clauses end: asked for several times for each quantity
        self._marks = [mark.end() for mark in _CLAUSE_END.finditer(self.text)]
        self._lasts: dict[tuple[str, ...], dict[int, int]] = {}

    def stands_aside(self, sentence_start: int, offset: int) -> bool:
        """Whether an offset lies inside brackets of its sentence, or tells who was asked: 据5个村的调查."""
        opened = self.text.rfind("(", sentence_start, offset)
        if opened > self.text.rfind(")", sentence_start, offset):
            return True
        if self.text.find("据", sentence_start, offset) < 0:
            return False
        return self._tells_who_was_asked(self.find_clause(sentence_start, offset))

    def _tells_who_was_asked(self, clause_start: int) -> bool:
        return self.text.startswith(("据", "根据"), clause_start)

    def look_further(self, subject: Subject, floor: int, left: int, sentence_start: int) -> Subject:
        """The phrase that ends the clause before, where the number's own clause names nothing.

        据5个村的调查 between the two is passed over.
        """
        end = left - 1
        # a comma, or the colon after a label: 棉花:达到32万担
        if end <= floor or self.text[end] not in ",:":
            return subject
        start = self.find_clause(sentence_start, end)
        if start > sentence_start and self._tells_who_was_asked(start):
            end = start - 1
            start = self.find_clause(sentence_start, end)
        start = max(start, floor) if floor < end else start
        before = read_left(self.tokens, start, end, share=False, from_value=False)
        return replace(subject, span=before.phrase, place="carried") if before.phrase else subject

    def look_at_whole(self, index: int, left: int, floor: int) -> Span | None:
        """What a quantity describes in the clause before: 企业 in 产值500万元以上的企业,去年有23家."""
        end = left - 1
        if not index or end <= floor or self.text[end] != ",":
            return None
        start = self.quantities[index - 1].bound.end
        if start <= floor or self.text[start : start + 1] != "的" or not start < end:
            return None
        if not _HAS.search(self.text, left, self.quantities[index].bound.start):
            return None
        phrase = read_noun_phrase(self.tokens, start, end)
        return phrase if phrase is not None and phrase[1] == end else None

    def find_clause(self, sentence_start: int, offset: int) -> int:
        """Where the clause that an offset stands in starts."""
        index = bisect_right(self._marks, offset) - 1
        return max(self._marks[index], sentence_start) if index >= 0 else sentence_start

    def find_chained(self, index: int, ceiling: int) -> Span | None:
        """The noun phrase after a chain of quantities joined by 、 (6大类、40项、300场活动)."""
        last = self._find_last(index, ("、", "和", ""))
        if last == index:
            return None
        end = self.quantities[last].bound.end
        return read_noun_phrase(self.tokens, end, self.find_right(last, ceiling))

    def count_respective(self, index: int, left: int) -> int:
        """How many quantities in a row 分别 opens (分别增长3%、5%); 0 where it opens none."""
        if "分别" not in self.text[left : self.quantities[index].start]:
            return 0
        return self._find_last(index, ("、", "和", ",", "与", "及")) - index + 1

    def count_in_row(self, index: int) -> int:
        """How many quantities in one unit stand in a row from this one on (3%、5%); 1 where they are many."""
        unit = self.quantities[index].unit
        number = self._find_last(index, ("、", "和")) - index + 1
        if unit is None or number > _MOST_LISTED:
            return 1
        return number if all(q.unit == unit for q in self.quantities[index : index + number]) else 1

    def _find_last(self, index: int, marks: tuple[str, ...]) -> int:
        """The last of the quantities with nothing but one of the marks between each and the next."""
        known = self._lasts.setdefault(marks, {})
        if index not in known:
            # all of a run have one last: asked for each, a list of thousands would be walked anew each time
            last = index
            while (
                last + 1 < len(self.quantities)
                and self.text[self.quantities[last].bound.end : self.quantities[last + 1].bound.start]
                in marks
            ):
                last += 1
            known.update(dict.fromkeys(range(index, last + 1), last))
        return known[index]

    def find_sentence(self, offset: int) -> Span:
        """The sentence that an offset stands in."""
        index = bisect_right(self.sentence_ends, offset)
        start = self.sentence_ends[index - 1] if index else 0
        end = self.sentence_ends[index] if index < len(self.sentence_ends) else len(self.text)
        return start, end

    def find_left(self, index: int, floor: int) -> int:
        """Where the words before a quantity begin: after the quantity or the mark before it."""
        quantity = self.quantities[index]
        if index and self.quantities[index - 1].bound.end > floor:
            floor = self.quantities[index - 1].bound.end
        start = self.find_clause(floor, quantity.bound.start)
        # after 、 only where another quantity stands before it: 乔木20株、灌木30株
        if (
            index
            and start == self.quantities[index - 1].bound.end
            and self.text[start : start + 1] in ("、", "和", "及")
        ):
            start += 1
        # 7.4万套(间)、累计达61万套: another unit of the number before is no word before this one
        if index and (other := _OTHER_UNIT.match(self.text, start, quantity.bound.start)) is not None:
            start = other.end()
        return min(start, quantity.bound.start)

    def find_right(self, index: int, ceiling: int) -> int:
        """Where the words after a quantity end: before the quantity or the mark after it."""
        quantity = self.quantities[index]
        if index + 1 < len(self.quantities):
            ceiling = min(ceiling, self.quantities[index + 1].bound.start)
        index = bisect_right(self._marks, quantity.bound.end)
        if index < len(self._marks) and self._marks[index] <= ceiling:
            return self._marks[index] - 1
        return max(ceiling, quantity.bound.end)


def _find_sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end; one without end is broken at a comma, so that no rule looks back for ever."""
    start = 0
    for end in (*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)):
        while end - start > _LONGEST_SENTENCE:
            limit = start + _LONGEST_SENTENCE
            start = max(text.rfind(mark, start, limit) for mark in ",;、")
            start = limit if start < limit - _LONGEST_SENTENCE // 2 else start + 1
            yield start
        start = end
        yield end
