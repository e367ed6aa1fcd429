"""What class of policy tool a measure is (政策工具): ten classes, a linear classifier over its words.

The classes follow the tools that studies of Chinese local government tell apart, drawn together from the
authority, treasure, organisation and nodality of Hood (The Tools of Government, 1983) and the tools of
supply, demand and environment of Rothwell and Zegveld (1985). lexicons/instruments.csv holds the sentences
that it learns from; benchmarks/score_instruments.py prints its cross-validated confusion table.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from extractors.word_vectors import load_word_vectors, split_words

# name -> the Chinese term
INSTRUMENTS = {
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

_FILE = Path(__file__).parent / "lexicons" / "instruments.csv"
# how strongly the meaning of the words counts beside the words themselves
_MEANING = 3.0
_REGULARIZATION = 1.0

Scores = npt.NDArray[np.float32]


class InstrumentClassifier:
    """Scores of each class for each word it knows; a measure's scores are the sum over its words."""

    def __init__(self, sentences: Sequence[Sequence[str]], instruments: Sequence[str]) -> None:
        """Learns from sentences that are split into words, and the class of each."""
        known = load_word_vectors()
        self._weights = dict(zip(known.rows, np.sqrt(known.weigh()).tolist(), strict=True))
        vectors = np.asarray(normalize(known.vectors), dtype=np.float32)
        meanings = np.array([self._average(words, known.rows, vectors) for words in sentences])
        counter = CountVectorizer(analyzer=_read_features, binary=True)
        counts = counter.fit_transform(sentences)
        model = LogisticRegression(C=_REGULARIZATION, max_iter=2000)
        model.fit(hstack([csr_matrix(_MEANING * meanings), counts]).tocsr(), list(instruments))
        self.classes: list[str] = list(model.classes_)
        size = vectors.shape[1]
        scores = _MEANING * vectors @ model.coef_[:, :size].T
        of_words = model.coef_[:, size:].T.astype(np.float32)
        by_word: dict[str, Scores] = dict(zip(counter.get_feature_names_out(), of_words, strict=True))
        by_meaning: dict[str, Scores] = dict(zip(known.rows, scores.astype(np.float32), strict=True))
        words = list(dict.fromkeys((*by_word, *by_meaning)))
        # the first row is that of no word: what is said before any
        self._numbers = {word: number for number, word in enumerate(words, start=1)}
        n_classes = len(self.classes)
        self._scores: Scores = np.zeros((len(words) + 1, 2 * n_classes), dtype=np.float32)
        self._scores[0, :n_classes] = model.intercept_
        self._word_weights: Scores = np.zeros(len(words) + 1, dtype=np.float32)
        for word, number in self._numbers.items():
            if word in by_word:
                self._scores[number, :n_classes] = by_word[word]
            if word in by_meaning:
                self._word_weights[number] = self._weights[word]
                self._scores[number, n_classes:] = self._weights[word] * by_meaning[word]

    def _average(self, words: Iterable[str], rows: dict[str, int], vectors: Scores) -> Scores:
        found = [word for word in words if word in rows]
        if not found:
            return np.zeros(vectors.shape[1], dtype=np.float32)
        weights = np.array([self._weights[word] for word in found], dtype=np.float32)
        mean: Scores = weights @ vectors[[rows[word] for word in found]] / weights.sum()
        return mean

    def classify(self, words: Sequence[str]) -> str | None:
        """The class of a measure by its words, or None where it knows none of them."""
        return self.classify_all([words])[0]

    def classify_all(self, measures: Sequence[Sequence[str]]) -> list[str | None]:
        """The class of each of several measures by its words."""
        numbers: list[int] = []
        starts: list[int] = []
        for words in measures:
            starts.append(len(numbers))
            numbers.append(0)
            numbers += [number for one in _read_features(words) if (number := self._numbers.get(one))]
        if not starts:
            return []
        totals = np.add.reduceat(self._scores[numbers], starts)
        weights = np.add.reduceat(self._word_weights[numbers], starts)
        said, meant = totals[:, : len(self.classes)], totals[:, len(self.classes) :]
        known = np.diff([*starts, len(numbers)]) > 1
        weights[weights == 0] = np.inf
        best = (said + meant / weights[:, None]).argmax(axis=1)
        return [self.classes[at] if sure else None for at, sure in zip(best.tolist(), known, strict=True)]


def _read_features(words: Sequence[str]) -> list[str]:
    """The words, and the characters of the longer ones, marked: 补贴, ·补, ·贴; each once.

    A word that no training sentence has is known by its characters: 补助 by those of 补贴 and 资助.
    """
    characters = (f"·{character}" for word in words if len(word) > 1 for character in word)
    return list(dict.fromkeys([*words, *characters]))


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
    instruments, sentences = zip(*read_training_sentences(), strict=True)
    return InstrumentClassifier([split_words(sentence) for sentence in sentences], instruments)
