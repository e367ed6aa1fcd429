"""The words of a Doc as plain lists, for rules that ask what stands at an offset (词的位置)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc


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


_KEY = "zhibiao_tokens"


def keep_tokens(doc: Doc, tokens: Tokens) -> None:
    """Keeps the words of `doc` with it: spaCy makes tokens and text anew each time they are asked for."""
    doc.user_data[_KEY] = tokens


def read_tokens(doc: Doc) -> Tokens:
    """The words and the text of `doc`; read once and kept with it."""
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
