"""Words and parts of speech (分词与词性标注), the same as jieba's own and many times faster.

jieba.posseg spends nearly all its time in the hidden Markov model, which it runs anew for each run of
characters its dictionary does not know, and in computing the logarithm of a word's frequency each time the
word is met. Both depend on nothing but the characters, so here they are computed once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from math import log
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from extractors.tagging_model import TaggingModel
from extractors.tokens import Tokens, keep_tokens

if TYPE_CHECKING:
    from spacy.vocab import Vocab

Token = tuple[str, str]
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._]+)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_ALPHANUMERIC = re.compile(r"([\.0-9]+|[a-zA-Z0-9]+)")
_NUMBER = re.compile(r"[\.0-9]+")
_LATIN = re.compile(r"[a-zA-Z0-9]+")

# ICTCLAS tags, of which jieba's are a superset, to Universal POS (https://universaldependencies.org/u/pos/).
# The longest prefix of a tag decides.
UNIVERSAL_POS = {
    "a": "ADJ", "ad": "ADV", "an": "NOUN", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "eng": "X",
    "f": "ADP", "g": "NOUN", "h": "PART", "i": "NOUN", "j": "PROPN", "k": "PART", "l": "NOUN", "m": "NUM",
    "n": "NOUN", "nr": "PROPN", "ns": "PROPN", "nt": "PROPN", "nz": "PROPN", "o": "INTJ", "p": "ADP",
    "q": "NOUN", "r": "PRON", "s": "NOUN", "t": "NOUN", "u": "PART", "v": "VERB", "vn": "NOUN", "x": "X",
    "y": "PART", "z": "ADJ",
}  # fmt: skip


class Segmenter:
    """jieba's dictionary and model, with everything computed beforehand that does not depend on the text."""

    def __init__(self) -> None:
        # jieba's loggers write to stderr on load; its cache in the shared temp folder is not used at all
        logging.getLogger("jieba").setLevel(logging.WARNING)
        import jieba
        from jieba import posseg

        with jieba.Tokenizer().get_dict_file() as lines:
            entries = lines.read().decode("utf-8").split()
        words, counts, tags = entries[::3], list(map(int, entries[1::3])), entries[2::3]
        log_total = log(sum(counts))
        self._unknown = log(1) - log_total
        weigh = {count: log(count) - log_total for count in set(counts)}
        # a prefix of a word that is no word itself has no weight
        self._weight: dict[str, float | None] = dict.fromkeys(
            {word[:size] for word in words for size in range(1, len(word))}
        )
        self._weight.update(zip(words, map(weigh.__getitem__, counts), strict=True))
        self._tags: dict[str, str] = dict(zip(words, tags, strict=True))
        self._model = TaggingModel(posseg.char_state_tab_P, posseg.start_P, posseg.trans_P, posseg.emit_P)
        self._recognize = lru_cache(maxsize=1 << 17)(self._recognize_run)

    def segment(self, text: str) -> list[Token]:
        """The (word, tag) pairs of `text`, in order; joined, the words are the text.

        Example:
            >>> load_segmenter().segment("新建口袋公园3处")
            [('新建', 'v'), ('口袋', 'n'), ('公园', 'n'), ('3', 'm'), ('处', 'n')]
        """
        tokens: list[Token] = []
        for index, block in enumerate(_BLOCK.split(text)):
            if index % 2:
                self._segment_block(block, tokens)
            elif block:
                tokens.extend((word, "x") for word in _split_other(block))
        return tokens

    def _segment_block(self, block: str, tokens: list[Token]) -> None:
        """Adds the tokens of a run of Han characters, letters and digits: the most probable words."""
        ends = self._find_route(block)
        tag = self._tags.get
        at, pending, size = 0, 0, len(block)
        while at < size:
            end = ends[at]
            if end - at > 1:
                if pending < at:
                    self._add_singles(block[pending:at], tokens)
                word = block[at:end]
                tokens.append((word, tag(word, "x")))
                pending = end
            at = end
        if pending < size:
            self._add_singles(block[pending:], tokens)

    def _add_singles(self, run: str, tokens: list[Token]) -> None:
        """Adds a run of characters that no dictionary word covers."""
        if len(run) == 1:
            tokens.append((run, self._tags.get(run, "x")))
        elif not self._weight.get(run):
            tokens.extend(self._recognize(run))
        else:
            tokens.extend((character, self._tags.get(character, "x")) for character in run)

    def _find_route(self, block: str) -> list[int]:
        """For each place, where the word that starts there ends on the most probable path."""
        weight = self._weight
        size = len(block)
        score = [0.0] * (size + 1)
        ends = [0] * size
        for start in range(size - 1, -1, -1):
            end = start + 1
            fragment = block[start]
            found = weight.get(fragment)
            if found is None:
                best, best_end = self._unknown + score[end], end
                # jieba takes the single character only where no longer word starts here
                only_single = True
            else:
                best, best_end = found + score[end], end
                only_single = False
            if fragment in weight:
                while end < size:
                    end += 1
                    fragment = block[start:end]
                    if fragment not in weight:
                        break
                    found = weight[fragment]
                    if found is not None:
                        candidate = found + score[end]
                        if only_single or candidate >= best:
                            best, best_end, only_single = candidate, end, False
            score[start], ends[start] = best, best_end
        return ends

    def _recognize_run(self, run: str) -> tuple[Token, ...]:
        """The words that the hidden Markov model sees in a run of characters."""
        tokens: list[Token] = []
        for index, piece in enumerate(_HAN.split(run)):
            if index % 2:
                tokens.extend(self._decode(piece))
                continue
            for part in _ALPHANUMERIC.split(piece):
                if part:
                    tag = "m" if _NUMBER.match(part) else "eng" if _LATIN.match(part) else "x"
                    tokens.append((part, tag))
        return tuple(tokens)

    def _decode(self, run: str) -> Iterator[Token]:
        """Words from the model's states: B(egin), M(iddle), E(nd), S(ingle), each with a tag."""
        states = self._model.decode(run)
        start = after = 0
        for index, (position, tag) in enumerate(states):
            if position == "B":
                start = index
            elif position == "E":
                yield run[start : index + 1], tag
                after = index + 1
            elif position == "S":
                yield run[index], tag
                after = index + 1
        if after < len(run):
            yield run[after:], states[after][1]


def _split_other(block: str) -> Iterator[str]:
    """Punctuation and spaces one by one; a carriage return with its line feed is one."""
    if "\r\n" not in block:
        yield from block
        return
    for piece in re.split("(\r\n)", block):
        if piece == "\r\n":
            yield piece
        else:
            yield from piece


@cache
def load_segmenter() -> Segmenter:
    """The segmenter, loaded at the first call of a process (about half a second)."""
    return Segmenter()


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
        tokens = load_segmenter().segment(text)
        words = [word for word, _ in tokens]
        tags = [tag for _, tag in tokens]
        doc = Doc(
            self.vocab,
            words=words,
            spaces=[False] * len(words),
            tags=tags,
            pos=[find_universal_pos(tag) for tag in tags],
        )
        keep_tokens(doc, Tokens([0, *accumulate(map(len, words))][:-1], words, tags, text))
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
