"""What one step of one document may take (限额), held by the kernel."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one step of one document may take: seconds of the clock, and megabytes of memory."""

    seconds: float
    memory_mb: int


def limit_memory(more: int) -> None:
    """Allow `more` bytes above what the process holds now; beyond, Python raises MemoryError."""
    try:
        held = int(Path("/proc/self/statm").read_text().split()[5]) * _PAGE
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        allowed = held + more if most == resource.RLIM_INFINITY else min(held + more, most)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, most))
    except (OSError, ValueError):  # no /proc (macOS), where this limit means nothing anyway
        return
