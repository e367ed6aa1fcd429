"""The door of the room: a document in, its records out (提取流水线)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from corpora.documents import Document, Metadata
from corpora.scripts import detect_script
from corpora.traced_text import TracedText
from extractors import checks, indicators, measures, quantities, sections
from extractors.checks import Check
from extractors.indicators import Indicator
from extractors.jieba_tokenizer import JiebaTokenizer
from extractors.measures import Measure
from extractors.sections import Section
from extractors.segmentation import load_segmenter
from extractors.tokens import PlainDoc, Records

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# each reads what those before it have set
STEPS: dict[str, Callable[[Any], object]] = {
    sections.COMPONENT: sections.add_sections,
    quantities.COMPONENT: quantities.add_quantities,
    indicators.COMPONENT: indicators.add_indicators,
    measures.COMPONENT: measures.add_measures,
    checks.COMPONENT: checks.add_checks,
}
COMPONENTS = tuple(STEPS)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document says (提取结果), each record with its offsets into ``document.text``."""

    document: Document
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    measures: tuple[Measure, ...]
    checks: tuple[Check, ...]


@cache
def load() -> Language:
    """A spaCy pipeline: blank ``zh``, jieba's words and tags, and one component for each kind of record.

    Example:
        >>> doc = load()("全年新建口袋公园3处。")
        >>> [i.quantity for i in doc._.indicators]
        ['3处']
    """
    # spaCy takes a second to load, which `extract`, that makes no Doc, need not wait for
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    for field in fields(Records):
        if not Doc.has_extension(field.name):
            Doc.set_extension(field.name, default=field.default)
    for name, add_records in STEPS.items():
        Language.component(name, func=cast("Callable[[Doc], Doc]", add_records))
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    # spaCy refuses texts of over a million characters for its trained parsers; there is none here
    nlp.max_length = 1 << 40
    return nlp


def make_doc(document: Document) -> Doc:
    """The document's working text as a spaCy Doc with words and tags, nothing extracted yet."""
    doc = load().make_doc(document.working_text)
    doc._.document = document
    return doc


def extract(text: str | Document) -> Extraction:
    """The records of one text, or of a document that `corpora` has cleaned; no flow is started.

    Args:
        text: plain text, taken as it is, or a Document.

    Returns:
        All records in the order of the text.
    """
    document = text if isinstance(text, Document) else _wrap_text(text)
    # what a text gives holds no circles: to look for them among a million records takes a tenth of the time
    collecting = gc.isenabled()
    gc.disable()
    try:
        doc = split_words(document)
        for add_records in STEPS.values():
            add_records(doc)
        found = doc._
        return Extraction(
            document=document,
            sections=found.sections,
            indicators=found.indicators,
            measures=found.measures,
            checks=found.checks,
        )
    finally:
        if collecting:
            gc.enable()


def split_words(document: Document) -> PlainDoc:
    """The words of a document's working text, nothing extracted yet."""
    return PlainDoc(load_segmenter().read(document.working_text), Records(document))


def _wrap_text(text: str) -> Document:
    """A Document of a bare string."""
    return Document(
        source="text", part=0, body=TracedText.whole(text), metadata=Metadata(), script=detect_script(text)
    )
