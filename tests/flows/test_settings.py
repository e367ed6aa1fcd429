from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from annotated_types import Ge, Gt, Le

from corpora.errors import SettingsError
from flows.settings import HOW_NOT_WHAT, Settings, read_settings
from tests.flows.processes import PROJECT


def test_nothing_said_gives_the_defaults() -> None:
    assert read_settings() == Settings() and Settings().workers == 1


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["utf-8", "utf-8 with byte order mark"])
def test_file_is_read_and_the_command_line_stands_above_it(tmp_path: Path, start: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"{start}workers = 3\nbatch_size = 50  # 每批\n", encoding="utf-8")
    assert read_settings(path) == Settings(workers=3, batch_size=50)
    assert read_settings(path, workers=7).workers == 7
    assert read_settings({"workers": 2}, workers=5) == read_settings(Settings(workers=5))


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        (
            "worker = 2",
            r"there is no setting 'worker'; the settings are batch_size, dask_address, document_memory_mb,",
        ),
        ("workers = 0", r"workers = 0: input should be greater than or equal to 1"),
        ("workers = 'two'", r"workers = 'two': input should be a valid integer"),
        ("runner = 'spark'", r"runner = 'spark': input should be 'processes', 'threads' or 'dask'"),
        ("document_seconds = 0", r"document_seconds = 0: input should be greater than 0"),
        ("log_level = 'LOUD'", r"log_level = 'LOUD': input should be 'DEBUG', 'INFO'"),
        ("workers = 2 2", r"not TOML: .*line 1"),
    ],
)
def test_fault_is_named_with_what_is_allowed(tmp_path: Path, toml: str, says: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"settings\.toml: {says}"):
        read_settings(path)


def test_file_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.toml: cannot be opened: No such file"):
        read_settings(tmp_path / "absent.toml")
    (tmp_path / "gbk.toml").write_bytes("# 设置".encode("gbk"))
    with pytest.raises(SettingsError, match="TOML in UTF-8"):
        read_settings(tmp_path / "gbk.toml")


def test_every_setting_that_says_how_exists() -> None:
    assert set(Settings.model_fields) >= HOW_NOT_WHAT


def read_documented() -> dict[str, dict[str, str]]:
    """The rows of the table in docs/settings.md, by the name of the setting."""
    lines = (PROJECT / "docs" / "settings.md").read_text("utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")
    ]
    head = [cell.strip("| ") for cell in rows[0]]
    return {row[0].strip("`| "): dict(zip(head, row, strict=True)) for row in rows[2:]}


def test_every_setting_is_documented_with_its_default_and_an_example() -> None:
    documented = read_documented()
    assert list(documented) == list(Settings.model_fields)
    for name, row in documented.items():
        default = Settings.model_fields[name].default
        said = row["default"].strip("`")
        assert (None if said == "none" else tomllib.loads(f"x = {said}")["x"]) == default, name
        example = tomllib.loads(row["example"].strip("`"))
        assert list(example) == [name] and getattr(Settings(**example), name) != default, name
        assert len(row["what it says"]) > 20 and (row["unit"] or isinstance(default, str | None)), name


def test_documented_bounds_and_choices_are_those_that_hold() -> None:
    for name, row in read_documented().items():
        field = Settings.model_fields[name]
        numbers = [float(number) for number in re.findall(r"\d+", row["allowed"])]
        bounds = [
            getattr(b, b.__class__.__name__.lower()) for b in field.metadata if isinstance(b, Ge | Gt | Le)
        ]
        assert numbers == bounds, name
        choices = re.findall(r'"(\w+)"', row["allowed"])
        assert choices == list(getattr(field.annotation, "__args__", ()))[: len(choices)], name
        for wrong in ("LOUD", 0, 1 << 30) if choices or numbers else ():
            with pytest.raises(SettingsError):
                read_settings({name: wrong})
