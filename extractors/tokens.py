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
        size: length of the text.
    """

    starts: list[int]
    words: list[str]
    tags: list[str]
    size: int

    def find(self, offset: int) -> int:
        """Index of the word that covers a character offset."""
        return bisect_right(self.starts, offset) - 1

    def end(self, index: int) -> int:
        """Offset just after a word."""
        return self.starts[index] + len(self.words[index])


def read_tokens(doc: Doc) -> Tokens:
    """The words of `doc`; read once and kept with it."""
    kept = doc.user_data.get("zhibiao_tokens")
    if kept is None:
        kept = Tokens(
            [token.idx for token in doc],
            [token.text for token in doc],
            [token.tag_ for token in doc],
            len(doc.text),
        )
        doc.user_data["zhibiao_tokens"] = kept
    return kept
