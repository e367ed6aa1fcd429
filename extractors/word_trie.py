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
# Nodes are numbered by how often what begins so was counted, and so many of the first have a small table that
# stays in a processor's cache: two of three that are found are found there.
_N_FREQUENT: Final[i64] = 1 << 14
_FREQUENT_MASK: Final[i64] = (1 << 15) - 1
# Most of what is looked up is in neither table. A bit for each hash of a key, half a megabyte in all, tells
# nine times of ten without a look at the large one.
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
        counted = np.array(counts)
        keys, nodes = _number_beginnings(words, counted)
        log_total = log(sum(counts))
        self.unknown: float = log(1) - log_total
        weights = np.full(len(keys), PREFIX)
        weights[nodes] = _weigh(counted, log_total)
        weights[[node for word, node in zip(words, nodes.tolist(), strict=True) if word in parted]] = PREFIX
        leads_on = np.zeros(len(keys), dtype=bool)
        leads_on[keys >> _CHARACTER_BITS] = True
        weights[~leads_on] *= -1

        self._tag_names = sorted({*tags, UNKNOWN})
        numbers = {name: number for number, name in enumerate(self._tag_names)}
        tag_numbers = np.full(len(keys), numbers[UNKNOWN], dtype=np.uint8)
        tag_numbers[nodes] = [numbers[tag] for tag in tags]
        self._tag_numbers: bytes = tag_numbers.tobytes()

        # a first character leads straight to its entry by its code, any other by a hash of its key
        firsts, frequent, rare = _part_nodes(keys)
        frequent_at = int(keys[firsts].max()) + 1
        frequent_places = _place(keys[frequent], int(_FREQUENT_MASK) + 1)
        rare_at = frequent_at + int(_FREQUENT_MASK) + 1
        # three places for two entries, and more: most are found at the first
        n_rare_places = 1 << (len(rare) * 3 // 2).bit_length()
        rare_places = _place(keys[rare], n_rare_places)
        at = np.concatenate([keys[firsts], frequent_at + frequent_places, rare_at + rare_places])
        placed = np.concatenate([firsts, frequent, rare])
        entries = np.zeros((rare_at + n_rare_places, 2), dtype=np.int64)
        entries[at, 0] = keys[placed] << _NODE_BITS | placed
        entries[at, 1] = weights[placed].view(np.int64)
        self._entries: bytes = entries.tobytes()
        self._frequent_at: i64 = frequent_at
        self._rare_at: i64 = rare_at
        self._rare_mask: i64 = n_rare_places - 1
        self._rare_filter: bytes = _mark_places(keys[rare])

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self._tag_numbers)

    def start(self, character: i64) -> i64:
        """The entry of a first character, by its code; below 0 where no word begins so."""
        if character >= self._frequent_at or read_i64_le(self._entries, character * _ENTRY_BYTES) == 0:
            return _NOWHERE
        return character

    def follow(self, node: i64, character: i64) -> i64:
        """The entry of a beginning that is longer by a character; below 0 where no word begins so."""
        key: i64 = node << _CHARACTER_BITS | character
        hashed: i64 = key * _FACTOR >> _SHIFT
        entry = self._look_up(key, hashed, self._frequent_at, _FREQUENT_MASK)
        if entry >= 0:
            return entry
        marks: i64 = self._rare_filter[(hashed >> 3) & _FILTER_MASK]
        if not marks >> (hashed & 7) & 1:
            return _NOWHERE
        return self._look_up(key, hashed, self._rare_at, self._rare_mask)

    def _look_up(self, key: i64, hashed: i64, table_at: i64, mask: i64) -> i64:
        """The entry of a key in the table that begins at an entry; below 0 where it is not there."""
        at = hashed & mask
        while True:
            held = read_i64_le(self._entries, (table_at + at) * _ENTRY_BYTES)
            if held >> _NODE_BITS == key:
                return table_at + at
            if held == 0:
                return _NOWHERE
            at = (at + 1) & mask

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


def _weigh(counts: Numbers, log_total: float) -> npt.NDArray[np.float64]:
    """The logarithm of how probable each word is; by `math`, as numpy's may differ in the last place."""
    distinct, which = np.unique(counts, return_inverse=True)
    return np.array([log(count) - log_total for count in distinct.tolist()])[which]


def _part_nodes(keys: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The nodes that are first characters, those of the small table, and all others."""
    nodes: Numbers = np.arange(1, len(keys))
    is_first = keys[1:] >> _CHARACTER_BITS == 0
    is_frequent = nodes < _N_FREQUENT
    return nodes[is_first], nodes[~is_first & is_frequent], nodes[~is_first & ~is_frequent]


def _number_beginnings(words: Sequence[str], counts: Numbers) -> tuple[Numbers, Numbers]:
    """The key of each node, the most frequent first after node 0; the node of each word."""
    sizes = np.array(list(map(len, words)), dtype=np.int64)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.int64
    )
    starts = np.cumsum(sizes) - sizes
    nodes = np.zeros(len(words), dtype=np.int64)
    found: list[Numbers] = [np.zeros(1, dtype=np.int64)]
    uses: list[npt.NDArray[np.float64]] = [np.full(1, np.inf)]
    n_nodes = depth = 0
    longer: Numbers = np.arange(len(words))
    while longer.size:
        n_nodes += len(found[-1])
        keys, which = np.unique(
            nodes[longer] << _CHARACTER_BITS | codes[starts[longer] + depth], return_inverse=True
        )
        nodes[longer] = n_nodes + which
        found.append(keys)
        uses.append(np.bincount(which, weights=counts[longer]).astype(np.float64))
        depth += 1
        longer = longer[sizes[longer] > depth]
    n_nodes += len(found[-1])
    if n_nodes > _NODES:
        raise ValueError(f"{n_nodes} beginnings of words; {_NODES} can be told apart")
    order = np.argsort(-np.concatenate(uses), kind="stable")
    ranks = np.empty(n_nodes, dtype=np.int64)
    ranks[order] = np.arange(n_nodes)
    keys = np.concatenate(found)[order]
    characters = keys & ((1 << _CHARACTER_BITS) - 1)
    return ranks[keys >> _CHARACTER_BITS] << _CHARACTER_BITS | characters, ranks[nodes]


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
