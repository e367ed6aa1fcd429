"""Programs and word lists loaded before they are needed (预先加载), while the run waits for others."""

from __future__ import annotations

import os
import threading

from flows.settings import Settings

_loading = threading.Lock()


def load_practices() -> None:
    """Load what practices are found with, two seconds of work; who comes meanwhile waits for it."""
    from extractors.practices import cluster_practices

    with _loading:
        cluster_practices(["新建公园3处", "新建公园4处"])


def load_while_reading(settings: Settings) -> None:
    """Load it in a thread, where other processes read and leave this one a core."""
    if settings.runner == "processes" and settings.workers < (os.cpu_count() or 1):
        threading.Thread(target=load_practices, name="zhibiao-loading", daemon=True).start()
