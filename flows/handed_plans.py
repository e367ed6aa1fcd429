"""The plan that `run` made, for the flow that it starts (计划的交接): nothing is planned twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flows.plans import Plan

_handed: ContextVar[Plan | None] = ContextVar("zhibiao_plan", default=None)


@contextmanager
def hand_over(plan: Plan) -> Iterator[None]:
    """Within the block a flow on the folder of the plan goes by it; the caller holds the folder's lock."""
    token = _handed.set(plan)
    try:
        yield
    finally:
        _handed.reset(token)


def take_plan(out: str) -> Plan | None:
    """The plan that was handed over for this folder; None where a flow is to plan for itself."""
    plan = _handed.get()
    return plan if plan is not None and str(plan.folder) == out else None
