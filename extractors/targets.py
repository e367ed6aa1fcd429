"""Targets and the later outcomes that answer them (目标与结果).

A target is answered where a later report of the same organisation states the same indicator for the same
period as a fact. What is not certain is left out: a report that states two values for one indicator and
period (a total and a part of it, told apart by no word of the subject) answers nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from corpora.scripts import write_working_text
from extractors.concepts import find_concept

# a target for these is reached from above: 登记失业率4.5%, 单位能耗0.52吨标准煤
_LESS_IS_BETTER = re.compile(r"失业|能耗|死亡|事故|排放|返贫|发案|投诉|上访|赤字|隐患|损失|污染|浓度")
MOST_APART = 10  # times a target, that its outcome can be
_BLANKS = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class StatedIndicator:
    """An indicator as the search for targets sees it.

    Attributes:
        indicator_id: its key in the table `indicators`.
        document_id: of the report.
        organisation: that reports; None where that is not known.
        reported: when: the last day that the report covers, or the day it was published, ISO.
        subject, unit_norm, kind, direction, per, status, bound: as in the table.
        value, value_max: `value_norm` and `value_max_norm`.
        period_start, period_end: days, ISO; None where the period is open.
    """

    indicator_id: str
    document_id: str
    organisation: str | None
    reported: str | None
    subject: str | None
    unit_norm: str | None
    kind: str | None
    direction: str | None
    per: str | None
    status: str | None
    bound: str | None
    value: float | None
    value_max: float | None
    period_start: str | None
    period_end: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the table `targets`.

    Attributes:
        planned, actual: keys of the two indicators.
        achieved: whether the outcome reaches the target; None where the words leave it open.
        organisation, subject, unit_norm: what both are of, in the words of the target.
        period_start, period_end: the days that the target is set for.
        planned_value, actual_value: in `unit_norm`.
    """

    planned: str
    actual: str
    achieved: bool | None
    organisation: str | None
    subject: str | None
    unit_norm: str | None
    period_start: str | None
    period_end: str | None
    planned_value: float | None
    actual_value: float | None


Key = tuple[str | None, ...]


def find_targets(planned: Iterable[StatedIndicator], actual: Iterable[StatedIndicator]) -> list[Target]:
    """Each target with the first later outcome that answers it, in the order of the targets' keys.

    Args:
        planned: indicators with the status ``planned``, held in memory.
        actual: those with the status ``actual``, read once; only those that answer a target are held.

    Example:
        >>> from dataclasses import replace
        >>> plan = StatedIndicator(
        ...     "a-i0", "a", "青岚县政府", "2018-12-31", "绿化覆盖率", "%", "ratio", None, None,
        ...     "planned", "over", 40.0, None, "2019-01-01", "2019-12-31",
        ... )
        >>> outcome = replace(plan, indicator_id="b-i7", document_id="b", reported="2019-12-31",
        ...     status="actual", bound="exact", value=41.5)
        >>> [(row.planned, row.actual, row.achieved) for row in find_targets([plan], [outcome])]
        [('a-i0', 'b-i7', True)]
    """
    targets = _group(planned)
    outcomes = _group(actual, wanted=targets.keys())
    found = []
    for key, by_document in targets.items():
        answers = outcomes.get(key, {})
        for document_id, target in by_document.items():
            later = [
                outcome
                for answer, outcome in answers.items()
                if answer != document_id and _is_later(outcome, target) and _is_near(outcome, target)
            ]
            if later:
                first = min(later, key=lambda outcome: (outcome.reported or "", outcome.indicator_id))
                found.append(_make_target(target, first))
    return sorted(found, key=lambda row: row.planned)


def _make_target(target: StatedIndicator, outcome: StatedIndicator) -> Target:
    return Target(
        planned=target.indicator_id,
        actual=outcome.indicator_id,
        achieved=_tell_achieved(target, outcome),
        organisation=target.organisation,
        subject=target.subject,
        unit_norm=target.unit_norm,
        period_start=target.period_start,
        period_end=target.period_end,
        planned_value=target.value,
        actual_value=outcome.value,
    )


def _group(
    indicators: Iterable[StatedIndicator], *, wanted: Iterable[Key] | None = None
) -> dict[Key, dict[str, StatedIndicator]]:
    """By what is counted and for when, the one indicator of each report; none of a report with two values."""
    asked = None if wanted is None else frozenset(wanted)
    groups: dict[Key, dict[str, StatedIndicator]] = defaultdict(dict)
    unclear: set[tuple[Key, str]] = set()
    for indicator in indicators:
        key = _make_key(indicator)
        if key is None or (asked is not None and key not in asked):
            continue
        known = groups[key].setdefault(indicator.document_id, indicator)
        if (known.value, known.value_max) != (indicator.value, indicator.value_max):
            unclear.add((key, indicator.document_id))
    for key, document_id in unclear:
        del groups[key][document_id]
    return groups


def _make_key(indicator: StatedIndicator) -> Key | None:
    """What two indicators share that are about the same; None for one that cannot be found again."""
    start, end = indicator.period_start, indicator.period_end
    if not (indicator.organisation and indicator.subject and start and end and indicator.reported):
        return None
    if indicator.value is None or indicator.kind in (None, "duration"):
        return None
    subject = write_working_text(_BLANKS.sub("", indicator.subject), script="traditional")
    concept = find_concept(subject, unit_norm=indicator.unit_norm, kind=indicator.kind or "")
    name = (concept.name, concept.object) if concept is not None else (None, subject)
    organisation = _BLANKS.sub("", indicator.organisation)
    # a state at the end of a period answers for the period: 年末绿化覆盖率
    period = (start[:4], end) if start == end and end.endswith("12-31") else (start, end)
    if period[0].endswith("-01-01") and period[1] == f"{period[0][:4]}-12-31":
        period = (period[0][:4], period[1])
    return (
        organisation,
        *name,
        indicator.unit_norm,
        indicator.kind,
        indicator.direction,
        indicator.per,
        *period,
    )


def _is_later(outcome: StatedIndicator, target: StatedIndicator) -> bool:
    return (outcome.reported or "") > (target.reported or "")


def _is_near(outcome: StatedIndicator, target: StatedIndicator) -> bool:
    """Whether the two can be about the same: what was to be added is not what there is (新增, 累计)."""
    if not target.value or not outcome.value:
        return target.value == outcome.value == 0 or target.kind != "level"
    return 1 / MOST_APART <= outcome.value / target.value <= MOST_APART or target.kind != "level"


def _tell_achieved(target: StatedIndicator, outcome: StatedIndicator) -> bool | None:
    """Whether the outcome reaches the target; None where the words leave it open."""
    if target.value is None or outcome.value is None:
        return None
    less = target.kind == "rank" or target.bound == "under"
    if target.bound != "over" and _LESS_IS_BETTER.search(target.subject or "") and target.direction is None:
        less = True
    if less:
        return outcome.value <= (target.value if target.value_max is None else target.value_max)
    if outcome.value >= target.value:
        return True
    return None if target.bound == "about" else False
