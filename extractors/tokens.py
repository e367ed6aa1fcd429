"""The words of a Doc as plain lists, for rules that ask what stands at an offset (词的位置)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from corpora.documents import Document


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words with their offsets and tags, three lists of one length.

    Attributes:
        starts: offset of each word's first character.
        words: the words.
        tags: jieba's tag of each word: ``n``, ``v``, ``m``, ...
        text: the text they make up.
    """

    starts: list[int]
    words: list[str]
    tags: list[str]
    text: str

    def find(self, offset: int) -> int:
        """Index of the word that covers a character offset."""
        return bisect_right(self.starts, offset) - 1

    def end(self, index: int) -> int:
        """Offset just after a word."""
        return self.starts[index] + len(self.words[index])


@dataclass(slots=True)
class Records:
    """What components set on ``doc._``; each reads what those before it have set."""

    document: Document | None = None
    sections: tuple[Any, ...] = ()
    quantities: tuple[Any, ...] = ()
    indicators: tuple[Any, ...] = ()
    measures: tuple[Any, ...] = ()
    checks: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainDoc:
    """What components read and set of a Doc, without its tokens: making those takes as long as all else.

    Attributes:
        tokens: the words.
        _: the records so far.
    """

    tokens: Tokens
    _: Records = field(default_factory=Records)

    @property
    def text(self) -> str:
        """The working text."""
        return self.tokens.text

    @staticmethod
    def has_extension(name: str) -> bool:
        """Whether components find `name` on ``doc._``."""
        return name in _RECORD_NAMES


_RECORD_NAMES: Final = frozenset(field.name for field in fields(Records))
_KEY: Final = "zhibiao_tokens"


def keep_tokens(doc: Doc, tokens: Tokens) -> None:
    """Keeps the words of `doc` with it: spaCy makes tokens and text anew each time they are asked for."""
    doc.user_data[_KEY] = tokens


def read_tokens(doc: Doc | PlainDoc) -> Tokens:
    """The words and the text of `doc`; read once and kept with it."""
    if isinstance(doc, PlainDoc):
        return doc.tokens
    if _KEY not in doc.user_data:
        keep_tokens(
            doc,
            Tokens(
                [token.idx for token in doc],
                [token.text for token in doc],
                [token.tag_ for token in doc],
                doc.text,
            ),
        )
    kept: Tokens = doc.user_data[_KEY]
    return kept
