"""One file to its records (提取一个文件), as a structure that JSON can hold; no flow is started."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora.documents import Source
from corpora.errors import ReadError
from flows.batches import tabulate_source
from outputs.fields import TABLES, list_tables


def extract_file(path: Path) -> dict[str, Any]:
    """The rows that a run would write of one file, each document with its own.

    Returns:
        ``{"source": name, "documents": [{..., "indicators": [...], "measures": [...], ...}],
        "removed": [...], "quarantine": [...]}``; the columns are those of the tables.

    Raises:
        ReadError: the file is not there, is a folder, or nothing in it can be read.

    Example:
        >>> extract_file(Path("年度总结.txt"))["documents"][0]["indicators"][0]["quantity"]
        '12处'
    """
    if path.is_dir():
        raise ReadError(f"{path} is a folder; give one file, or read all of it with `zhibiao run`")
    tables = tabulate_source(Source(path.name, path))
    failed = tables["quarantine"].to_pylist()
    if failed and not tables["documents"].num_rows:
        raise ReadError(failed[0]["message"])
    rows_of: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for name in _list_parts():
        for row in tables[name].to_pylist():
            rows_of[row["document_id"]].setdefault(name, []).append(row)
    documents = [
        row | {name: rows_of[row["document_id"]].get(name, []) for name in _list_parts()}
        for row in tables["documents"].to_pylist()
    ]
    return {
        "source": path.name,
        "documents": documents,
        "removed": tables["removed"].to_pylist(),
        "quarantine": failed,
    }


def _list_parts() -> Iterator[str]:
    """The tables whose rows belong to one document."""
    for table in list_tables("source"):
        columns = {field.name for field in TABLES[table.name].fields}
        if table.name not in {"documents", "quarantine"} and "document_id" in columns:
            yield table.name
