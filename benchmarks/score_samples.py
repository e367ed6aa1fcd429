"""What is found in the sample corpus against its hand-coded rows.

python -m benchmarks.score_samples
"""

from __future__ import annotations

from tests.samples.test_samples_are_found import measure_indicators, measure_measures


def main() -> None:
    for name, share in (measure_indicators() | {"measure characters found": measure_measures()}).items():
        print(f"{name:26} {share:.3f}")


if __name__ == "__main__":
    main()
