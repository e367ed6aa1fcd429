"""Clauses as vectors whose dot product says how much they are the same practice (小句向量).

Three views side by side: the characters (2- and 3-grams, TF-IDF, folded into `_CHARACTER_DIMENSIONS`), which
see the same name and the same wording; the words (word_vectors.py), which see other words for one thing; the
topics (policy_topics.py), which keep apart what shares words but is other work. The weights were chosen by
cross-validation over the practices of a hand-made set: benchmarks/score_practices.py prints what they reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from corpora.divided_work import Divide, do_alone
from corpora.scripts import detect_script, is_working_text, write_working_text
from extractors.action_verbs import compile_verbs
from extractors.policy_topics import weigh_topics
from extractors.word_vectors import Vectors, embed_clauses, scale_rows

# the share of each view in the similarity of two clauses that have all three
WEIGHTS = {"words": 0.5, "characters": 0.25, "topics": 0.25}

_GRAMS = (2, 3)
_CHARACTER_DIMENSIONS = 128
_BITS = 21  # of a character of Unicode
# clauses whose views are held side by side while they are joined: a task that can be given away
_TOGETHER = 1024
_MARKS = re.compile(r"[\s“”‘’《》()、,。;:!?·—\-]+")
_COMMON_END = re.compile(r"(?:建设|工作|体系|机制|制度|工程|行动|项目)$")
_NUMBERS = re.compile(r"\d[\d.,]*[万亿千百余多]*")


def simplify_clause(text: str) -> str:
    """A clause in simplified characters and plain marks, so that both scripts say the same."""
    return text if is_working_text(text) else write_working_text(text, script=detect_script(text))


def find_matter(clause: str) -> str:
    """A normalized clause without the verb before and the common noun after what it is about.

    Example:
        >>> find_matter("推进口袋公园建设")
        '口袋公园'
    """
    verb = compile_verbs().match(clause)
    said = clause if verb is None or len(clause) - verb.end() < _GRAMS[0] else clause[verb.end() :]
    matter = _COMMON_END.sub("", said)
    return matter if len(matter) >= _GRAMS[0] else said


def normalize_clause(text: str) -> str:
    """A clause without counts, marks and spaces, so that two reports of one practice differ in words alone.

    Example:
        >>> normalize_clause("新建“口袋公园”12处")
        '新建口袋公园0处'
    """
    return _MARKS.sub("", _NUMBERS.sub("0", text))


class ClauseSpace:
    """Turns clauses into vectors, n-grams weighted by how rare they are among the clauses it was made of.

    Example:
        >>> space = ClauseSpace(["更新老旧电梯", "为住宅加装电梯"])
        >>> space.embed(["更换电梯"]).shape[0]
        1
    """

    def __init__(self, clauses: Sequence[str]) -> None:
        matters = list(map(_find_matter_of, clauses))
        self._known = np.unique(_list_grams(matters)[1])
        self._rarity = np.zeros(0, dtype=np.float32)
        self._folding: csr_matrix | None = None
        if self._known.size:
            having = np.bincount(self._count_grams(matters).indices, minlength=len(self._known))
            self._rarity = (np.log((1 + len(matters)) / (1 + having)) + 1).astype(np.float32)
            self._folding = _fold(map(_spell_gram, self._known.tolist()))

    def embed(self, clauses: Sequence[str], *, divide: Divide = do_alone) -> Vectors:
        """One vector a clause, float32, shape (clauses, dimensions), of length 1, or 0 without words.

        The dot product of two is their similarity, -1 to 1. What the other clauses are makes no difference.
        """
        if not clauses:
            return np.zeros((0, 1), dtype=np.float32)
        tasks = [(clauses[at : at + _TOGETHER],) for at in range(0, len(clauses), _TOGETHER)]
        return np.concatenate(divide(ClauseSpace._embed_together, (self,), tasks))

    def _embed_together(self, clauses: Sequence[str]) -> Vectors:
        views = {
            "words": embed_clauses(clauses),
            "characters": self._embed_characters(clauses),
            "topics": weigh_topics(clauses).toarray(),
        }
        joined = np.hstack([np.sqrt(WEIGHTS[view]) * vectors for view, vectors in views.items()])
        return scale_rows(joined)

    def _embed_characters(self, clauses: Sequence[str]) -> Vectors:
        """Character n-grams folded into few dimensions, rows of about length 1."""
        if self._folding is None:
            return np.zeros((len(clauses), _CHARACTER_DIMENSIONS), dtype=np.float32)
        weights = self._count_grams(list(map(_find_matter_of, clauses)))
        weights.data = (1 + np.log(weights.data)) * self._rarity[weights.indices]
        lengths = np.sqrt(weights.multiply(weights).sum(axis=1))
        folded = (weights @ self._folding).toarray() / np.where(lengths > 0, lengths, 1)
        return np.asarray(folded, dtype=np.float32)

    def _count_grams(self, matters: Sequence[str]) -> csr_matrix:
        """How often each text has each known n-gram, shape (texts, n-grams)."""
        rows, grams = _list_grams(matters)
        columns = np.searchsorted(self._known, grams)
        columns[columns == len(self._known)] = 0
        found = self._known[columns] == grams
        rows, columns = rows[found], columns[found]
        counts = csr_matrix(
            (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(matters), len(self._known))
        )
        counts.sum_duplicates()
        return counts


def _find_matter_of(text: str) -> str:
    return find_matter(normalize_clause(text))


def _list_grams(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The place of the text and the number of each n-gram of texts, in lower case, two arrays of one length.

    The numbers of its characters side by side, 21 bits each, are the number of an n-gram. To count them so,
    all at once, takes an eighth of the time that scikit-learn takes for one string after the other.
    """
    texts = [text.lower() for text in texts]
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    rows, grams = [], []
    for size in range(_GRAMS[0], _GRAMS[1] + 1):
        last = max(0, len(characters) - size + 1)
        numbers = np.zeros(last, dtype=np.int64)
        for at in range(size):
            numbers = numbers << _BITS | characters[at : at + last]
        whole = places[:last] == places[size - 1 : size - 1 + last]
        rows.append(places[:last][whole])
        grams.append(numbers[whole])
    return np.concatenate(rows), np.concatenate(grams)


def _spell_gram(number: int) -> str:
    """The characters of an n-gram."""
    characters = ""
    while number:
        number, last = number >> _BITS, number & ((1 << _BITS) - 1)
        characters = chr(last) + characters
    return characters


def _fold(grams: Iterable[str]) -> csr_matrix:
    """The dimension and sign of each n-gram, shape (n-grams, dimensions).

    A count sketch (Charikar, Chen and Farach-Colton, 2002): a hash gives each n-gram its dimension and sign,
    the same ones in every run, so that documents that are added move no vector but by the weights of n-grams.
    """
    hashes = np.array([crc32(gram.encode()) for gram in grams], dtype=np.int64)
    signs = np.where(hashes >> 16 & 1, 1.0, -1.0).astype(np.float32)
    return csr_matrix(
        (signs, (np.arange(len(hashes)), hashes % _CHARACTER_DIMENSIONS)),
        shape=(len(hashes), _CHARACTER_DIMENSIONS),
    )
