"""What one step of one document may take (限额), held by the kernel."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from dataclasses import dataclass

_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one step of one document may take: seconds of the clock, and megabytes of memory."""

    seconds: float
    memory_mb: int


class MemoryLimit:
    """What this process may hold; to be made in the process itself."""

    def __init__(self) -> None:
        try:  # read again and again: to open it each time takes longer than all else
            self._statm = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:  # no /proc (macOS), where this limit means nothing anyway
            self._statm = -1

    def allow(self, more: int) -> None:
        """Allow `more` bytes above what the process holds now; beyond, Python raises MemoryError."""
        if self._statm < 0:
            return
        with suppress(OSError, ValueError):
            held = int(os.pread(self._statm, 256, 0).split()[5]) * _PAGE
            _, most = resource.getrlimit(resource.RLIMIT_DATA)
            allowed = held + more if most == resource.RLIM_INFINITY else min(held + more, most)
            resource.setrlimit(resource.RLIMIT_DATA, (allowed, most))
