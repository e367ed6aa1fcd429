"""Words and parts of speech (分词与词性标注), the same as jieba's own and many times faster.

jieba.posseg spends nearly all its time in the hidden Markov model, which it runs anew for each run of
characters its dictionary does not know, and in computing the logarithm of a word's frequency each time the
word is met. Both depend on nothing but the characters, so here they are computed once.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import accumulate
from math import log
from typing import Final

from extractors.safe_cuts import SafeCuts
from extractors.tagging_model import TaggingModel
from extractors.tokens import Tokens

Token = tuple[str, str]
# words and their tags
Run = tuple[tuple[str, ...], tuple[str, ...]]
# What a stretch of text that no word reaches out of is split into: single characters that open it, which with
# those before them may be a word that is not listed; the words after them, up to the last that is listed, and
# their tags; single characters that end it. A piece of single characters alone has them all in the first. Of
# the hundred thousand that are kept the garbage collector leaves plain tuples alone.
Piece = tuple[str, tuple[str, ...], tuple[str, ...], str]
# a thing and what becomes of it, or the word that compares it, which the dictionary has as one word
CLAUSES: Final = (
    "价格上涨", "价格下降", "物价上涨", "人口减少", "成本上升", "成本增加",
    "产量比", "价格比", "实力比", "功率较", "规模较", "程度较",
)  # fmt: skip
_BLOCK: Final = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._]+)")
_HAN: Final = re.compile(r"([\u4E00-\u9FD5]+)")
_ALPHANUMERIC: Final = re.compile(r"([\.0-9]+|[a-zA-Z0-9]+)")
_NUMBER: Final = re.compile(r"[\.0-9]+")
_LATIN: Final = re.compile(r"[a-zA-Z0-9]+")
# two ways of splitting whose weights differ by less may be told apart by rounding alone
_EVEN: Final = 1e-6
# in place of the weight of what words begin with that is none, and of what none begins with. Weights are
# logarithms of probabilities, below 0; that of a word that no longer one begins with has its sign turned
_PREFIX: Final = 0.0
_NO_PREFIX: Final = 1000.0
# so many characters of pieces are kept: about 230,000 pieces, 100 MB
_MOST_CHARACTERS = 1 << 20
# so many runs of characters that are no words are kept
_MOST_RUNS: Final = 1 << 17


class Segmenter:
    """jieba's dictionary and model, with everything computed beforehand that does not depend on the text.

    A text is cut where no word can stand across, and each piece is split by itself. Pieces are short and most
    come again and again, so what they are split into is kept, within bounds.
    """

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
        turned = {count: -weight for count, weight in weigh.items()}
        prefixes = {word[:size] for word in words for size in range(1, len(word))}
        self._weight = dict.fromkeys(prefixes, _PREFIX)
        self._weight.update(
            (word, weigh[count] if word in prefixes else turned[count])
            for word, count in zip(words, counts, strict=True)
        )
        self._weight.update(dict.fromkeys(CLAUSES, _PREFIX))
        # looked up so often that a small table, which stays in the processor's cache, is faster
        self._single_weight = {word: weight for word, weight in self._weight.items() if len(word) == 1}
        self._tags: dict[str, str] = dict(zip(words, tags, strict=True))
        self._model = TaggingModel(posseg.char_state_tab_P, posseg.start_P, posseg.trans_P, posseg.emit_P)
        self._runs: dict[str, Run] = {}
        self._cuts = SafeCuts(words)
        self._pieces: dict[str, Piece] = {}
        # those of one character, half of what is looked up: a small table is faster
        self._singles: dict[str, Piece] = {}
        self._n_characters = 0
        # pieces that two ways of splitting are equally probable for
        self._even: set[str] = set()

    def segment(self, text: str) -> list[Token]:
        """The (word, tag) pairs of `text`, in order; joined, the words are the text.

        Example:
            >>> load_segmenter().segment("新建口袋公园3处")
            [('新建', 'v'), ('口袋', 'n'), ('公园', 'n'), ('3', 'm'), ('处', 'n')]
        """
        return list(zip(*self.split(text), strict=True))

    def read(self, text: str) -> Tokens:
        """The words of `text` with their offsets and tags."""
        words, tags = self.split(text)
        starts = list(accumulate(map(len, words), initial=0))
        starts.pop()
        return Tokens(starts, words, tags, text)

    def split(self, text: str) -> tuple[list[str], list[str]]:
        """The words of `text` and their tags, two lists of one length."""
        if self._n_characters > _MOST_CHARACTERS:
            self._pieces.clear()
            self._singles.clear()
            self._even.clear()
            self._n_characters = 0
        known, singles = self._pieces, self._singles
        words: list[str] = []
        tags: list[str] = []
        pending = ""
        start = 0
        for end in self._cuts.find(text):
            characters = text[start:end]
            piece = singles.get(characters) if end - start == 1 else known.get(characters)
            start = end
            if piece is None:
                piece = self._keep_piece(characters)
                if characters in self._even:
                    return self._split_even(text)
            pending = self._add_piece(piece, pending, words, tags)
        if pending:
            self._add_singles(pending, words, tags)
        return words, tags

    def _add_piece(self, piece: Piece, pending: str, words: list[str], tags: list[str]) -> str:
        """Adds the words of a piece, those of what is pending before it first; what is pending after it."""
        lead, inner, inner_tags, trail = piece
        pending += lead
        if not inner:
            return pending
        if pending:
            self._add_singles(pending, words, tags)
        words.extend(inner)
        tags.extend(inner_tags)
        return trail

    def _split_even(self, text: str) -> tuple[list[str], list[str]]:
        """As `split`, of a text in which two ways of splitting are equally probable."""
        words: list[str] = []
        tags: list[str] = []
        pending = ""
        for piece in self._join_even(text):
            pending = self._add_piece(piece, pending, words, tags)
        if pending:
            self._add_singles(pending, words, tags)
        return words, tags

    def _join_even(self, text: str) -> list[Piece]:
        """The pieces, those of a block that holds an even one joined: rounding decides, by the whole."""
        ends = self._cuts.find(text)
        starts = [0, *ends]
        pieces = [text[start:end] for start, end in zip(starts, ends, strict=False)]
        found: list[Piece] = []
        index = 0
        for characters in pieces:
            if characters not in self._pieces:
                self._keep_piece(characters)
        for block in _BLOCK.finditer(text):
            first = bisect_left(starts, block.start(), index)
            last = bisect_left(starts, block.end(), first)
            if self._even.isdisjoint(pieces[first:last]):
                continue
            found += map(self._pieces.__getitem__, pieces[index:first])
            found.append(self._read_piece(block.group()))
            self._n_characters += len(block.group())
            index = last
        found += map(self._pieces.__getitem__, pieces[index:])
        return found

    def _keep_piece(self, characters: str) -> Piece:
        """What a piece is split into; it is kept, but for an even one."""
        piece = self._read_piece(characters)
        if characters not in self._even:
            self._pieces[characters] = piece
            if len(characters) == 1:
                self._singles[characters] = piece
        self._n_characters += len(characters)
        return piece

    def _read_piece(self, piece: str) -> Piece:
        """The most probable words of a piece; it is noted where another way is as probable."""
        lead, pending = "", ""
        words: list[str] = []
        tags: list[str] = []
        for index, block in enumerate(_BLOCK.split(piece)):
            if not index % 2:
                if not block:
                    continue
                if pending and words:
                    self._add_singles(pending, words, tags)
                elif pending:
                    lead = pending
                pending = ""
                marks = _split_other(block)
                words.extend(marks)
                tags.extend(["x"] * len(marks))
                continue
            ends, even = self._find_route(block)
            if even:
                self._even.add(piece)
            at = pending_from = 0
            while at < len(block):
                end = ends[at]
                if end - at > 1:
                    pending += block[pending_from:at]
                    if pending and words:
                        self._add_singles(pending, words, tags)
                    elif pending:
                        lead = pending
                    pending = ""
                    word = block[at:end]
                    words.append(word)
                    tags.append(self._tags.get(word, "x"))
                    pending_from = end
                at = end
            pending += block[pending_from:]
        if not words:
            return pending, (), (), ""
        return lead, tuple(words), tuple(tags), pending

    def _add_singles(self, run: str, words: list[str], tags: list[str]) -> None:
        """Adds a run of characters that no dictionary word covers."""
        found = self._runs.get(run) or self._read_run(run)
        words.extend(found[0])
        tags.extend(found[1])

    def _read_run(self, run: str) -> Run:
        """The words of a run of characters that no dictionary word covers, and their tags; they are kept."""
        if len(run) > 1 and self._weight.get(run, _PREFIX) == _PREFIX:
            found = self._recognize_run(run)
        else:
            found = tuple(run), tuple([self._tags.get(character, "x") for character in run])
        if len(self._runs) >= _MOST_RUNS:
            self._runs.clear()
        self._runs[run] = found
        return found

    def _find_route(self, block: str) -> tuple[list[int], bool]:
        """For each place, where the word that starts there ends on the most probable path.

        And whether two paths are so nearly equal that what follows the block, by rounding, may decide.
        """
        weight, single_weight = self._weight, self._single_weight
        size = len(block)
        score = [0.0] * (size + 1)
        ends = [0] * size
        even = False
        for start in range(size - 1, -1, -1):
            end = best_end = start + 1
            found = single_weight.get(block[start], _NO_PREFIX)
            # jieba takes the single character only where no longer word starts here
            only_single = not found or found == _NO_PREFIX
            best = (self._unknown if only_single else -abs(found)) + score[end]
            while found <= _PREFIX and end < size:
                end += 1
                found = weight.get(block[start:end], _NO_PREFIX)
                if found == _NO_PREFIX:
                    break
                if found == _PREFIX:
                    continue
                candidate = -abs(found) + score[end]
                even = even or (not only_single and -_EVEN < candidate - best < _EVEN)
                if only_single or candidate >= best:
                    best, best_end, only_single = candidate, end, False
            score[start] = best
            ends[start] = best_end
        return ends, even

    def _recognize_run(self, run: str) -> Run:
        """The words that the hidden Markov model sees in a run of characters, and their tags."""
        words: list[str] = []
        tags: list[str] = []
        for index, piece in enumerate(_HAN.split(run)):
            if index % 2:
                self._decode(piece, words, tags)
                continue
            if not piece:
                continue
            for part in _ALPHANUMERIC.split(piece):
                if part:
                    words.append(part)
                    tags.append("m" if _NUMBER.match(part) else "eng" if _LATIN.match(part) else "x")
        return tuple(words), tuple(tags)

    def _decode(self, run: str, words: list[str], tags: list[str]) -> None:
        """Adds words by the model's states: B(egin), M(iddle), E(nd), S(ingle), each with a tag."""
        states = self._model.decode(run)
        start = after = 0
        for index, (position, tag) in enumerate(states):
            if position == "B":
                start = index
            elif position == "E":
                words.append(run[start : index + 1])
                tags.append(tag)
                after = index + 1
            elif position == "S":
                words.append(run[index])
                tags.append(tag)
                after = index + 1
        if after < len(run):
            words.append(run[after:])
            tags.append(states[after][1])


def _split_other(block: str) -> list[str]:
    """Punctuation and spaces one by one; a carriage return with its line feed is one."""
    if "\r\n" not in block:
        return list(block)
    return re.findall("\r\n|.", block, re.DOTALL)


@cache
def load_segmenter() -> Segmenter:
    """The segmenter, loaded at the first call of a process (about half a second)."""
    return Segmenter()


@lru_cache(maxsize=1 << 17)
def split_clause(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a clause and their tags, kept for those that ask for it again.

    Example:
        >>> split_clause("更新电梯")
        (('更新', '电梯'), ('v', 'n'))
    """
    words, tags = load_segmenter().split(text)
    return tuple(words), tuple(tags)
