"""How far a run is (进度): told by the work, shown by whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# told the stage, how many of its steps are done, and how many there are
Listener = Callable[[str, int, int], None]


def _ignore(stage: str, done: int, total: int) -> None:
    pass


_listener: ContextVar[Listener] = ContextVar("zhibiao_progress", default=_ignore)


def tell(stage: str, done: int, total: int) -> None:
    """Tell whoever listens that `done` of the `total` steps of a stage are done."""
    _listener.get()(stage, done, total)


@contextmanager
def listen(listener: Listener) -> Iterator[None]:
    """Within the block, `listener` is told how far the work of this thread is."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
