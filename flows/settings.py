"""What a run can be told (设置), from a TOML file, the command line or Python."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpora.errors import SettingsError

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


class Settings(BaseModel):
    """The settings of a run.

    Attributes:
        workers: processes that read sources at the same time.
        runner: who reads. "processes": processes of this machine, each document within the limits below;
            "dask": the same on the workers of a Dask cluster; "threads": this process itself, without limits.
        dask_address: of the scheduler of a Dask cluster that is there, tcp://10.0.0.5:8786; where none is
            given, a cluster of `workers` on this machine is started for the run.
        document_seconds: the longest that one step (read, clean, extract) of one document may take.
        document_memory_mb: the most memory that one step of one document may take, beyond what the process
            holds before it.
        batch_size: sources that are read and written together; what is unfinished when a run is killed is
            at most one batch for each worker.
        log_level: of our log lines on stderr: WARNING names each document that fails with its stage, INFO
            each source, DEBUG each stage.
        prefect_log_level: of Prefect's own log lines.

    Example:
        A file ``settings.toml``::

            workers = 4
            batch_size = 500
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    workers: int = Field(1, ge=1, le=256)
    runner: Literal["processes", "threads", "dask"] = "processes"
    dask_address: str | None = None
    document_seconds: float = Field(120, gt=0, le=86_400)
    document_memory_mb: int = Field(1024, ge=16, le=1 << 20)
    batch_size: int = Field(200, ge=1, le=10_000)
    log_level: Level = "WARNING"
    prefect_log_level: Level = "CRITICAL"


# how a run goes about its work; everything else decides what the rows are, so that a change of it means that
# every source is read anew
HOW_NOT_WHAT = frozenset(
    {
        "workers",
        "runner",
        "dask_address",
        "document_seconds",
        "document_memory_mb",
        "batch_size",
        "log_level",
        "prefect_log_level",
    }
)

Given = str | Path | Mapping[str, object] | Settings | None


def read_settings(given: Given = None, *, workers: int | None = None) -> Settings:
    """The settings of a TOML file or a mapping; `workers` stands above what they say.

    Raises:
        SettingsError: the file is missing or no TOML, a key does not exist, or a value is not allowed; the
            message names the allowed ones.
    """
    if isinstance(given, Settings):
        values, where = given.model_dump(), "settings"
    elif given is None or isinstance(given, Mapping):
        values, where = dict(given or {}), "settings"
    else:
        values, where = _read_toml(Path(given)), str(given)
    if workers is not None:
        values["workers"] = workers
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        of_file = workers is None or error.errors()[0]["loc"] != ("workers",)
        raise SettingsError(f"{where}: {_explain(error)}" if of_file else _explain(error)) from error


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be opened: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path}: settings are TOML in UTF-8: {error.reason} at byte {error.start}"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error


def _explain(error: ValidationError) -> str:
    """The first fault in one line: the key, what is wrong with it, what is allowed."""
    fault = error.errors()[0]
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return f"there is no setting {key!r}; the settings are {', '.join(sorted(Settings.model_fields))}"
    return f"{key} = {fault['input']!r}: {fault['msg'][0].lower()}{fault['msg'][1:]}"
