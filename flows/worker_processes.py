"""The processes that read batches (工作进程), and how they end when the run does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

SECONDS_BETWEEN_LOOKS = 1.0


def follow_parent() -> None:
    """To be called in a worker when it starts: it ends when the run does, however that is, and says nothing.

    A killed run cannot tell its workers, which would go on reading for nobody: they look who their parent is.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def end_workers() -> None:
    """End all workers of this process now; what they have not finished is not in the dataset."""
    for worker in multiprocessing.active_children():
        worker.kill()
