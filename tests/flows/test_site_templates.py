from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.plans import plan_build
from flows.settings import Settings
from flows.site_templates import KEPT
from outputs.datasets import load_dataset
from tests.flows.poison import write_poison
from tests.flows.reports_by_hand import read_files, run_plainly
from tests.flows.test_corpus_tables import write_body

NAME = "青岚水务之窗"
NOTICE = "本栏文稿均由编辑部选登,未经书面许可任何单位不得摘编,违者按照有关规定依法处理。"
FOOT = "版面设计与维护"


def write_page(path: Path, n: int, *, notice: str = NOTICE) -> Path:
    """A page of a site that sets three lines around each report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    title = f"第{n}管护站2019年工作总结"
    path.write_text(
        "\n".join(
            (NAME, title, write_body(n, lines=4), "青岚县水务局", f"2019年12月{n + 1}日", notice, FOOT)
        ),
        encoding="utf-8",
    )
    return path


def write_site(folder: Path, count: int) -> Path:
    for n in range(count):
        write_page(folder / f"{n:02}.txt", n)
    return folder


def list_template(sources: Path, out: Path) -> set[str]:
    """The lines of all templates of a plan."""
    return {
        line
        for batch in plan_build([sources], out, Settings()).batches
        for t in batch.templates
        for line in t
    }


def test_lines_of_the_site_are_cut_and_kept_with_their_reason(tmp_path: Path) -> None:
    run_plainly(write_site(tmp_path / "in" / "site", 10), tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    documents, removed = dataset["documents"], dataset["removed"]
    assert len(documents) == 10
    for n, text in enumerate(documents["text"]):
        assert NAME not in text and NOTICE not in text and FOOT not in text
        assert write_body(n, lines=4).replace("\n", "") in text.replace("\n", "")
    assert set(documents["org"]) == {"青岚县水务局"}, "the line that says who reports is no template"
    for name in documents["source"]:
        page = (tmp_path / "in" / "site" / name).read_text(encoding="utf-8")
        rows = removed[removed["source"] == name]
        for line in (NAME, NOTICE, FOOT):
            (row,) = [row for row in rows.itertuples() if line in row.text]
            assert row.reason in {"navigation", "site_notice"}
            assert page[row.source_start : row.source_end] == row.text
    for row in documents.itertuples():
        page = (tmp_path / "in" / "site" / row.source).read_text(encoding="utf-8")
        assert row.text.split("\n")[0] == page[row.source_start :].split("\n")[0]


def test_evidence_of_every_table_still_stands_in_the_source(tmp_path: Path) -> None:
    run_plainly(write_site(tmp_path / "in" / "site", 10), tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    pages = {
        name: (tmp_path / "in" / "site" / name).read_text(encoding="utf-8")
        for name in dataset["documents"]["source"]
    }
    texts = dict(zip(dataset["documents"]["document_id"], dataset["documents"]["text"], strict=True))
    assert len(dataset["indicators"]) > 0
    for row in dataset["indicators"].itertuples():
        assert texts[row.document_id][row.text_start : row.text_end] == row.quantity
        assert pages[row.source][row.source_start : row.source_end] == row.quantity


def test_few_pages_prove_nothing_and_other_folders_are_other_sites(tmp_path: Path) -> None:
    write_site(tmp_path / "in" / "few", 4)
    for n in range(6):
        write_page(tmp_path / "in" / f"site{n}" / "only.txt", n)
    assert list_template(tmp_path / "in", tmp_path / "out") == set()


def test_pages_are_read_anew_where_their_template_changes_and_only_there(tmp_path: Path) -> None:
    write_site(tmp_path / "in" / "a", 4)
    write_site(tmp_path / "in" / "b", 6)
    assert run_plainly(tmp_path / "in", tmp_path / "out").n_read == 10
    write_page(tmp_path / "in" / "b" / "90.txt", 7)
    assert run_plainly(tmp_path / "in", tmp_path / "out").n_read == 1, "the template is as it was"
    write_page(tmp_path / "in" / "a" / "90.txt", 8)
    assert run_plainly(tmp_path / "in", tmp_path / "out").n_read == 5, "the fifth page proves the template"
    assert not run_plainly(tmp_path / "in", tmp_path / "out").changed
    assert not any(NOTICE in text for text in load_dataset(tmp_path / "out")["documents"]["text"])


def test_rows_do_not_tell_in_which_order_the_pages_came(tmp_path: Path) -> None:
    write_site(tmp_path / "in" / "a", 9)
    run_plainly(tmp_path / "in", tmp_path / "at once")
    late = [(tmp_path / "in" / "a" / f"{n:02}.txt") for n in (0, 3, 5, 6, 8)]
    for path in late:
        path.rename(tmp_path / path.name)
    run_plainly(tmp_path / "in", tmp_path / "bit by bit", batch_size=2)
    for path in late:
        (tmp_path / path.name).rename(path)
    run_plainly(tmp_path / "in", tmp_path / "bit by bit", batch_size=3)
    one, other = load_dataset(tmp_path / "at once"), load_dataset(tmp_path / "bit by bit")
    for name in ("documents", "removed", "indicators", "measures", "practices", "reuse"):
        assert one.read_table(name).equals(other.read_table(name)), name


def test_what_was_learnt_is_not_learnt_again_and_may_be_lost(tmp_path: Path, monkeypatch) -> None:
    reports = write_site(tmp_path / "in" / "a", 7)
    run_plainly(tmp_path / "in", tmp_path / "out")
    before = read_files(tmp_path / "out")
    kept = tmp_path / "out" / ".zhibiao" / KEPT
    with monkeypatch.context() as patch:
        patch.setattr("flows.site_templates.learn_in_processes", None)
        assert not run_plainly(tmp_path / "in", tmp_path / "out").changed
    for damage in (b"", b"[]", b'{"rules": 1}', None):
        kept.unlink() if damage is None else kept.write_bytes(damage)
        assert not run_plainly(tmp_path / "in", tmp_path / "out").changed
    assert read_files(tmp_path / "out") == before and len(list(reports.iterdir())) == 7


def test_records_are_cut_by_the_template_of_their_host(tmp_path: Path) -> None:
    records = []
    for n in range(16):
        host, name = (("a.example", NAME), ("b.example", "云岭农田在线"))[n % 2]
        text = f"{name}\n第{n}管护站2019年工作总结\n{write_body(n, lines=4)}\n{FOOT}"
        records.append({"url": f"https://{host}/{n}.html", "content": text})
    (tmp_path / "in.jsonl").write_text(
        "\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8"
    )
    run_plainly(tmp_path / "in.jsonl", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    assert len(dataset["documents"]) == 16
    for text in dataset["documents"]["text"]:
        assert NAME not in text and "云岭农田在线" not in text and FOOT not in text
    cut = "\n".join(dataset["removed"]["text"])
    assert cut.count(NAME) == cut.count("云岭农田在线") == 8


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_ends_its_process_teaches_nothing(tmp_path: Path, monkeypatch, workers: int) -> None:
    monkeypatch.syspath_prepend(write_poison(tmp_path / "poison"))
    for site in ("a", "b", "c"):
        write_site(tmp_path / "in" / site, 7)
    for harm in ("crashes", "exits", "loops", "raises", "killed"):
        write_page(tmp_path / "in" / "b" / f"{harm}.txt", 9)
    settings = Settings(workers=workers, document_seconds=2)
    templates = {
        source.name: template
        for batch in plan_build([tmp_path / "in"], tmp_path / "out", settings).batches
        for source, template in zip(batch.sources, batch.templates, strict=True)
    }
    assert templates["a/01.txt"] == templates["b/01.txt"] == tuple(sorted((NAME, NOTICE, FOOT)))
