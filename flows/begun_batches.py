"""Batches that are read before anybody asks for them (先读的批次): the flow takes seconds to start."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from flows.steps import Event
from outputs.ledgers import Entry


class Relay:
    """Keeps events until somebody is there to be told of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[Event] = []
        self._tell: Callable[[Event], None] = self._kept.append

    def __call__(self, event: Event) -> None:
        """Take an event; called from one thread after another."""
        with self._lock:
            self._tell(event)

    def pass_on(self, tell: Callable[[Event], None]) -> None:
        """Tell the events that were kept, and from now on each that comes."""
        with self._lock:
            for event in self._kept:
                tell(event)
            self._tell = tell


@dataclass(frozen=True, slots=True)
class Begun:
    """A batch that is being built, and where what happens meanwhile is kept."""

    building: Future[list[Entry]]
    relay: Relay
