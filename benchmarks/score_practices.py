"""What clustering measures into practices costs, and how well it does beside two simple ways.

    python -m benchmarks.score_practices [--sizes 1000,10000,100000] [--gold FOLDER] [--texts FOLDER]

Costs are measured on clauses put together from the project's own lexicons. Scores need the hand-coded set
and its scorer; without that folder they are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import islice, product
from pathlib import Path

from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from benchmarks.held_out_topics import cluster_without_their_topics, split_practices
from extractors.action_verbs import load_action_verbs
from extractors.policy_topics import load_topics
from extractors.practices import SharedMeasure, build_practices, cluster_practices
from extractors.segmentation import load_segmenter

Labels = list[int | None]
_SCORES = ("bcubed_precision", "bcubed_recall", "bcubed_f1", "v_measure", "ari")
_ENDINGS = (
    "试点",
    "机制",
    "专项行动",
    "服务站",
    "管理办法",
    "示范点",
    "信息平台",
    "巡查",
    "设施改造",
    "联席会议",
)


def make_measures(size: int) -> list[SharedMeasure]:
    """So many different measures, put together from verbs, topic terms and nouns, of 200 organisations."""
    verbs = [verb.verb for verb in load_action_verbs().values() if verb.kind == "act" and not verb.nominal]
    terms = [term for topic in load_topics() for term in topic.terms]
    combined = product(_ENDINGS, terms, verbs)
    step = len(_ENDINGS) * len(terms) * len(verbs) // size
    texts = (f"{verb}{term}{ending}" for ending, term, verb in islice(combined, 0, size * step, step))
    return [
        SharedMeasure(f"{number:06d}", text, organisation=f"第{number * 7919 % 200}街道", period="2030")
        for number, text in enumerate(texts)
    ]


def measure_cost(size: int) -> str:
    """One line: what a run over so many measures costs."""
    measures = make_measures(size)
    started, begun = time.process_time(), time.perf_counter()
    built = build_practices(measures)
    used, passed = time.process_time() - started, time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return (
        f"{size:>8,} measures: {used:6.1f} CPU seconds, {passed:6.1f} s, {memory:.2f} GB at most, "
        f"{len(built.practices):,} practices, {len(built.themes):,} themes"
    )


def cluster_by_kmeans(texts: Sequence[str], clusters: int) -> Labels:
    """The first baseline: TF-IDF of words and k-means, told how many practices there are."""
    words = [" ".join(word for word, _ in load_segmenter().segment(text)) for text in texts]
    weights = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True).fit_transform(words)
    return [int(label) for label in KMeans(clusters, random_state=0, n_init=10).fit_predict(weights)]


def cluster_by_hdbscan(texts: Sequence[str]) -> Labels:
    """The second baseline: latent semantic analysis of words and HDBSCAN."""
    words = [" ".join(word for word, _ in load_segmenter().segment(text)) for text in texts]
    weights = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True).fit_transform(words)
    reduced = normalize(TruncatedSVD(100, random_state=0).fit_transform(weights))
    labels = HDBSCAN(min_cluster_size=3, metric="euclidean", copy=True).fit_predict(reduced)
    return [None if label < 0 else int(label) for label in labels]


def score(gold: Path, texts: Path, rows: Sequence[dict[str, str]], labels: Labels) -> dict[str, float]:
    """What score_practices.py says of labels."""
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.csv"
        with predicted.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["doc", "start", "end", "practice_id"])
            for row, label in zip(rows, labels, strict=True):
                writer.writerow([row["doc"], row["start"], row["end"], "" if label is None else label])
        coded = Path(folder) / "practices.jsonl"
        coded.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [
            sys.executable,
            gold / "score_practices.py",
            coded,
            texts,
            predicted,
            "--json",
        ]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    scores: dict[str, float] = json.loads(found.stdout)
    return scores


def compare(gold: Path, texts: Path) -> None:
    """Prints the scores of the project's clustering and of the baselines."""
    rows = [json.loads(line) for line in (gold / "practices.jsonl").open(encoding="utf-8")]
    clauses = [row["text"] for row in rows]
    practices = len({row["practice"] for row in rows if row["practice"]})
    ways = {
        "zhibiao": cluster_practices(clauses, organisations=[row["org"] for row in rows]),
        f"TF-IDF + KMeans (k = {practices}, as in the gold)": cluster_by_kmeans(clauses, practices),
        f"TF-IDF + KMeans (k = {practices + 80})": cluster_by_kmeans(clauses, practices + 80),
        "LSA + HDBSCAN": cluster_by_hdbscan(clauses),
    }
    print(f"{'':46}BCubed P      R     F1      V    ARI")
    for name, labels in ways.items():
        _print_scores(name, score(gold, texts, rows, labels))
    held_out: list[dict[str, float]] = []
    taken_out: list[int] = []
    for part in split_practices(rows):
        labels, topics = cluster_without_their_topics(part)
        held_out.append(score(gold, texts, part, labels))
        taken_out.append(topics)
    mean = {key: sum(found[key] for found in held_out) / len(held_out) for key in _SCORES}
    _print_scores(f"held out, {min(taken_out)} to {max(taken_out)} topics taken out", mean)


def _print_scores(name: str, found: Mapping[str, float]) -> None:
    print(f"{name:46}" + " ".join(f"{found[key]:7.3f}" for key in _SCORES))


def main() -> None:
    shared = Path(__file__).resolve().parents[2] / "shared"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--gold", type=Path, default=shared / "gold")
    parser.add_argument("--texts", type=Path, default=shared / "corpora" / "reports")
    arguments = parser.parse_args()
    cluster_practices(
        ["开展电梯困人应急演练", "组织电梯困人应急演练"]
    )  # lexicons are loaded before the clock starts
    for size in filter(None, arguments.sizes.split(",")):
        print(measure_cost(int(size)), flush=True)
    if (arguments.gold / "score_practices.py").is_file():
        compare(arguments.gold, arguments.texts)
    else:
        print(f"No hand-coded practices in {arguments.gold}: scores left out.")


if __name__ == "__main__":
    main()
