from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import pytest

from flows.step_notes import SIZE, StepNote
from flows.steps import Step
from tests.flows.processes import PROJECT, make_environment


@pytest.fixture
def file() -> Iterator[int]:
    with tempfile.TemporaryFile() as shared:
        shared.truncate(SIZE)
        yield shared.fileno()


def test_step_is_known_though_its_process_was_killed(file: int) -> None:
    script = (
        "import os, sys\nfrom flows.step_notes import StepNote\nfrom flows.steps import Step\n"
        "note = StepNote(int(sys.argv[1]))\nnote.write(Step('年报/' * 9000, 'read', 0))\n"
        "note.write(Step('年报.zip/总结.txt', 'extract', 2))\nos.kill(os.getpid(), 9)\n"
    )
    arguments = [sys.executable, "-c", script, str(file)]
    subprocess.run(arguments, pass_fds=[file], cwd=PROJECT, env=make_environment())
    assert StepNote(file).read() == Step("年报.zip/总结.txt", "extract", 2)


def test_no_step_where_none_was_noted_or_the_last_is_over(file: int) -> None:
    note = StepNote(file)
    assert note.read() is None
    note.write(Step("总结.txt", "clean", 0))
    note.write(None)
    assert note.read() is None


def test_half_a_step_is_none(file: int) -> None:
    StepNote(file).write(Step("总结.txt", "clean", 0))
    os.pwrite(file, bytes(1000), 20)
    assert StepNote(file).read() is None
