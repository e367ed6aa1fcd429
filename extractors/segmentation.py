"""Words and parts of speech (分词与词性标注), the same as jieba's own and many times faster.

jieba looks each stretch of characters up as a string of its own, and runs its hidden Markov model anew for
each run of characters its dictionary does not know. Here the dictionary is walked character by character,
and what the model sees in a run is kept.
"""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from extractors.tagging_model import TaggingModel
from extractors.tokens import Tokens
from extractors.word_trie import NO_PREFIX, PREFIX, UNKNOWN, WordTrie

Token = tuple[str, str]
# words and their tags
Run = tuple[tuple[str, ...], tuple[str, ...]]
# a thing and what becomes of it, or the word that compares it, which the dictionary has as one word
CLAUSES: Final = (
    "价格上涨", "价格下降", "物价上涨", "人口减少", "成本上升", "成本增加",
    "产量比", "价格比", "实力比", "功率较", "规模较", "程度较",
)  # fmt: skip
_HAN: Final = re.compile(r"([\u4E00-\u9FD5]+)")
_ALPHANUMERIC: Final = re.compile(r"([\.0-9]+|[a-zA-Z0-9]+)")
_NUMBER: Final = re.compile(r"[\.0-9]+")
_LATIN: Final = re.compile(r"[a-zA-Z0-9]+")
# what is looked at together besides Han characters: Latin letters, digits and some marks, by their codes
_BLOCK_MARKS: Final = bytes(chr(code).isalnum() or chr(code) in "+#&._" for code in range(128))
# blocks are seldom longer; where one is, there is room for it too
_BLOCK_ROOM: Final = 200
# so many runs of characters that are no words are kept
_MOST_RUNS = 1 << 17


class Segmenter:
    """jieba's dictionary and model, read so that a text is split without making a string but for its words.

    Words come again and again: each is kept once, as are the words of runs, within bounds.
    """

    def __init__(self) -> None:
        # jieba's loggers write to stderr on load; its cache in the shared temp folder is not used at all
        logging.getLogger("jieba").setLevel(logging.WARNING)
        import jieba
        from jieba import posseg

        with jieba.Tokenizer().get_dict_file() as lines:
            entries = lines.read().decode("utf-8").split()
        words, counts, tags = entries[::3], list(map(int, entries[1::3])), entries[2::3]
        self._trie = WordTrie(words, counts, tags, parted=CLAUSES)
        self._model = TaggingModel(posseg.char_state_tab_P, posseg.start_P, posseg.trans_P, posseg.emit_P)
        self._words: list[str | None] = [None] * len(self._trie)
        self._runs: dict[str, Run] = {}

    def segment(self, text: str) -> list[Token]:
        """The (word, tag) pairs of `text`, in order; joined, the words are the text.

        Example:
            >>> load_segmenter().segment("新建口袋公园3处")
            [('新建', 'ns'), ('口袋', 'n'), ('公园', 'n'), ('3', 'm'), ('处', 'v')]
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
        words: list[str] = []
        tags: list[str] = []
        size: i64 = len(text)
        room: i64 = min(size, _BLOCK_ROOM) + 1
        scores = vec[float]([0.0] * room)
        ends = vec[i64]([0] * room)
        nodes = vec[i64]([0] * room)
        at: i64 = 0
        while at < size:
            end = _find_block_end(text, at)
            if end == at:
                end += 2 if text[at] == "\r" and at + 1 < size and text[at + 1] == "\n" else 1
                words.append(text[at:end])
                tags.append(UNKNOWN)
                at = end
                continue
            if end - at >= room:
                room = end - at + 1
                scores = vec[float]([0.0] * room)
                ends = vec[i64]([0] * room)
                nodes = vec[i64]([0] * room)
            self._find_route(text, at, end, scores, ends, nodes)
            self._add_words(text, at, end, ends, nodes, words, tags)
            at = end
        return words, tags

    def _find_route(
        self, text: str, first: i64, last: i64, scores: vec[float], ends: vec[i64], nodes: vec[i64]
    ) -> None:
        """For each place of a block, where the word that starts there on the most probable path ends.

        Places are counted from the block's first character; of each word its node is given too.
        """
        trie = self._trie
        scores[last - first] = 0.0
        start = last
        while start > first:
            start -= 1
            end: i64 = start + 1
            best_end = end
            node: i64 = 0
            weight: float = NO_PREFIX
            entry = trie.start(ord(text[start]))
            if entry >= 0:
                node = trie.read_node(entry)
                weight = trie.read_weight(entry)
            best_node = node
            # jieba takes the single character only where no longer word starts here
            only_single = weight in (PREFIX, NO_PREFIX)
            best: float = (trie.unknown if only_single else -abs(weight)) + scores[end - first]
            while weight <= PREFIX and end < last:
                entry = trie.follow(node, ord(text[end]))
                if entry < 0:
                    break
                end += 1
                node = trie.read_node(entry)
                weight = trie.read_weight(entry)
                if weight == PREFIX:
                    continue
                score: float = -abs(weight) + scores[end - first]
                if only_single or score >= best:
                    best = score
                    best_end = end
                    best_node = node
                    only_single = False
            scores[start - first] = best
            ends[start - first] = best_end
            nodes[start - first] = best_node

    def _add_words(
        self,
        text: str,
        first: i64,
        last: i64,
        ends: vec[i64],
        nodes: vec[i64],
        words: list[str],
        tags: list[str],
    ) -> None:
        """Adds the words along a route, and those of the runs of single characters between them."""
        at = run_start = first
        while at < last:
            end = ends[at - first]
            if end - at == 1:
                at = end
                continue
            if at > run_start:
                self._add_run(text, run_start, at, nodes[run_start - first], words, tags)
            node = nodes[at - first]
            word = self._words[node]
            if word is None:
                word = self._words[node] = text[at:end]
            words.append(word)
            tags.append(self._trie.read_tag(node))
            at = run_start = end
        if at > run_start:
            self._add_run(text, run_start, at, nodes[run_start - first], words, tags)

    def _add_run(self, text: str, start: i64, end: i64, node: i64, words: list[str], tags: list[str]) -> None:
        """Adds a run of single characters, the first of which is `node`."""
        if end - start == 1:
            words.append(text[start])
            tags.append(self._trie.read_tag(node))
            return
        run = text[start:end]
        found = self._runs.get(run) or self._read_run(run)
        words.extend(found[0])
        tags.extend(found[1])

    def _read_run(self, run: str) -> Run:
        """The words of a run of single characters and their tags; they are kept."""
        if self._trie.holds(run):
            # a word by itself, though the path of its characters is more probable
            found = tuple(run), tuple(map(self._trie.find_tag, run))
        else:
            found = self._recognize_run(run)
        if len(self._runs) >= _MOST_RUNS:
            self._runs.clear()
        self._runs[run] = found
        return found

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


def _find_block_end(text: str, start: i64) -> i64:
    """Where the block that starts at a place ends; the place itself where there is none."""
    size: i64 = len(text)
    end = start
    while end < size:
        code: i64 = ord(text[end])
        if code < 128:
            if not _BLOCK_MARKS[code]:
                break
        elif not 0x4E00 <= code <= 0x9FD5:
            break
        end += 1
    return end


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
