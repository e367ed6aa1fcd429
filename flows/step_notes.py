"""The step that a reading process is at (步骤记录), in memory that outlives it."""

from __future__ import annotations

import mmap
import pickle

from flows.steps import Step

# pages of it that nothing is written to take no memory; the name of a file in an archive may be long
SIZE = 1 << 20


class StepNote:
    """A step that one process writes and another reads when the first has ended, however it ended.

    To write costs a hundredth of a message, which the other process would have to wake up for.
    """

    def __init__(self, file: int) -> None:
        """Over the first SIZE bytes of an open file, which both processes have.

        Raises:
            ValueError: the file is shorter.
        """
        self._shared = mmap.mmap(file, SIZE)

    def write(self, step: Step | None) -> None:
        """Note that `step` begins; None: no step does."""
        data = pickle.dumps(step)
        self._shared[: len(data)] = data

    def read(self) -> Step | None:
        """The step that was noted last; None where none was."""
        try:
            step = pickle.loads(self._shared)
        except Exception:  # it ended in the midst of writing
            return None
        return step if isinstance(step, Step) else None

    def close(self) -> None:
        """Give the memory back."""
        self._shared.close()
