"""What words mean by the company they keep (词向量), and clauses as the weighted mean of their words.

Positive pointwise mutual information of words in windows of a sentence, cut down by a singular value
decomposition (Levy and Goldberg, NeurIPS 2014; context counts smoothed with power 0.75, singular values left
out); a clause is the mean of its words weighted by smooth inverse frequency without the direction that all
clauses share (Arora et al., ICLR 2017). `lexicons/word_vectors.npz` was learnt from public government
reports; ``python -m extractors.word_vectors FOLDER`` learns it anew from texts in a folder.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from extractors import LEXICONS
from extractors.segmentation import split_clause

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Vectors = npt.NDArray[np.float32]

_FILE = LEXICONS / "word_vectors.npz"
_DIMENSIONS = 150
# wide windows bring words of one field together, narrow ones words of one kind
_WINDOW = 30
_FEWEST = 5
_SMOOTHING = 0.75
# the share of running text at which a word's weight is halved
_COMMON_SHARE = 3e-4
HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。!?;\n]")


class WordVectors(NamedTuple):
    """Words, their vectors, and what a clause needs of them.

    Attributes:
        rows: row of each word.
        vectors: float32, shape (words, dimensions).
        counts: int64, shape (words,): how often each stands in the texts they were learnt from.
        common: float32, shape (dimensions,), length 1: the direction that all clauses share.
    """

    rows: dict[str, int]
    vectors: Vectors
    counts: npt.NDArray[np.int64]
    common: Vectors

    def weigh(self) -> Vectors:
        """How much each word counts in a clause, shape (words,), 0 to 1: rare words count more."""
        shares = self.counts / self.counts.sum()
        return np.asarray(_COMMON_SHARE / (_COMMON_SHARE + shares), dtype=np.float32)


def split_words(text: str) -> list[str]:
    """The Chinese words of a text in order.

    Example:
        >>> split_words("新建口袋公园3处")
        ['新建', '口袋', '公园', '处']
    """
    return [word for word in split_clause(text)[0] if HAN.match(word)]


@cache
def load_word_vectors() -> WordVectors:
    """The vectors that ship with the project."""
    with np.load(_FILE) as stored:
        words = bytes(stored["words"]).decode("utf-8").split("\n")
        vectors = stored["vectors"].astype(np.float32) * stored["scale"]
        counts = stored["counts"].astype(np.int64)
        common = stored["common"].astype(np.float32)
    return WordVectors({word: row for row, word in enumerate(words)}, vectors, counts, common)


def embed_clauses(texts: Sequence[str]) -> Vectors:
    """Vectors of clauses, float32, shape (len(texts), dimensions): of length 1, or 0 without a known word."""
    if not texts:
        return np.zeros((0, load_word_vectors().vectors.shape[1]), dtype=np.float32)
    known = load_word_vectors()
    means = _average_words(known, map(split_words, texts))
    # a product of matrices rounds a row by what else is in them: each row is multiplied alone
    shared = np.einsum("ij,j->i", means, known.common)
    return scale_rows(means - np.outer(shared, known.common))


def scale_rows(vectors: Vectors) -> Vectors:
    """The rows at length 1, float32; those of length 0 stay as they are."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1)[:, np.newaxis], dtype=np.float32)


def _average_words(known: WordVectors, clauses: Iterable[Sequence[str]]) -> Vectors:
    """The weighted mean of the words of each clause, at length 1."""
    from scipy.sparse import csr_matrix

    rows: list[int] = []
    columns: list[int] = []
    size = 0
    for row, words in enumerate(clauses):
        found = [known.rows[word] for word in words if word in known.rows]
        rows.extend([row] * len(found))
        columns.extend(found)
        size = row + 1
    values = known.weigh()[columns]
    weights = csr_matrix((values, (rows, columns)), shape=(size, len(known.rows)), dtype=np.float32)
    return scale_rows(weights @ known.vectors)


def learn_word_vectors(sentences: Iterable[Sequence[str]], *, dimensions: int = _DIMENSIONS) -> WordVectors:
    """Word vectors from sentences that are split into words; the same for the same sentences in any order.

    Args:
        sentences: each a sequence of words. Words met fewer than `_FEWEST` times are left out.
        dimensions: length of a vector, at most the number of words kept.
    """
    from sklearn.utils.extmath import randomized_svd

    kept = sorted(tuple(sentence) for sentence in sentences if len(sentence) > 1)
    counts = Counter(word for sentence in kept for word in sentence)
    words = sorted(
        (word for word, count in counts.items() if count >= _FEWEST), key=lambda w: (-counts[w], w)
    )
    index = {word: row for row, word in enumerate(words)}
    information = _weigh_pairs(_count_pairs(kept, index))
    left, _, _ = randomized_svd(information, min(dimensions, len(words) - 1), n_iter=4, random_state=0)
    learnt = WordVectors(
        index, left.astype(np.float32), np.array([counts[word] for word in words]), np.zeros(1, np.float32)
    )
    _, _, directions = randomized_svd(_average_words(learnt, kept), 1, random_state=0)
    return learnt._replace(common=directions[0].astype(np.float32))


def _count_pairs(sentences: Iterable[Sequence[str]], index: dict[str, int]) -> csr_matrix:
    """How often two words stand within a window of one sentence, shape (words, words), symmetric."""
    from scipy.sparse import coo_matrix, csr_matrix

    pairs: Counter[tuple[int, int]] = Counter()
    for sentence in sentences:
        ids = [index[word] for word in sentence if word in index]
        for position, word in enumerate(ids):
            pairs.update((word, other) for other in ids[max(0, position - _WINDOW) : position])
    rows, columns = np.array(list(pairs), dtype=np.int32).T
    data = np.fromiter(pairs.values(), dtype=np.float64, count=len(pairs))
    counted = coo_matrix((data, (rows, columns)), shape=(len(index), len(index))).tocsr()
    return csr_matrix(counted + counted.T)


def _weigh_pairs(counts: csr_matrix) -> csr_matrix:
    """Positive pointwise mutual information of each pair, with context shares smoothed."""
    from scipy.sparse import csr_matrix

    pairs = counts.tocoo()
    totals = np.asarray(counts.sum(axis=1)).ravel()
    shares = totals / totals.sum()
    contexts = totals**_SMOOTHING
    contexts /= contexts.sum()
    values = np.log(pairs.data / totals.sum()) - np.log(shares[pairs.row]) - np.log(contexts[pairs.col])
    positive = values > 0
    return csr_matrix((values[positive], (pairs.row[positive], pairs.col[positive])), shape=counts.shape)


def save_word_vectors(learnt: WordVectors, path: Path) -> None:
    """Writes vectors in single bytes with one scale a dimension; clusters come out the same."""
    scale = np.abs(learnt.vectors).max(axis=0) / 127
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(learnt.rows).encode(), dtype=np.uint8),
        vectors=np.round(learnt.vectors / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        counts=learnt.counts.astype(np.int32),
        common=learnt.common,
    )


def read_sentences(folders: Sequence[str]) -> Iterator[list[str]]:
    """The words of each sentence of the texts in folders."""
    from corpora.readers import read
    from corpora.scripts import detect_script, write_working_text
    from corpora.sources import find_sources

    for source in find_sources(folders):
        for reading in read(source, failures=[]):
            text = write_working_text(reading.body.text, script=detect_script(reading.body.text))
            yield from map(split_words, _SENTENCE.split(text))


if __name__ == "__main__":
    save_word_vectors(learn_word_vectors(read_sentences(sys.argv[1:])), _FILE)
