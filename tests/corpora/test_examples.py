"""The examples in the docstrings of this room say what the code does."""

import doctest
import importlib
from pathlib import Path

import pytest

MODULES = sorted(path.stem for path in (Path(__file__).parents[2] / "corpora").glob("*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    result = doctest.testmod(importlib.import_module(f"corpora.{name}"))
    assert not result.failed
