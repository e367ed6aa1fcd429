"""The public face of zhibiao (指标): scraped Chinese work reports to indicator datasets.

import zhibiao

zhibiao.run("crawl/", "out/dataset", workers=2)             # files to a dataset
tables = zhibiao.load_dataset("out/dataset")                # a dataset as pandas tables
zhibiao.extract("全年新建口袋公园3处。").indicators         # the records of one text
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.pipeline import extract as extract
    from extractors.practices import cluster_practices as cluster_practices
    from flows.runs import run as run
    from outputs.datasets import load_dataset as load_dataset

# loaded when first used: `import zhibiao` takes no time, and opening a dataset does not wait for spaCy
_HOMES = {
    "run": "flows.runs",
    "extract": "extractors.pipeline",
    "load_dataset": "outputs.datasets",
    "cluster_practices": "extractors.practices",
}

__all__ = ["cluster_practices", "extract", "load_dataset", "run"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'zhibiao' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
