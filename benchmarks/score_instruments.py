"""The cross-validated confusion table of the classes of policy tools.

    python -m benchmarks.score_instruments

Ten folds over lexicons/instruments.csv; rows are the classes of the file, columns those that were found.
"""

from __future__ import annotations

from collections import Counter

from sklearn.model_selection import StratifiedKFold

from extractors.instruments import (
    INSTRUMENTS,
    InstrumentClassifier,
    learn_instruments,
    read_training_sentences,
)
from extractors.word_vectors import split_words


def cross_validate(folds: int = 10) -> Counter[tuple[str, str | None]]:
    """How often each class was found for each, every sentence classified by a model that has not seen it."""
    rows = read_training_sentences()
    instruments = [instrument for instrument, _ in rows]
    sentences = [split_words(sentence) for _, sentence in rows]
    found: Counter[tuple[str, str | None]] = Counter()
    for learn, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(sentences, instruments):
        learnt = learn_instruments([sentences[n] for n in learn], [instruments[n] for n in learn])
        classifier = InstrumentClassifier(learnt)
        found.update((instruments[n], classifier.classify(sentences[n])) for n in test)
    return found


def measure_accuracy(found: Counter[tuple[str, str | None]]) -> float:
    """The share of sentences whose class was found."""
    return sum(count for (true, guess), count in found.items() if true == guess) / sum(found.values())


def main() -> None:
    found = cross_validate()
    print(f"{'':14}" + "".join(f"{name[:8]:>9}" for name in INSTRUMENTS))
    for true in INSTRUMENTS:
        print(f"{true:14}" + "".join(f"{found[true, guess] or '.':>9}" for guess in INSTRUMENTS))
    print(f"right: {measure_accuracy(found):.3f} of {sum(found.values())} sentences")


if __name__ == "__main__":
    main()
