"""The times of a schedule (定时), as a line of cron and a time zone; what is wrong with them is named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from corpora.errors import SettingsError
from outputs.print_tables import say_count

if TYPE_CHECKING:
    from prefect.schedules import Schedule

FIELDS = {
    "minute": "0 to 59",
    "hour": "0 to 23",
    "day": "1 to 31",
    "month": "1 to 12 or jan to dec",
    "weekday": "0 to 7 or sun to sat",
}


def read_cron_line(cron: str, timezone: str) -> Schedule:
    """The schedule of a cron line.

    Args:
        cron: five fields, ``0 2 * * *``.
        timezone: in which they are meant, ``Asia/Shanghai``.

    Raises:
        SettingsError: there are fewer fields or more, one cannot be read, no such day comes, or the zone is
            not known.
    """
    from prefect.schedules import Cron

    fields = cron.split()
    if len(fields) != len(FIELDS):
        raise SettingsError(
            f"--cron {cron!r} has {say_count(len(fields), 'field')}; five are wanted: {', '.join(FIELDS)}, "
            "as in '0 2 * * *'"
        )
    for place, (name, allowed) in enumerate(FIELDS.items()):
        alone = ["*"] * len(fields)
        alone[place] = fields[place]
        try:
            Cron(" ".join(alone))
        except ValueError as error:
            raise SettingsError(
                f"--cron {cron!r}: {fields[place]!r} is no {name}; {allowed} are wanted, *, lists as in 1,3, "
                "ranges as in 1-5, or steps as in */2"
            ) from error
    try:
        ZoneInfo(timezone)
        _find_next("* * * * *", timezone)  # Prefect does not know all zones that Python knows
    except (LookupError, ValueError, OSError) as error:  # also a path in the place of a name
        raise SettingsError(
            f"--timezone {timezone!r} is not known; a name as in 'Asia/Shanghai' is wanted"
        ) from error
    try:
        _find_next(cron, timezone)
    except ValueError as error:
        raise SettingsError(f"--cron {cron!r}: no such day comes, as there is no 30 February") from error
    return Cron(cron, timezone=timezone)


def _find_next(cron: str, timezone: str) -> None:
    from prefect.server.schemas.schedules import CronSchedule

    asyncio.run(CronSchedule(cron=cron, timezone=timezone).get_dates(1))
