"""Signals that end a run (中断), whatever code they come amid."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

Handler = Callable[[int, "FrameType | None"], object]


@contextmanager
def interrupt_on(*numbers: int, handler: Handler) -> Iterator[None]:
    """Within the block, what `handler` raises when one of these signals comes is what ends the block.

    Code that is interrupted may make an error of its own of it: pydantic, amid the making of a class, makes
    a SchemaError of a KeyboardInterrupt, which no caller would take for one.

    Args:
        numbers: of the signals.
        handler: as for `signal.signal`.
    """
    raised: BaseException | None = None

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal raised
        try:
            handler(number, frame)
        except BaseException as interruption:
            raised = interruption
            raise

    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield
    except Exception as error:
        if raised is not None:
            raise raised from error
        raise
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def keep_interruptions() -> Iterator[None]:
    """Within the block, a SIGTERM that raises does so whatever it comes amid, as in Prefect's processes."""
    handler = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    with interrupt_on(signal.SIGTERM, handler=handler):
        yield
