from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from flows.answered_targets import answer_targets
from flows.known_documents import read_documents
from outputs.datasets import Dataset, load_dataset
from tests.flows.reports_by_hand import name_by_members, run_plainly

PARAGRAPHS = (
    "全年新修田间渠道{a}公里，清淤支渠{b}条，整修闸门{c}座，渠系水利用系数比上年提高两个百分点。",
    "组建村级管护队{a}支，落实管护员{b}名，逐村签订管护协议，按月考核、按季兑现管护补助。",
    "投资{b}万元改造提水泵站{c}座，更换老化机组{a}台套，恢复灌溉面积{b}亩，沿线群众普遍满意。",
    "开展用水户协会规范化建设，指导{c}个协会完成换届，公开水价水费账目{a}次，调处用水纠纷{b}起。",
    "入冬前对全部干渠开展隐患排查，发现险工险段{c}处，已经加固{a}处，其余列入明年岁修计划。",
    "举办节水灌溉现场会{a}场，发放宣传册{b}份，推广膜下滴灌{c}亩，示范户每亩节水一百余方。",
)
BORROWED = (
    "坚持建管并重、以用促管，把工程管护责任压实到每一条渠道、每一座闸门、每一名管护员，做到巡查有记录、"
    "问题有台账、整改有时限、考核有结果，确保小型水利设施长期发挥效益。"
)


def write_body(n: int, *, lines: int = 6) -> str:
    """Lines of a report that has words in common with the others, and no more than some in a row."""
    numbers = {"a": 3 + n * 7, "b": 11 + n * 13, "c": 5 + n * 3}
    names = "青岚白石柳坝云岭东渡松坪石湾清澜桃源梧桐"
    place = names[n % 10 * 2 : n % 10 * 2 + 2]
    bodies = [
        f"{place}{'东南西北'[(n + k) % 4]}片" + re.sub("，", f"，{place}第{k + n}组", PARAGRAPHS[(n + k) % 6])
        for k in range(lines)
    ]
    return "\n".join(body.format(**numbers) for body in bodies)


def write_page(path: Path, town: str, body: str, *, published: str | None = None, year: int = 2019) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"发布时间：{published}\n" if published else ""
    path.write_text(
        f"{town}水务站{year}年工作总结\n{head}{body}\n{town}水务站\n{year}年12月20日\n", encoding="utf-8"
    )
    return path


def read_copies(dataset: Dataset) -> dict[str, str]:
    """Name of the source of each copy, and of its original."""
    documents = dataset["documents"]
    name = dict(zip(documents["document_id"], documents["source"], strict=True))
    copies = documents.dropna(subset="duplicate_of")
    assert ((copies["similarity"] >= 0.8) & (copies["similarity"] <= 1)).all()
    assert documents[documents["duplicate_of"].isna()]["similarity"].isna().all()
    return {name[row.document_id]: name[row.duplicate_of] for row in copies.itertuples()}


def bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).lower()


def check_passages(reuse: pd.DataFrame, documents: pd.DataFrame) -> None:
    text = dict(zip(documents["document_id"], documents["text"], strict=True))
    for row in reuse.itertuples():
        here = text[row.document_id][row.text_start : row.text_end]
        there = text[row.other_document_id][row.other_text_start : row.other_text_end]
        assert here == row.text and bare(here) == bare(there)
        assert len(bare(here)) == row.chars >= 60
        assert row.document_id != row.other_document_id
        assert pd.isna(row.older) or row.older in {row.document_id, row.other_document_id}
    assert reuse["reuse_id"].is_unique


def test_a_copy_in_another_file_names_the_oldest(tmp_path: Path) -> None:
    body = write_body(1)
    write_page(tmp_path / "in" / "a" / "转载.txt", "青岚镇", body + "\n欢迎参观。", published="2020-02-03")
    write_page(tmp_path / "in" / "b" / "原文.txt", "青岚镇", body, published="2020-01-08")
    write_page(tmp_path / "in" / "c" / "别的.txt", "白石镇", write_body(2), published="2020-01-05")
    run_plainly(tmp_path / "in", tmp_path / "out")
    assert read_copies(load_dataset(tmp_path / "out")) == {"a/转载.txt": "b/原文.txt"}


def test_what_comes_later_can_be_the_original_and_no_batch_is_read_again(tmp_path: Path) -> None:
    body = write_body(1)
    write_page(tmp_path / "in" / "b.txt", "青岚镇", body, published="2020-02-03")
    write_page(tmp_path / "in" / "c.txt", "白石镇", write_body(2), published="2020-01-05")
    run_plainly(tmp_path / "in", tmp_path / "out")
    assert read_copies(load_dataset(tmp_path / "out")) == {}
    write_page(tmp_path / "in" / "z.txt", "青岚镇", body, published="2020-01-08")
    assert run_plainly(tmp_path / "in", tmp_path / "out").n_read == 1
    assert read_copies(load_dataset(tmp_path / "out")) == {"b.txt": "z.txt"}


def test_a_report_inside_a_page_of_several_names_that_page(tmp_path: Path) -> None:
    one, other = write_body(1), write_body(2)
    write_page(
        tmp_path / "in" / "全.txt", "青岚镇", f"{write_body(5)}\n{one}\n{other}", published="2020-01-01"
    )
    write_page(tmp_path / "in" / "单.txt", "青岚镇", one, published="2020-01-09")
    run_plainly(tmp_path / "in", tmp_path / "out")
    assert read_copies(load_dataset(tmp_path / "out")) == {"单.txt": "全.txt"}


def test_a_page_that_repeats_a_part_of_itself_says_so(tmp_path: Path) -> None:
    parts = [write_body(1), write_body(2), write_body(1)]
    pages = [f"篇{'一二三'[n]}：水务站年度工作总结\n今年以来，{part}" for n, part in enumerate(parts)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "三篇.txt").write_text("\n".join(pages), encoding="utf-8")
    run_plainly(tmp_path / "in", tmp_path / "out")
    documents = load_dataset(tmp_path / "out")["documents"]
    assert list(documents["part"]) == [0, 1, 2]
    assert list(documents["duplicate_of"].fillna("")) == ["", "", documents["document_id"][0]]


def test_passages_that_two_reports_share_are_rows_that_quote_both(tmp_path: Path) -> None:
    write_page(tmp_path / "in" / "a.txt", "青岚镇", write_body(1) + "\n" + BORROWED, published="2020-02-03")
    borrowed = BORROWED.replace("，", ",").replace("、", "，")
    write_page(tmp_path / "in" / "b.txt", "白石镇", borrowed + "\n" + write_body(2), published="2019-02-03")
    write_page(tmp_path / "in" / "c.txt", "柳坝镇", write_body(3))
    run_plainly(tmp_path / "in", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    documents, reuse = dataset["documents"], dataset["reuse"]
    check_passages(reuse, documents)
    (row,) = reuse.itertuples()
    name = dict(zip(documents["document_id"], documents["source"], strict=True))
    assert (name[row.document_id], name[row.other_document_id], name[row.older]) == (
        "a.txt",
        "b.txt",
        "b.txt",
    )
    assert row.text == BORROWED.removesuffix("。")
    assert 0 < row.containment < 1


def test_reuse_does_not_list_what_copies_share(tmp_path: Path) -> None:
    for n in range(4):
        write_page(tmp_path / "in" / f"{n}.txt", "青岚镇", write_body(1) + "\n" + BORROWED)
    write_page(tmp_path / "in" / "9.txt", "白石镇", write_body(2) + "\n" + BORROWED)
    run_plainly(tmp_path / "in", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    assert len(read_copies(dataset)) == 3
    check_passages(dataset["reuse"], dataset["documents"])
    assert len(dataset["reuse"]) == 1, "the copies are the same word for word: one stands for all"


def test_corpus_tables_do_not_tell_how_the_corpus_came_in(tmp_path: Path) -> None:
    for n in range(12):
        body = write_body(n % 7) + "\n" + (BORROWED if n % 3 else "")
        write_page(
            tmp_path / "in" / f"{n:02}.txt", f"青岚{n % 7}镇", body, published=f"2020-01-{n % 4 + 1:02}"
        )
    run_plainly(tmp_path / "in", tmp_path / "at once")
    late = (tmp_path / "in" / "03.txt").rename(tmp_path / "03.txt")
    run_plainly(tmp_path / "in", tmp_path / "bit by bit", batch_size=2)
    late.rename(tmp_path / "in" / "03.txt")
    run_plainly(tmp_path / "in", tmp_path / "bit by bit", batch_size=3)
    one, other = load_dataset(tmp_path / "at once"), load_dataset(tmp_path / "bit by bit")
    assert len(one["reuse"]) > 0 and len(read_copies(one)) > 0
    for name in ("documents", "reuse"):
        assert one.read_table(name).equals(other.read_table(name)), name
    renamed = name_by_members(other)
    for name, frame in name_by_members(one).items():
        assert len(frame) > 0 and frame.equals(renamed[name]), name


def write_records(path: Path, records: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in records), encoding="utf-8")


SHARED = "建立渠道巡查日志制度。开展清理拖欠水费专项行动。"


def test_a_copy_under_another_name_makes_no_practice(tmp_path: Path) -> None:
    body = write_body(1).replace("\n", "") + SHARED
    records = [
        {"text": body, "title": "水务站2019年工作总结", "org": org, "date": f"2020-01-0{day}"}
        for day, org in ((1, "青岚镇水务站"), (5, "白石镇水务站"))
    ]
    write_records(tmp_path / "in" / "a.jsonl", records)
    run_plainly(tmp_path / "in", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    assert len(read_copies(dataset)) == 1 and len(dataset["measures"]) > 0
    assert len(dataset["practices"]) == 0


def test_two_reports_of_one_compilation_stay_two_organisations(tmp_path: Path) -> None:
    bodies = [write_body(n).replace("\n", "") + SHARED for n in (1, 2)]
    write_records(
        tmp_path / "in" / "a.jsonl",
        [
            {"text": "\n".join([write_body(4), *bodies]), "title": "汇编", "org": "云岭县水利局"},
            {"text": bodies[0], "title": "水务站2019年工作总结", "org": "青岚镇水务站"},
            {"text": bodies[1], "title": "水务站2019年工作总结", "org": "白石镇水务站"},
        ],
    )
    run_plainly(tmp_path / "in", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    documents, measures = dataset["documents"], dataset["measures"]
    assert documents["duplicate_of"].notna().sum() == 2
    shared = measures[measures["text"].str.contains("渠道巡查日志制度")]
    assert len(shared) == 4 and shared["practice"].nunique() == 1
    practice = dataset["practices"].set_index("practice_id").loc[shared["practice"].iloc[0]]
    assert practice["n_orgs"] == 2


def test_targets_name_the_outcome_that_a_later_report_states(tmp_path: Path) -> None:
    plan = "2019年，计划新建田间渠道30公里，绿化覆盖率达到40%以上。"
    outcome = "2019年，新建田间渠道32公里，绿化覆盖率达到39.5%。"
    write_records(
        tmp_path / "in" / "a.jsonl",
        [
            {
                "text": text,
                "title": f"青岚县{year}年工作总结",
                "org": "青岚县水务局",
                "date": f"{year + 1}-01-09",
            }
            for year, text in ((2018, plan), (2019, outcome))
        ],
    )
    run_plainly(tmp_path / "in", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    targets = dataset["targets"].set_index("subject")
    quantity = dataset["indicators"].set_index("indicator_id")["quantity"]
    assert {(quantity[row.planned], quantity[row.actual], row.achieved) for row in targets.itertuples()} == {
        ("30公里", "32公里", True),
        ("40%", "39.5%", False),
    }
    assert set(targets["org"]) == {"青岚县水务局"}


def test_organisations_can_be_gone_through_in_parts(tmp_path: Path) -> None:
    rows = [
        {
            "text": f"2019年，{said}田间渠道{30 + n}公里，绿化覆盖率达到4{n % 7}%。",
            "title": f"{town}县{year}年工作总结",
            "org": f"{town}县水务局",
            "date": f"{year + 1}-01-09",
        }
        for n, town in enumerate(("青岚", "白石", "柳坝", "云岭", "东渡", "松坪"))
        for year, said in ((2018, "计划新建"), (2019, "新建"))
    ]
    write_records(tmp_path / "in" / "a.jsonl", rows)
    run_plainly(tmp_path / "in", tmp_path / "out")
    dataset = load_dataset(tmp_path / "out")
    documents = read_documents(dataset)
    whole = answer_targets(dataset, documents, [])
    assert len({target.organisation for target in whole}) == 6
    assert answer_targets(dataset, documents, [], held=3) == whole
    assert len(dataset["targets"]) == len(whole)
