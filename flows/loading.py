"""Programs and word lists loaded before they are needed (预先加载), while the run waits for others."""

from __future__ import annotations

import threading

from flows.second_process import SecondProcess
from flows.settings import Settings
from flows.uncollected import load_uncollected

_loading = threading.Lock()


def load_practices() -> None:
    """Load what practices are found with, two seconds of work; who comes meanwhile waits for it."""
    with _loading, load_uncollected():
        from extractors.practices import cluster_practices

        cluster_practices(["新建公园3处", "新建公园4处"])


def load_while_reading(settings: Settings, beside: SecondProcess | None) -> None:
    """Load it in a thread, and in the process beside, where other processes read.

    While they keep all cores at work nothing is gained and nothing lost; afterwards most cores would wait.
    """
    if settings.runner == "processes":
        threading.Thread(target=load_practices, name="zhibiao-loading", daemon=True).start()
        if beside is not None:
            beside.call(load_practices)
