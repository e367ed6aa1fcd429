"""Clauses as vectors whose dot product says how much they are the same practice (小句向量).

Three views side by side: the characters (2- and 3-grams, TF-IDF, folded into `_CHARACTER_DIMENSIONS`), which
see the same name and the same wording; the words (word_vectors.py), which see other words for one thing; the
topics (policy_topics.py), which keep apart what shares words but is other work. The weights were chosen by
cross-validation over the practices of a hand-made set: benchmarks/score_practices.py prints what they reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from corpora.scripts import detect_script, write_working_text
from extractors.action_verbs import compile_verbs
from extractors.policy_topics import weigh_topics
from extractors.word_vectors import Vectors, embed_clauses

# the share of each view in the similarity of two clauses that have all three
WEIGHTS = {"words": 0.5, "characters": 0.25, "topics": 0.25}

_GRAMS = (2, 3)
_CHARACTER_DIMENSIONS = 128
_MARKS = re.compile(r"[\s“”‘’《》()、,。;:!?·—\-]+")
_COMMON_END = re.compile(r"(?:建设|工作|体系|机制|制度|工程|行动|项目)$")
_NUMBERS = re.compile(r"\d[\d.,]*[万亿千百余多]*")


def simplify_clause(text: str) -> str:
    """A clause in simplified characters and plain marks, so that both scripts say the same."""
    return write_working_text(text, script=detect_script(text))


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


def embed(texts: Sequence[str]) -> Vectors:
    """One vector a clause, float32, shape (len(texts), dimensions), of length 1, or 0 without words.

    The dot product of two is their similarity, -1 to 1.
    """
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    views = {
        "words": embed_clauses(texts),
        "characters": _embed_characters([find_matter(normalize_clause(text)) for text in texts]),
        "topics": weigh_topics(texts).toarray(),
    }
    joined = np.hstack([np.sqrt(WEIGHTS[view]) * vectors for view, vectors in views.items()])
    return np.asarray(normalize(joined, copy=False), dtype=np.float32)


def _embed_characters(clauses: Sequence[str]) -> Vectors:
    """Character n-grams folded into few dimensions, rows of about length 1.

    A count sketch (Charikar, Chen and Farach-Colton, 2002): a hash gives each n-gram its dimension and sign,
    the same ones in every run, so that documents that are added move no vector but by the weights of n-grams.
    """
    if not any(len(clause) >= _GRAMS[0] for clause in clauses):
        return np.zeros((len(clauses), _CHARACTER_DIMENSIONS), dtype=np.float32)
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, dtype=np.float32)
    weights = vectorizer.fit_transform(clauses)
    hashes = np.array([crc32(gram.encode()) for gram in vectorizer.get_feature_names_out()], dtype=np.int64)
    signs = np.where(hashes >> 16 & 1, 1.0, -1.0).astype(np.float32)
    columns = hashes % _CHARACTER_DIMENSIONS
    folding = csr_matrix(
        (signs, (np.arange(len(hashes)), columns)), shape=(len(hashes), _CHARACTER_DIMENSIONS)
    )
    return np.asarray((weights @ folding).toarray(), dtype=np.float32)
