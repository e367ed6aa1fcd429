from __future__ import annotations

import re

import pytest

from outputs.fields import TABLES, list_tables

COLUMNS = {  # the tables of DESIGN.md, beyond keys and offsets
    "documents": "source part title org region region_code org_level period period_start period_end "
    "published doc_type author url script encoding anonymised truncated template_site duplicate_of "
    "similarity n_chars text",
    "removed": "reason text",
    "sections": "level marker heading parent",
    "indicators": "subject action quantity value value_max bound unit value_norm unit_norm dimension kind "
    "direction basis status per constraint cue period period_start period_end sentence section concept rule "
    "confidence",
    "measures": "text head object name status instrument actor target_group indicators section practice "
    "sentence",
    "practices": "label keywords theme n_measures n_orgs first_period first_org exemplar",
    "themes": "label keywords n_practices n_orgs",
    "checks": "rule indicators stated computed difference verdict",
    "targets": "planned actual achieved",
    "reuse": "chars containment older",
    "quarantine": "source stage error message",
    "runs": "started finished version settings counts",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_table_has_every_column_that_is_promised(name: str) -> None:
    assert set(COLUMNS[name].split()) <= {field.name for field in TABLES[name].fields}


def test_no_table_is_missing_or_unheard_of() -> None:
    assert set(TABLES) == set(COLUMNS)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_declarations_are_whole(table) -> None:
    names = [field.name for field in table.fields]
    assert len(names) == len(set(names))
    assert not table.fields[0].nullable, "the key is never open"
    for field in table.fields:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name)
        assert field.english and re.search(r"[\u4e00-\u9fff]|pdf|docx", field.chinese)
        assert field.refers_to is None or field.refers_to in TABLES
        assert not field.allowed or field.type == "text"


def test_whole_numbers_name_their_unit() -> None:
    for table in TABLES.values():
        for field in table.fields:
            if field.type == "integer":
                assert field.unit, f"{table.name}.{field.name}"


def test_rows_of_a_source_name_it() -> None:
    # a source's rows are found, replaced and dropped by this column
    for table in list_tables("source"):
        assert "source" in {field.name for field in table.fields}
