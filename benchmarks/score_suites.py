"""How much of other systems' own test cases is read right, suite by suite.

    python -m benchmarks.score_suites [--wrong] [--aside] [SUITE...]

The suites lie in ``../shared/suites`` beside the project, one case a line. ``--wrong`` lists every case that
is read otherwise, ``--aside`` those that are set aside with the reason; SUITE is (part of) a suite's name.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.period_judges import judge_periods
from benchmarks.suite_judges import (
    Case,
    Judge,
    Verdict,
    judge_ages,
    judge_numerals,
    judge_ordinals,
    judge_quantities,
    judge_ranges,
    judge_rewritings,
    judge_shares,
)

SUITES = Path(__file__).resolve().parents[2] / "shared" / "suites"
# by the start of a suite's name, or of a part of it
JUDGES: Mapping[str, Judge] = {
    "recognizers_numberrange": judge_ranges,
    "recognizers_number": judge_numerals,
    "recognizers_percentage": judge_shares,
    "recognizers_currency": judge_quantities,
    "recognizers_dimension": judge_quantities,
    "recognizers_temperature": judge_quantities,
    "recognizers_age": judge_ages,
    "recognizers_ordinal": judge_ordinals,
    "recognizers_period": judge_periods,
    "jionlp_money": judge_quantities,
    "jionlp_time": judge_periods,
    "cn2an_number": judge_numerals,
    "chinese2digits_number": judge_numerals,
    "duckling_zh: Numeral": judge_numerals,
    "duckling_zh: Ordinal": judge_ordinals,
    "duckling_zh": judge_quantities,
    "wetext_itn_pairs": judge_rewritings,
}


def read_cases(folder: Path) -> Iterator[tuple[str, Case]]:
    """Every case with the name of its suite; Duckling's has a part for each dimension."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case: Case = json.loads(line)
            part = f": {case['suite'].partition('/')[0]}" if path.stem == "duckling_zh" else ""
            yield path.stem + part, case


def judge(suite: str, case: Case) -> Verdict:
    """The verdict on one case."""
    return next(one for name, one in JUDGES.items() if suite.startswith(name))(case)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("suite", nargs="*")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--aside", action="store_true")
    given = parser.parse_args()
    verdicts: dict[str, list[Verdict]] = {}
    for suite, case in read_cases(SUITES):
        if given.suite and not any(name in suite for name in given.suite):
            continue
        verdict = judge(suite, case)
        verdicts.setdefault(suite, []).append(verdict)
        if (given.wrong and verdict.right is False) or (given.aside and verdict.right is None):
            print(f"{suite} | {case['input']} | {verdict.told}")
    print(f"{'suite':32} cases  aside  right  wrong  share right")
    for suite, found in verdicts.items():
        right = sum(verdict.right is True for verdict in found)
        wrong = sum(verdict.right is False for verdict in found)
        share = f"{right / (right + wrong):.3f}" if right + wrong else "-"
        print(f"{suite:32} {len(found):5} {len(found) - right - wrong:6} {right:6} {wrong:6}  {share:>11}")


if __name__ == "__main__":
    main()
