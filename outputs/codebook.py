"""The codebook of a dataset (字段说明), Markdown from outputs/fields.py: ``python -m outputs.codebook``."""

from __future__ import annotations

from outputs.fields import TABLES, Field, Table

INTRODUCTION = """\
# Tables

Made from `outputs/fields.py` by `python -m outputs.codebook > docs/tables.md`; edit that file, not this page.

Offsets count Unicode code points from 0, half-open: `text[text_start:text_end]` of the document is the quoted
evidence. `source_start` and `source_end` count in the decoded source file.
Periods are EDTF: `2016-01/2016-06`; unknown digits are X: `XXXX-01/XXXX-06`.
"""


def write_codebook() -> str:
    """The whole page: each table, what a row of it is, and its columns in order.

    Example:
        >>> "| `subject` | text |  | thing counted" in write_codebook()
        True
    """
    return "\n".join([INTRODUCTION, *(_write_table(table) for table in TABLES.values())])


def _write_table(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        f"One row for {table.english}（{table.chinese}）. Key: `{table.key}`.",
        "",
        "| column | type | unit | meaning | 含义 |",
        "| --- | --- | --- | --- | --- |",
        *(_write_field(field) for field in table.fields),
        "",
    ]
    return "\n".join(lines)


def _write_field(field: Field) -> str:
    kind = field.type + ("" if field.nullable else ", never null")
    meaning = field.english
    if field.allowed:
        meaning += ": " + ", ".join(f"`{value}`" for value in field.allowed)
    if field.refers_to:
        meaning += f" (key of `{field.refers_to}`)"
    cells = (f"`{field.name}`", kind, field.unit or "", meaning, field.chinese)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(write_codebook(), end="")
