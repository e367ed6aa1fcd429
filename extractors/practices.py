"""Measures that several organisations share (做法), and the fields that practices belong to (主题).

Two doors, both pure and both the same whatever the order of the input:

- `cluster_practices(texts, organisations=...)`: one label for each clause, None for those that stand alone.
- `build_practices(measures)`: the rows of the tables `practices` and `themes` and which measure belongs to
  which practice how strongly, from `SharedMeasure` records (one for each row of the table `measures`, with
  the organisation, the period and the document it comes from).

Two clauses are the same practice in other words where each is among the other's nearest neighbours by the
cosine of their character 2- and 3-grams (TF-IDF) and that cosine is above a cut. A practice needs two
organisations; a copy of a document (`duplicate_of`) is the document it copies. What stands alone stays alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

# Character 2- and 3-grams need no segmentation and see 公厕改造 and 改造公厕 as near.
_GRAMS = (2, 3)
_NEIGHBOURS = 10
_CUT = 0.42
_KEYWORDS = 5
_SPACE_AND_MARKS = re.compile(r"[\s“”‘’《》()、,。;:·—\-]+")
_NUMBERS = re.compile(r"\d[\d.,]*[万亿千百余多]*")


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """A measure as the clustering sees it.

    Attributes:
        measure_id: its key in the table `measures`.
        text: the measure's words.
        name: a programme's own name in it, or None.
        organisation: who reports it, or None where that is not known.
        period: EDTF period of the report, or None.
        document: document_id, or that of the document it is a copy of (`duplicate_of`).
    """

    measure_id: str
    text: str
    name: str | None = None
    organisation: str | None = None
    period: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """A row of the table `practices`: measures that say the same thing in several organisations (做法).

    Attributes:
        practice_id: 16 hex digits that follow the members, not the run.
        label: the name they share, or the shortest typical wording among them.
        keywords: words that set it apart from other practices, the strongest first, joined with 、.
        theme: theme_id, or None.
        n_measures, n_orgs: members; organisations among them.
        first_period, first_org: the earliest period and who reported it; None where no member has a period.
        exemplar: measure_id of the member nearest to all others.
    """

    practice_id: str
    label: str
    keywords: str
    theme: str | None
    n_measures: int
    n_orgs: int
    first_period: str | None
    first_org: str | None
    exemplar: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A row of the table `themes`: a field that practices belong to (主题)."""

    theme_id: str
    label: str
    keywords: str
    n_practices: int
    n_orgs: int


@dataclass(frozen=True, slots=True)
class Membership:
    """That a measure belongs to a practice; `strength` is its cosine with the practice's centre, 0 to 1."""

    measure_id: str
    practice_id: str
    strength: float


@dataclass(frozen=True, slots=True)
class Practices:
    """What the measures of a whole corpus have in common."""

    practices: tuple[Practice, ...]
    themes: tuple[Theme, ...]
    memberships: tuple[Membership, ...]


def cluster_practices(
    texts: Sequence[str], *, organisations: Sequence[str | None] | None = None
) -> list[int | None]:
    """One label for each clause: equal numbers are the same practice, None stands alone.

    Args:
        texts: clauses, 开展电梯困人应急演练.
        organisations: who said each; None where unknown. Where not given, every clause counts as another's.

    Returns:
        Labels from 0 in the order of the texts.

    Raises:
        ValueError: `organisations` is not as long as `texts`.

    Example:
        >>> cluster_practices(["开展电梯困人应急演练", "召开职代会", "组织电梯困人应急演练"])
        [0, None, 0]
    """
    if organisations is None:
        organisations = [str(index) for index in range(len(texts))]
    if len(organisations) != len(texts):
        raise ValueError(f"{len(texts)} texts need as many organisations, not {len(organisations)}")
    order = sorted(range(len(texts)), key=lambda index: (texts[index], organisations[index] or ""))
    clusters = _find_clusters([texts[i] for i in order], [organisations[i] for i in order])
    labels: list[int | None] = [None] * len(texts)
    by_position = {order[member]: number for number, members in enumerate(clusters) for member in members}
    renumbered: dict[int, int] = {}
    for position in range(len(texts)):
        if (number := by_position.get(position)) is not None:
            labels[position] = renumbered.setdefault(number, len(renumbered))
    return labels


def build_practices(measures: Sequence[SharedMeasure]) -> Practices:
    """The practices that the measures of a corpus share, in the order of their ids; themes, memberships.

    Args:
        measures: every measure of the run, in any order.
    """
    ordered = sorted(
        measures, key=lambda measure: (measure.text, measure.organisation or "", measure.measure_id)
    )
    owners = [measure.organisation or measure.document for measure in ordered]
    vectors = _vectorize([measure.text for measure in ordered])
    clusters = _find_clusters([measure.text for measure in ordered], owners, vectors=vectors)
    practices: list[Practice] = []
    memberships: list[Membership] = []
    keywords = _find_keywords([[ordered[member].text for member in members] for members in clusters])
    for members, words in zip(clusters, keywords, strict=True):
        strengths = _measure_strengths(vectors[members])
        practice = _describe([ordered[member] for member in members], strengths, words)
        practices.append(practice)
        memberships.extend(
            Membership(ordered[member].measure_id, practice.practice_id, round(float(strength), 4))
            for member, strength in zip(members, strengths, strict=True)
        )
    return Practices(
        practices=tuple(sorted(practices, key=lambda practice: practice.practice_id)),
        themes=(),
        memberships=tuple(sorted(memberships, key=lambda membership: membership.measure_id)),
    )


def normalize_clause(text: str) -> str:
    """A clause without counts, marks and spaces, so that two reports of one practice differ in words alone.

    Example:
        >>> normalize_clause("新建“口袋公园”12处")
        '新建口袋公园0处'
    """
    return _SPACE_AND_MARKS.sub("", _NUMBERS.sub("0", text))


def _vectorize(texts: Sequence[str]) -> csr_matrix:
    """Unit vectors of character n-grams, one row for each text; shape (len(texts), n)."""
    clauses = [normalize_clause(text) for text in texts]
    if not any(len(clause) >= _GRAMS[0] for clause in clauses):
        return csr_matrix((len(texts), 1), dtype=np.float64)
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, lowercase=True)
    return csr_matrix(vectorizer.fit_transform(clauses))


def _find_clusters(
    texts: Sequence[str], owners: Sequence[str | None], *, vectors: csr_matrix | None = None
) -> list[list[int]]:
    """Positions of the members of each practice, practices and members in rising order."""
    if len(texts) < 2:
        return []
    vectors = _vectorize(texts) if vectors is None else vectors
    _, labels = connected_components(_link_mutual_neighbours(vectors), directed=False)
    members: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(labels.tolist()):
        members[label].append(position)
    return [group for group in members.values() if len(group) > 1 and count_owners(texts, owners, group) > 1]


def count_owners(texts: Sequence[str], owners: Sequence[str | None], members: Sequence[int]) -> int:
    """How many organisations stand behind members; unknown ones count as one, copies as none."""
    known = {owners[member] for member in members if owners[member] is not None}
    known_words = {normalize_clause(texts[member]) for member in members if owners[member] is not None}
    unknown_words = {normalize_clause(texts[member]) for member in members if owners[member] is None}
    if not known:
        return len(unknown_words)
    return len(known) + bool(unknown_words - known_words)


def _link_mutual_neighbours(vectors: csr_matrix) -> coo_matrix:
    """A graph with an edge wherever two texts are among each other's nearest and nearer than the cut."""
    n = vectors.shape[0]
    # texts of the same words are neighbours without limit; each stands for all of its copies
    nearest = NearestNeighbors(n_neighbors=min(_NEIGHBOURS + 1, n), metric="cosine", algorithm="brute").fit(
        vectors
    )
    distances, indices = nearest.kneighbors(vectors)
    rows = np.repeat(np.arange(n), indices.shape[1])
    columns = indices.ravel()
    keep = (1.0 - distances.ravel() >= _CUT) & (rows != columns)
    links = coo_matrix(
        (np.ones(int(keep.sum()), dtype=bool), (rows[keep], columns[keep])), shape=(n, n)
    ).tocsr()
    return links.multiply(links.T).tocoo()


def _measure_strengths(vectors: csr_matrix) -> npt.NDArray[np.float64]:
    """The cosine of each row with the mean of all rows, shape (rows,)."""
    centre = np.asarray(vectors.mean(axis=0)).ravel()
    length = float(np.linalg.norm(centre))
    if not length:
        return np.zeros(vectors.shape[0])
    return np.clip(np.asarray(vectors @ centre).ravel() / length, 0.0, 1.0)


def _describe(
    members: Sequence[SharedMeasure], strengths: npt.NDArray[np.float64], keywords: Sequence[str]
) -> Practice:
    """The row of one practice."""
    owners = [member.organisation or member.document for member in members]
    dated = sorted(
        (member.period, member.organisation or "")
        for member in members
        if member.period and "X" not in member.period
    )
    exemplar = members[int(np.argmax(strengths))]
    return Practice(
        practice_id=name_practice([member.text for member in members]),
        label=_choose_label(members, strengths),
        keywords="、".join(keywords),
        theme=None,
        n_measures=len(members),
        n_orgs=count_owners([member.text for member in members], owners, range(len(members))),
        first_period=dated[0][0] if dated else None,
        first_org=(dated[0][1] or None) if dated else None,
        exemplar=exemplar.measure_id,
    )


def name_practice(texts: Sequence[str]) -> str:
    """The practice_id of a set of members: 16 hex digits of the words that most of them share."""
    grams = Counter(
        clause[at : at + 2] for clause in map(normalize_clause, texts) for at in range(len(clause) - 1)
    )
    return sha256(
        "\0".join(sorted(gram for gram, count in grams.items() if 2 * count >= len(texts))).encode()
    ).hexdigest()[:16]


def _choose_label(members: Sequence[SharedMeasure], strengths: npt.NDArray[np.float64]) -> str:
    """The name that most members share, else the shortest of the wordings near the centre."""
    names = Counter(member.name for member in members if member.name)
    if names:
        name, count = min(names.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count > len(members):
            return name
    best = float(strengths.max())
    near = [
        member.text for member, strength in zip(members, strengths, strict=True) if strength >= 0.9 * best
    ]
    return min(near, key=lambda text: (len(text), text))


def _find_keywords(clusters: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each practice the character n-grams that set it apart (class-based TF-IDF)."""
    if not clusters:
        return []
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    weights = csr_matrix(
        vectorizer.fit_transform(["\n".join(map(normalize_clause, texts)) for texts in clusters])
    )
    words = vectorizer.get_feature_names_out()
    found: list[list[str]] = []
    for row in range(weights.shape[0]):
        vector = weights.getrow(row)
        ranked = sorted(
            zip(vector.data, words[vector.indices], strict=True), key=lambda item: (-item[0], item[1])
        )
        chosen: list[str] = []
        for _, word in ranked:
            if len(chosen) == _KEYWORDS:
                break
            if "\n" not in word and not any(set(word) & set(other) for other in chosen):
                chosen.append(word)
        found.append(chosen)
    return found
