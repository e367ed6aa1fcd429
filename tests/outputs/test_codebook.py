"""docs/tables.md says what outputs/fields.py says."""

from pathlib import Path

from outputs.codebook import write_codebook
from outputs.fields import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_page_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == write_codebook(), (
        "run `python -m outputs.codebook > docs/tables.md` after a change of outputs/fields.py"
    )


def test_every_column_has_a_line_of_five_cells() -> None:
    lines = [line for line in write_codebook().splitlines() if line.startswith("| `")]
    assert len(lines) == sum(len(table.fields) for table in TABLES.values())
    assert all(line.replace("\\|", "").count("|") == 6 for line in lines)


def test_key_unit_allowed_values_and_target_are_shown() -> None:
    page = write_codebook()
    assert "## indicators" in page and "Key: `indicator_id`" in page
    assert "| probability, 0 to 1 |" in page
    assert "`actual`, `planned`, `required`, `baseline`" in page
    assert "(key of `practices`)" in page
