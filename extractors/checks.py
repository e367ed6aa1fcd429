"""Checks (算术核对): the arithmetic that a report states of itself, reckoned again; it changes nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from extractors.change_claims import Change, find_change
from extractors.claims import Claim, Term, Way
from extractors.indicators import Indicator
from extractors.printed_numbers import VERDICTS, Printed, Reckoned, compare
from extractors.share_claims import find_rate, find_share
from extractors.sum_claims import find_parts, find_total
from extractors.tokens import read_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from corpora.documents import Document

COMPONENT: Final = "zhibiao_checks"

_SENTENCE_END: Final = re.compile(r"[。!?\n]")
# a page that lost its full stops is one sentence of thousands of numbers: nothing ties numbers so far apart
_MOST_TERMS: Final = 100
_LONGEST_LEAD: Final = 100
_NEAR: Final = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Check:
    """An arithmetic statement that a report makes of itself (算术核对).

    Attributes:
        text_start, text_end: from the first to the last number that takes part, in the document's text.
        source_start, source_end: the same in the decoded source, None where there is no source.
        rule: one of RULES.
        indicators: places, in the document's indicators, of the numbers it is reckoned from, in the order of
            the text, and last that of the number stated.
        stated: that number, in its indicator's unit.
        computed: what the others make it, in the same unit; difference: computed less stated.
        verdict: ``holds`` (computed, rounded or cut off to the places printed, is what is stated: 118 of
            118.64), ``rounding`` (within one in the last printed place of it, given how the numbers it is
            reckoned from may have been rounded themselves), ``contradicts``.
    """

    text_start: int
    text_end: int
    source_start: int | None
    source_end: int | None
    rule: str
    indicators: tuple[int, ...]
    stated: float
    computed: float
    difference: float
    verdict: str


def find_checks(doc: Doc) -> tuple[Check, ...]:
    """The checks of a Doc whose indicators are set, in the order of the text.

    Example:
        >>> doc = load()("全年受理投诉250件,其中电话投诉200件,占投诉总数的85%。")
        >>> [(c.rule, c.stated, c.computed, c.verdict) for c in find_checks(doc)]
        [('share', 85.0, 80.0, 'contradicts')]
    """
    text = read_tokens(doc).text
    document: Document | None = doc._.document if doc.has_extension("document") else None
    found: list[Check] = []
    for terms in _read_sentences(text, doc._.indicators):
        for claim in _find_claims(terms):
            check = _judge(claim, document)
            if check is not None:
                found.append(check)
    return tuple(sorted(found, key=lambda check: (check.text_start, check.text_end)))


def _read_sentences(text: str, indicators: tuple[Indicator, ...]) -> list[list[Term]]:
    """The numbers of each sentence that holds two or more."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    sentences: list[list[Term]] = []
    last = -1
    for index, indicator in enumerate(indicators):
        start, end = indicator.text_start, indicator.text_end
        sentence = bisect_right(ends, start) - 1
        if sentence != last or len(sentences[-1]) == _MOST_TERMS:
            sentences.append([])
            last, before = sentence, ends[sentence]
        lead = text[max(before, start - _LONGEST_LEAD) : start]
        sentences[-1].append(Term(index, indicator, text[start:end], lead))
        before = end
    return [terms for terms in sentences if len(terms) > 1]


def _find_claims(terms: list[Term]) -> Iterator[Claim]:
    """The claims of one sentence, in the order of the numbers at which they show."""
    share: Claim | None = None
    change: Change | None = None
    for place in range(1, len(terms)):
        changed = find_change(terms, place, before=change)
        change = changed[1] if changed is not None else None
        if changed is not None:
            yield changed[0]
            continue
        claim = find_share(terms, place, before=share)
        if claim is not None:
            share = claim
        claim = claim or find_rate(terms, place) or find_total(terms, place) or find_parts(terms, place)
        if claim is not None:
            yield claim


def _judge(claim: Claim, document: Document | None) -> Check | None:
    """The check of a claim by the way of reckoning that agrees best; None where nothing is sure."""
    printed = claim.stated.number
    if printed is None:
        return None
    judged = [(VERDICTS.index(compare(printed, way.reckoned)), way) for way in claim.ways]
    rank, way = min(judged, key=lambda pair: pair[0])
    sure = claim.firm and all(term.number.sure for term in (claim.stated, *way.terms) if term.number)
    if not sure and not _is_telling(VERDICTS[rank], printed, way.reckoned):
        return None
    return _make(claim, way, VERDICTS[rank], document)


def _is_telling(verdict: str, stated: Printed, reckoned: Reckoned) -> bool:
    """Whether numbers agree so well that they must belong together, though the words leave it open."""
    near = abs(reckoned.value - stated.value) <= abs(stated.value) * _NEAR
    return verdict == "holds" or (verdict == "rounding" and near)


def _make(claim: Claim, way: Way, verdict: str, document: Document | None) -> Check:
    terms = sorted(way.terms, key=lambda term: term.index)
    together = [term.indicator for term in (*terms, claim.stated)]
    start = min(indicator.text_start for indicator in together)
    end = max(indicator.text_end for indicator in together)
    source = document.body.source_span(start, end) if document is not None else (None, None)
    indicator = claim.stated.indicator
    scale = Fraction(indicator.value_norm) / Fraction(indicator.value)
    computed = round(float(way.reckoned.value / scale), 6)
    return Check(
        text_start=start,
        text_end=end,
        source_start=source[0],
        source_end=source[1],
        rule=claim.rule,
        indicators=(*(term.index for term in terms), claim.stated.index),
        stated=indicator.value,
        computed=computed,
        difference=round(computed - indicator.value, 6),
        verdict=verdict,
    )


def add_checks(doc: Doc) -> Doc:
    """Sets ``doc._.checks``: a tuple of Check."""
    doc._.checks = find_checks(doc)
    return doc
