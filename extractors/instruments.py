"""What class of policy tool a measure is (政策工具): ten classes, a linear classifier over its words.

The classes follow the tools that studies of Chinese local government tell apart, drawn together from the
authority, treasure, organisation and nodality of Hood (The Tools of Government, 1983) and the tools of
supply, demand and environment of Rothwell and Zegveld (1985). lexicons/instruments.csv holds the sentences
that it learns from, lexicons/instrument_weights.npz what it learnt: ``python -m extractors.instruments``
writes it anew after a change. benchmarks/score_instruments.py prints its cross-validated confusion table.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from librt.strings import read_f32_le
from librt.vecs import append, vec
from mypy_extensions import i64

from extractors import LEXICONS
from extractors.word_vectors import WordVectors, load_word_vectors, split_words

# name -> the Chinese term
INSTRUMENTS: Final = {
    "rules": "制度规范",
    "enforcement": "检查执法",
    "funding": "资金补贴",
    "publicity": "培训宣传",
    "construction": "建设设备",
    "services": "公共服务",
    "organisation": "组织人员",
    "information": "信息系统",
    "incentives": "考核激励",
    "coordination": "协调协作",
}

_FILE: Final = LEXICONS / "instruments.csv"
_LEARNT: Final = _FILE.with_name("instrument_weights.npz")
# how strongly the meaning of the words counts beside the words themselves
_MEANING: Final = 3.0
_REGULARIZATION: Final = 1.0
# so many different words keep their numbers and those of their characters
_MOST_WORDS: Final = 1 << 16
_FLOAT_BYTES: Final[i64] = 4

Scores = npt.NDArray[np.float32]


class LearntWeights(NamedTuple):
    """What was learnt of the classes.

    Attributes:
        classes: their names.
        bias: what speaks for each before any word is read, shape (classes,).
        meanings: for each dimension of the word vectors, shape (classes, dimensions).
        words: the words that have weights of their own; of_words: those, shape (classes, words).
    """

    classes: list[str]
    bias: Scores
    meanings: Scores
    words: list[str]
    of_words: Scores


class InstrumentClassifier:
    """Scores of each class for each word it knows; a measure's scores are the sum over its words."""

    def __init__(self, learnt: LearntWeights) -> None:
        """Puts together the scores of every word that has weights of its own or a vector."""
        known = load_word_vectors()
        self.classes = learnt.classes
        n_classes = len(self.classes)
        others = [word for word in learnt.words if word not in known.rows]
        # the first row is that of no word: what is said before any
        self._numbers = {word: number for number, word in enumerate((*known.rows, *others), start=1)}
        self._features: dict[str, list[int]] = {}
        scores: Scores = np.zeros((len(self._numbers) + 1, 2 * n_classes), dtype=np.float32)
        scores[0, :n_classes] = learnt.bias
        scores[[self._numbers[word] for word in learnt.words], :n_classes] = learnt.of_words.T
        word_weights: Scores = np.zeros(len(self._numbers) + 1, dtype=np.float32)
        have_vectors = slice(1, len(known.rows) + 1)
        word_weights[have_vectors] = np.sqrt(known.weigh())
        meant = _MEANING * _normalize(known.vectors) @ learnt.meanings.T
        scores[have_vectors, n_classes:] = word_weights[have_vectors, None] * meant
        # read number by number where they stand: arrays take longer to set up than a measure takes to add
        self._scores: bytes = scores.tobytes()
        self._word_weights: bytes = word_weights.tobytes()
        self._n_classes: i64 = n_classes
        self._n_vectors: i64 = len(known.rows)

    def classify(self, words: Sequence[str]) -> str | None:
        """The class of a measure by its words, or None where it knows none of them."""
        return self.classify_all([words])[0]

    def classify_all(self, measures: Sequence[Sequence[str]]) -> list[str | None]:
        """The class of each of several measures by its words."""
        seen = vec[bool]([False] * (len(self._numbers) + 1))
        return [self._classify(words, seen) for words in measures]

    def _classify(self, words: Sequence[str], seen: vec[bool]) -> str | None:
        """The class of a measure; `seen` says which features have been counted, none before and after."""
        said = vec[float]([0.0] * self._n_classes)
        meant = vec[float]([0.0] * self._n_classes)
        counted = vec[i64]()
        weight = 0.0
        row_bytes: i64 = self._n_classes * 2 * _FLOAT_BYTES
        for word in words:
            features = self._features.get(word)
            if features is None:
                features = self._read_features(word)
            for number in features:
                feature: i64 = number
                if seen[feature]:
                    continue
                seen[feature] = True
                counted = append(counted, feature)
                row = feature * row_bytes
                for at in range(self._n_classes):
                    said[at] += read_f32_le(self._scores, row + at * _FLOAT_BYTES)
                if feature <= self._n_vectors:
                    weight += read_f32_le(self._word_weights, feature * _FLOAT_BYTES)
                    row += self._n_classes * _FLOAT_BYTES
                    for at in range(self._n_classes):
                        meant[at] += read_f32_le(self._scores, row + at * _FLOAT_BYTES)
        if not len(counted):
            return None
        for feature in counted:
            seen[feature] = False
        best: i64 = 0
        highest: float = -math.inf
        for at in range(self._n_classes):
            score = read_f32_le(self._scores, at * _FLOAT_BYTES) + said[at]
            if weight:
                score += meant[at] / weight
            if score > highest:
                highest = score
                best = at
        return self.classes[best]

    def _read_features(self, word: str) -> list[int]:
        """The numbers of a word and of its characters, as far as they have one; they are kept."""
        if len(self._features) >= _MOST_WORDS:
            self._features.clear()
        numbers = self._numbers
        found = [numbers[one] for one in (word, *_mark_characters(word)) if one in numbers]
        self._features[word] = found
        return found


def _mark_characters(word: str) -> list[str]:
    """The characters of a word of more than one, marked: ·补, ·贴."""
    return [f"·{character}" for character in word] if len(word) > 1 else []


def _read_features(words: Sequence[str]) -> list[str]:
    """The words, and the characters of the longer ones, marked: 补贴, ·补, ·贴; each once.

    A word that no training sentence has is known by its characters: 补助 by those of 补贴 and 资助.
    """
    return list(dict.fromkeys([*words, *(one for word in words for one in _mark_characters(word))]))


@cache
def read_training_sentences() -> tuple[tuple[str, str], ...]:
    """The rows of lexicons/instruments.csv: (instrument, sentence)."""
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return tuple((row["instrument"], row["sentence"]) for row in csv.DictReader(rows))


@cache
def load_classifier() -> InstrumentClassifier:
    """The classifier, learnt from all training sentences.

    Example:
        >>> load_classifier().classify(["印发", "校车", "停靠点", "管理", "规定"])
        'rules'
    """
    return InstrumentClassifier(_read_weights() or _learn_all())


def learn_instruments(sentences: Sequence[Sequence[str]], instruments: Sequence[str]) -> LearntWeights:
    """Weights learnt from sentences that are split into words, and the class of each."""
    # scikit-learn takes a second to load and what was learnt is stored
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    known = load_word_vectors()
    vectors, weights = _normalize(known.vectors), np.sqrt(known.weigh())
    meanings = np.array([_average(words, known, vectors, weights) for words in sentences])
    counter = CountVectorizer(analyzer=_read_features, binary=True)
    counts = counter.fit_transform(sentences)
    model = LogisticRegression(C=_REGULARIZATION, max_iter=2000)
    model.fit(hstack([csr_matrix(_MEANING * meanings), counts]).tocsr(), list(instruments))
    weights_of, size = model.coef_.astype(np.float32), vectors.shape[1]
    return LearntWeights(
        [str(name) for name in model.classes_],
        model.intercept_.astype(np.float32),
        weights_of[:, :size],
        [str(word) for word in counter.get_feature_names_out()],
        weights_of[:, size:],
    )


def save_weights(learnt: LearntWeights, path: Path) -> None:
    """Writes weights with a mark of the files that they were learnt from."""
    np.savez_compressed(
        path,
        learnt_from=np.array(_mark_sources()),
        classes=np.array(learnt.classes),
        bias=learnt.bias,
        meanings=learnt.meanings,
        words=np.frombuffer("\n".join(learnt.words).encode(), dtype=np.uint8),
        of_words=learnt.of_words,
    )


def _read_weights() -> LearntWeights | None:
    """The stored weights; None where the sentences or the word vectors have changed since."""
    with np.load(_LEARNT) as stored:
        if str(stored["learnt_from"]) != _mark_sources():
            return None
        words = bytes(stored["words"]).decode("utf-8").split("\n")
        return LearntWeights(
            stored["classes"].tolist(), stored["bias"], stored["meanings"], words, stored["of_words"]
        )


def _mark_sources() -> str:
    """A digest of what the weights are learnt from, its line ends as the repository has them."""
    known = load_word_vectors()
    digest = sha256(_FILE.read_bytes().replace(b"\r\n", b"\n"))
    digest.update("\n".join(known.rows).encode())
    digest.update(np.ascontiguousarray(known.vectors[::97], dtype="<f4").round(3).tobytes())
    return digest.hexdigest()


def _learn_all() -> LearntWeights:
    instruments, sentences = zip(*read_training_sentences(), strict=True)
    return learn_instruments([split_words(sentence) for sentence in sentences], instruments)


def _normalize(vectors: Scores) -> Scores:
    """The vectors at length 1."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    lengths[lengths == 0] = 1
    return np.asarray(vectors / lengths[:, None], dtype=np.float32)


def _average(words: Sequence[str], known: WordVectors, vectors: Scores, weights: Scores) -> Scores:
    """The weighted mean of the vectors of the words that have one, else 0."""
    rows = [known.rows[word] for word in words if word in known.rows]
    if not rows:
        return np.zeros(vectors.shape[1], dtype=np.float32)
    mean: Scores = weights[rows] @ vectors[rows] / weights[rows].sum()
    return mean


if __name__ == "__main__":
    save_weights(_learn_all(), _LEARNT)
