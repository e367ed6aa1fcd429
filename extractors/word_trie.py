"""A dictionary's words in one table that is walked character by character (词典树)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt
from librt.strings import read_f64_le, read_i64_le
from mypy_extensions import i64

Numbers = npt.NDArray[np.int64]

# In place of the weight of what words begin with that is none, and of what none begins with. Weights are
# logarithms of probabilities, below 0; that of a word that no longer one begins with has its sign turned.
PREFIX: Final = 0.0
NO_PREFIX: Final = 1000.0
# the tag of what is no word
UNKNOWN: Final = "x"
# An entry is two numbers of 64 bits: a node below the key that leads to it, and its weight. The key is the
# node before and the code of the character after it, whole: no chance of hashes makes a word.
_ENTRY_BYTES: Final[i64] = 16
_WEIGHT_AT: Final[i64] = 8
_NODE_BITS: Final[i64] = 20
_NODES: Final[i64] = 0xFFFFF
_CHARACTER_BITS: Final[i64] = 21
# spreads keys over the table; the product of a key stays below 2 to the 62nd
_FACTOR: Final[i64] = 1_664_525
_SHIFT: Final[i64] = 20
_NOWHERE: Final[i64] = -1
# The table is too large for a processor's caches, and most of what is looked up is not in it. A bit for each
# hash of a key, half a megabyte in all, tells seven times of eight without a look at the table.
_FILTER_MASK: Final[i64] = (1 << 19) - 1


class WordTrie:
    """What the words of a dictionary begin with, each beginning a node; node 0 is before any character.

    Attributes:
        unknown: the weight of a character that is no word.
    """

    def __init__(
        self, words: Sequence[str], counts: Sequence[int], tags: Sequence[str], parted: Collection[str] = ()
    ) -> None:
        """Reads a dictionary: words, how often each was counted, their tags; of equal words the last counts.

        What is in `parted` is counted with the others, but is no word.
        """
        keys, nodes = _number_beginnings(words)
        log_total = log(sum(counts))
        self.unknown: float = log(1) - log_total
        distinct, which = np.unique(np.array(counts), return_inverse=True)
        weights = np.full(len(keys), PREFIX)
        # numpy's logarithm may differ from that of jieba in the last place
        weights[nodes] = np.array([log(count) - log_total for count in distinct.tolist()])[which]
        weights[[node for word, node in zip(words, nodes.tolist(), strict=True) if word in parted]] = PREFIX
        leads_on = np.zeros(len(keys), dtype=bool)
        leads_on[keys >> _CHARACTER_BITS] = True
        weights[~leads_on] *= -1

        self._tag_names = sorted({*tags, UNKNOWN})
        numbers = {name: number for number, name in enumerate(self._tag_names)}
        tag_numbers = np.full(len(keys), numbers[UNKNOWN], dtype=np.uint8)
        tag_numbers[nodes] = [numbers[tag] for tag in tags]
        self._tag_numbers: bytes = tag_numbers.tobytes()

        # A first character leads straight to its entry by its code, every other one by a hash of its key. The
        # table has at least three places for two entries: most are found at the first.
        n_roots = int(np.count_nonzero(keys >> _CHARACTER_BITS == 0))
        n_codes = int(keys[n_roots - 1]) + 1
        size = 1 << (len(keys) * 3 // 2).bit_length()
        entries = np.zeros((n_codes + size, 2), dtype=np.int64)
        entries[:, 1] = np.array([NO_PREFIX]).view(np.int64)
        at = np.concatenate([keys[1:n_roots], n_codes + _place(keys[n_roots:], size)])
        entries[at, 0] = keys[1:] << _NODE_BITS | np.arange(1, len(keys))
        entries[at, 1] = weights[1:].view(np.int64)
        self._entries: bytes = entries.tobytes()
        self._filter: bytes = _mark_places(keys[n_roots:])
        self._n_codes: i64 = n_codes
        self._mask: i64 = size - 1

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self._tag_numbers)

    def start(self, character: i64) -> i64:
        """The entry of a first character, by its code; below 0 where no word begins so."""
        if character >= self._n_codes or read_i64_le(self._entries, character * _ENTRY_BYTES) == 0:
            return _NOWHERE
        return character

    def follow(self, node: i64, character: i64) -> i64:
        """The entry of a beginning that is longer by a character; below 0 where no word begins so."""
        key: i64 = node << _CHARACTER_BITS | character
        at: i64 = key * _FACTOR >> _SHIFT
        marked: i64 = self._filter[(at >> 3) & _FILTER_MASK]
        if not marked >> (at & 7) & 1:
            return _NOWHERE
        at &= self._mask
        while True:
            entry = self._n_codes + at
            held = read_i64_le(self._entries, entry * _ENTRY_BYTES)
            if held >> _NODE_BITS == key:
                return entry
            if held == 0:
                return _NOWHERE
            at = (at + 1) & self._mask

    def read_node(self, entry: i64) -> i64:
        """The node an entry leads to."""
        return read_i64_le(self._entries, entry * _ENTRY_BYTES) & _NODES

    def read_weight(self, entry: i64) -> float:
        """The weight of the beginning an entry leads to."""
        return read_f64_le(self._entries, entry * _ENTRY_BYTES + _WEIGHT_AT)

    def read_tag(self, node: i64) -> str:
        """The tag of the word that a node is; that of the unknown where it is none."""
        return self._tag_names[self._tag_numbers[node]]

    def find(self, beginning: str) -> i64:
        """The entry of one or more characters; below 0 where no word begins so."""
        entry = self.start(ord(beginning[0]))
        for character in beginning[1:]:
            if entry < 0:
                break
            entry = self.follow(self.read_node(entry), ord(character))
        return entry

    def holds(self, word: str) -> bool:
        """Whether one or more characters are a word.

        Example:
            >>> trie = WordTrie(["公园", "口袋公园"], [3, 1], ["n", "n"])
            >>> trie.holds("公园"), trie.holds("口袋"), trie.holds("公")
            (True, False, False)
        """
        entry = self.find(word)
        return entry >= 0 and self.read_weight(entry) != PREFIX

    def find_tag(self, word: str) -> str:
        """The tag of one or more characters; that of the unknown where they are no word.

        Example:
            >>> WordTrie(["公园"], [3], ["n"]).find_tag("公园")
            'n'
        """
        entry = self.find(word)
        return UNKNOWN if entry < 0 else self.read_tag(self.read_node(entry))


def _number_beginnings(words: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The key of each node, those of one length together, the shortest first; the node of each word."""
    sizes = np.array(list(map(len, words)), dtype=np.int64)
    codes = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    nodes = np.zeros(len(words), dtype=np.int64)
    levels: list[Numbers] = [np.zeros(1, dtype=np.int64)]
    n_nodes = depth = 0
    longer: Numbers = np.arange(len(words))
    while longer.size:
        n_nodes += len(levels[-1])
        keys, which = np.unique(
            nodes[longer] << _CHARACTER_BITS | codes[starts[longer] + depth], return_inverse=True
        )
        nodes[longer] = n_nodes + which
        levels.append(keys)
        depth += 1
        longer = longer[sizes[longer] > depth]
    if n_nodes + len(levels[-1]) > _NODES:
        raise ValueError(f"{n_nodes + len(levels[-1])} beginnings of words; {_NODES} can be told apart")
    return np.concatenate(levels), nodes


def _mark_places(keys: Numbers) -> bytes:
    """The bits that are set for the hashes of keys, the lowest of each byte first."""
    bits = np.zeros((_FILTER_MASK + 1) * 8, dtype=bool)
    bits[(keys * _FACTOR >> _SHIFT) & (len(bits) - 1)] = True
    return np.packbits(bits, bitorder="little").tobytes()


def _place(keys: Numbers, size: int) -> Numbers:
    """A place of its own for each key in a table of `size`: the first free one from its hash on."""
    found = np.zeros(len(keys), dtype=np.int64)
    holders = np.full(size, -1, dtype=np.int64)
    waiting: Numbers = np.arange(len(keys))
    places: Numbers = (keys * _FACTOR >> _SHIFT) & (size - 1)
    while waiting.size:
        free = holders[places] < 0
        holders[places[free]] = waiting[free]
        placed = holders[places] == waiting
        found[waiting[placed]] = places[placed]
        waiting, places = waiting[~placed], (places[~placed] + 1) & (size - 1)
    return found
