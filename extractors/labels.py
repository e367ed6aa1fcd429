"""What a practice is called (做法的名称): the name its members share, or a typical wording of theirs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.clauses import FREQUENCY
from extractors.themes import find_telling_words

_LABEL_LENGTHS = range(6, 21)
# the label is one of the wordings that are nearly as near to all others as the nearest
_TYPICAL = 0.9
_REST_OF_COUNT = re.compile(r"\([^)]*\)|[、,]?(?:同比|累计)?(?:增长|下降|提高|增加|总数)(?:达到?|到|至)?$")
_COUNT = re.compile(
    rf"^(?:{FREQUENCY.pattern})|(?:约|近|超过|超|达到|达|共计|共|不少于)?\d[\d.,]*[万亿千百]*[余多]?"
    r"(?:个|家|处|公里|万亩|亩|人次|人|套|张|项|条|座|元|户|名|所|件|场次|场|次|台|辆|平方米|吨|%|株|份|支)?(?:以上|左右)?"
)


def choose_label(
    texts: Sequence[str],
    names: Sequence[str | None],
    owners: Sequence[str | None],
    strengths: npt.NDArray[np.float32],
) -> str:
    """The name that most members share, else a short one of the wordings nearest to all, in shared words.

    Args:
        texts: the members' clauses.
        names: the programme's own name in each, or None.
        owners: the organisation of each, or None.
        strengths: how near each is to all others, shape (members,).

    Returns:
        A phrase without counts and frequencies, never empty: 为老旧小区加装电梯.
    """
    named = Counter(name for name in names if name)
    if named:
        name, count = min(named.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count > len(texts):
            return name
    said_by: dict[str, set[str | None]] = defaultdict(set)
    for text, owner in zip(texts, owners, strict=True):
        for word in find_telling_words(text):
            said_by[word].add(owner)
    wordings: dict[str, float] = {}
    for text, strength in zip(texts, strengths, strict=True):
        wording = _REST_OF_COUNT.sub("", _COUNT.sub("", text)).strip("、,的了 ")
        wording = wording or text
        wordings[wording] = max(wordings.get(wording, 0.0), round(float(strength), 4))
    fitting = {w: s for w, s in wordings.items() if len(w) in _LABEL_LENGTHS} or wordings
    near = [wording for wording in fitting if fitting[wording] >= _TYPICAL * max(fitting.values())]

    def count_strange(wording: str) -> int:
        return sum(len(said_by[word]) < 2 for word in find_telling_words(wording))

    return min(near, key=lambda wording: (count_strange(wording), len(wording), wording))
