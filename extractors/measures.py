"""What an organisation did, does or will do (举措): the stretch of text from a verb to its object.

A text is cut into clauses (clauses.py), a clause into what opens it, the actor, prepositional phrases, the
verb and its object (verb_phrases.py). Whether it says something that another organisation could copy is
weighed from the verb, the object and what stands before them: 建立楼栋长轮值制度 is a measure,
扎实做好各项工作 is an attitude, 成效明显 a result.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpora.documents import Document
from corpora.frozen_records import set_at_once
from extractors.indicators import Indicator
from extractors.instruments import load_classifier
from extractors.measure_odds import THRESHOLD, weigh_measure
from extractors.measure_parts import find_deed, find_name, find_object
from extractors.participants import find_actor, find_target_group, is_asked
from extractors.row_labels import RowLabels
from extractors.sections import Section, locate_source
from extractors.tokens import Tokens, read_tokens
from extractors.verb_phrases import VerbPhrase, find_verb_phrases

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENT: Final = "zhibiao_measures"
STATUSES: Final = ("actual", "planned")


@set_at_once
@dataclass(frozen=True, slots=True)
class Measure:
    """Something that the organisation did, does or will do (举措).

    Attributes:
        text_start, text_end: from the verb (with the prepositional phrase before it) to the end of its
            object, in the document's text, half-open.
        source_start, source_end: the same in the decoded source.
        text: the characters [text_start, text_end) of the document's text.
        head: the verb, 建立.
        object: what it acts on, without counts: 楼栋长轮值制度; None where the text names none.
        name: a programme's own name, 一刻钟服务圈 of “一刻钟服务圈”; None where there is none.
        status: one of STATUSES.
        section: index of the heading it stands under in the tuple of sections, or None.
        sentence: the sentence it stands in.
        instrument: the class of policy tool, one of `instruments.INSTRUMENTS`; None where no word is known.
        actor: who carries it out where that is not the reporting body: 派出所.
        target_group: whom it is for: 离退休职工家属.
        indicators: indices of the indicators whose quantities stand in it, in the tuple of indicators.
    """

    text_start: int
    text_end: int
    source_start: int
    source_end: int
    text: str
    head: str
    object: str | None
    name: str | None
    status: str
    section: int | None
    sentence: str
    instrument: str | None = None
    actor: str | None = None
    target_group: str | None = None
    indicators: tuple[int, ...] = ()


_PLANNED_BEFORE: Final = re.compile(
    r"(?:^|[,;])[^,;]{0,8}?(?:下一步|下步|下阶段|下半年|明年|今后|接下来|未来)|(?<![占按超照])计划(?![的”》,;:、。和及与任])|预计|力争"
    # 争取资金: gets it
    r"|争取(?![^,;]{0,12}(?:资金|支持|政策|项目|额度|债券|荣誉))"
)
_MODAL_BEFORE: Final = re.compile(
    r"(?:^|[,;])[^,;]{0,16}?(?:(?<![主需重必纲摘首扼概])要|应当|(?<![供适响反相回效对感顺])应(?![急用对届邀收试变运援聘征激])|须|必须|将"
    r"|(?<![模虚草])拟)(?![求点领素件])"
)
_DONE_BEFORE: Final = re.compile(r"已|[了过](?:[,;]|$)|目前|以来")
_ASPECT: Final = re.compile(r"了|已")


def find_measures(
    doc: Doc, sections: Sequence[Section], indicators: Sequence[Indicator] = ()
) -> tuple[Measure, ...]:
    """All measures of a document in the order of the text.

    Args:
        doc: tokens with ``idx``; its text is the working text; ``doc._.document`` is the Document or None.
        sections: what `find_sections` found in it.
        indicators: what `find_indicators` found in it.

    Example:
        >>> [m.text for m in find_measures(nlp("社区建立了楼栋长轮值制度，每月召开一次碰头会。"), ())]
        ['建立了楼栋长轮值制度', '每月召开一次碰头会']
    """
    document: Document | None = doc._.document if doc.has_extension("document") else None
    tokens = read_tokens(doc)
    quoted = tokens.text if document is None else document.text
    place = _Place(tokens.text, sections)
    actors = _Actors(tokens.text, None if document is None else document.metadata.org)
    counted = [indicator.text_start for indicator in indicators]
    labels = RowLabels(tokens.text, indicators)
    chosen: list[tuple[VerbPhrase, int | None, str | None, str | None]] = []
    for phrase in find_verb_phrases(doc):
        if labels.hold(phrase.clause.start, phrase.clause.end):
            continue
        section = place.find_section(phrase.start)
        heading = place.find_heading(phrase.start)
        outlook = sections[section].outlook if section is not None else None
        actors.pass_by(phrase)
        if weigh_measure(tokens.text, phrase, heading=heading, outlook=outlook) >= THRESHOLD:
            chosen.append((phrase, section, outlook, actors.find()))
    instruments = load_classifier().classify_all([_read_words(tokens, phrase) for phrase, *_ in chosen])
    found: list[Measure] = []
    for (phrase, section, outlook, actor), instrument in zip(chosen, instruments, strict=True):
        source_start, source_end = locate_source(document, phrase.start, phrase.end)
        clause = phrase.clause
        words = quoted[phrase.start : phrase.end]
        found.append(
            Measure(
                text_start=phrase.start,
                text_end=phrase.end,
                source_start=source_start,
                source_end=source_end,
                text=words,
                head=quoted[slice(*find_deed(tokens.text, phrase))],
                object=find_object(tokens.text, quoted, phrase),
                name=find_name(words),
                status=_choose_status(tokens.text, phrase, outlook),
                section=section,
                sentence=quoted[clause.sentence_start : clause.sentence_end].strip(),
                instrument=instrument,
                actor=actor,
                target_group=find_target_group(tokens.text[phrase.start : phrase.end]),
                indicators=tuple(range(bisect_left(counted, phrase.start), bisect_left(counted, phrase.end))),
            )
        )
    return tuple(found)


def _read_words(tokens: Tokens, phrase: VerbPhrase) -> list[str]:
    """The words of a phrase."""
    first = bisect_left(tokens.starts, phrase.start)
    return tokens.words[first : bisect_left(tokens.starts, phrase.end, first)]


class _Actors:
    """Who acts; an actor that a sentence has named acts in its later clauses too."""

    def __init__(self, text: str, reporter: str | None) -> None:
        self._text, self._reporter = text, reporter
        self._sentence = -1
        self._actor: str | None = None
        self._passed: list[VerbPhrase] = []

    def pass_by(self, phrase: VerbPhrase) -> None:
        """Goes on to a phrase; they come in rising order."""
        if phrase.clause.sentence_start != self._sentence:
            self._sentence, self._actor = phrase.clause.sentence_start, None
            self._passed.clear()
        self._passed.append(phrase)

    def find(self) -> str | None:
        """The actor of the last phrase passed; who is asked to act (支持企业建仓库) does only that."""
        asked: str | None = None
        for back, phrase in enumerate(reversed(self._passed)):
            named = find_actor(self._text, phrase.lead, phrase.start, reporter=self._reporter)
            if named is None:
                continue
            if not is_asked(self._text, phrase.lead, phrase.start):
                self._actor = named
                break
            if back == 0:
                asked = named
        self._passed.clear()
        return asked or self._actor


class _Place:
    """Where in the tree of sections an offset lies; offsets are asked for in rising order."""

    def __init__(self, text: str, sections: Sequence[Section]) -> None:
        self._text = text
        self._sections = sections
        self._current = -1

    def find_section(self, offset: int) -> int | None:
        while (
            self._current + 1 < len(self._sections) and self._sections[self._current + 1].text_start <= offset
        ):
            self._current += 1
        return self._current if self._current >= 0 else None

    def find_heading(self, offset: int) -> str | None:
        """``line`` or ``run-in`` where the offset lies inside a heading."""
        if self._current < 0 or offset >= (end := self._sections[self._current].text_end):
            return None
        return "line" if self._text[end : end + 2].strip("。 ")[:1] in ("", "\n") else "run-in"


def _choose_status(text: str, phrase: VerbPhrase, outlook: str | None) -> str:
    """Planned in the part of the report that looks ahead and after a modal; otherwise actual."""
    if "planned" in phrase.kinds or outlook in {"plan", "problems"}:
        return "planned"
    before = text[phrase.clause.sentence_start : phrase.start]
    if _PLANNED_BEFORE.search(before):
        return "planned"
    own = text[phrase.clause.start : phrase.end]
    wanted = _MODAL_BEFORE.search(before) and not _DONE_BEFORE.search(before) and not _ASPECT.search(own)
    return "planned" if wanted else "actual"


def add_measures(doc: Doc) -> Doc:
    """The same doc with its measures on ``doc._.measures``."""
    doc._.measures = find_measures(doc, doc._.sections, doc._.indicators)
    return doc
