from __future__ import annotations

import gc
import os
import signal
import threading
from pathlib import Path

import pytest

from flows.interruptions import interrupt_on, keep_interruptions
from flows.serve_locally import serve_locally


def stop(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


def make_of_it_an_error() -> None:
    """As pydantic does of what comes amid the making of a class."""
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    except KeyboardInterrupt as interruption:
        raise ValueError("a class cannot be made") from interruption


def test_interruption_is_what_it_was_whatever_was_made_of_it() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt) as raised, interrupt_on(signal.SIGTERM, handler=stop):
        make_of_it_an_error()
    assert isinstance(raised.value.__cause__, ValueError)
    assert signal.getsignal(signal.SIGTERM) is before


def test_error_without_interruption_stays_what_it_is() -> None:
    with pytest.raises(ValueError, match="no number"), interrupt_on(signal.SIGTERM, handler=stop):
        raise ValueError("no number")


def test_handler_that_raises_nothing_ends_nothing() -> None:
    seen: list[int] = []
    with (
        pytest.raises(ValueError, match="later"),
        interrupt_on(signal.SIGTERM, handler=lambda number, _: seen.append(number)),
    ):
        os.kill(os.getpid(), signal.SIGTERM)
        raise ValueError("later")
    assert seen == [signal.SIGTERM]


def test_handler_that_stands_is_kept() -> None:
    """Prefect's process of a run raises on SIGTERM by a handler of its own."""
    before = signal.signal(signal.SIGTERM, stop)
    try:
        with pytest.raises(KeyboardInterrupt), keep_interruptions():
            make_of_it_an_error()
        assert signal.getsignal(signal.SIGTERM) is stop
    finally:
        signal.signal(signal.SIGTERM, before)


def test_nothing_is_set_in_a_thread_or_where_nothing_stands() -> None:
    before = signal.getsignal(signal.SIGTERM)
    within: list[object] = []

    def look() -> None:
        with keep_interruptions():
            within.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    look()
    assert within == [before, before]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_interruption_while_prefect_starts_is_no_error_of_its_thread(tmp_path: Path, monkeypatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    failed: list[object] = []
    monkeypatch.setattr("flows.serve_locally._wait_for", interrupt)
    monkeypatch.setattr(threading, "excepthook", failed.append)
    with pytest.raises(KeyboardInterrupt), serve_locally(tmp_path, log_level="CRITICAL"):
        pass
    for thread in threading.enumerate():
        if thread.name == "prefect-api":
            thread.join(120)
            assert not thread.is_alive()
    gc.collect()  # what it was at and nobody waited for
    assert not failed
