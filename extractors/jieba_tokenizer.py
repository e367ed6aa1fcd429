"""jieba's words and tags as the tokens of a spaCy Doc (分词器), with their Universal POS."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractors.segmentation import load_segmenter
from extractors.tokens import keep_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# ICTCLAS tags, of which jieba's are a superset, to Universal POS (https://universaldependencies.org/u/pos/).
# The longest prefix of a tag decides.
UNIVERSAL_POS = {
    "a": "ADJ", "ad": "ADV", "an": "NOUN", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "eng": "X",
    "f": "ADP", "g": "NOUN", "h": "PART", "i": "NOUN", "j": "PROPN", "k": "PART", "l": "NOUN", "m": "NUM",
    "n": "NOUN", "nr": "PROPN", "ns": "PROPN", "nt": "PROPN", "nz": "PROPN", "o": "INTJ", "p": "ADP",
    "q": "NOUN", "r": "PRON", "s": "NOUN", "t": "NOUN", "u": "PART", "v": "VERB", "vn": "NOUN", "x": "X",
    "y": "PART", "z": "ADJ",
}  # fmt: skip


@cache
def find_universal_pos(tag: str) -> str:
    """The Universal POS of one of jieba's tags; X where it has none.

    Example:
        >>> find_universal_pos("vn"), find_universal_pos("nrt")
        ('NOUN', 'PROPN')
    """
    for length in range(len(tag), 0, -1):
        if tag[:length] in UNIVERSAL_POS:
            return UNIVERSAL_POS[tag[:length]]
    return "X"


class JiebaTokenizer:
    """spaCy tokenizer that gives jieba's words with their tags in `token.tag_` and `token.pos_`."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc whose text is `text`, character for character."""
        from spacy.tokens import Doc

        tokens = load_segmenter().read(text)
        doc = Doc(
            self.vocab,
            words=tokens.words,
            spaces=[False] * len(tokens.words),
            tags=tokens.tags,
            pos=[find_universal_pos(tag) for tag in tokens.tags],
        )
        keep_tokens(doc, tokens)
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store: the dictionary comes with jieba."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> JiebaTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to store."""

    def from_disk(self, *_: object, **__: object) -> JiebaTokenizer:
        """Nothing to restore."""
        return self
