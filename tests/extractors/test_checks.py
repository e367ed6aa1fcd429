"""Checks: what a sentence says of its own numbers, reckoned again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.cleaning import read_documents
from corpora.sources import find_sources
from extractors.checks import VERDICTS, Check
from extractors.claims import RULES
from extractors.pipeline import extract
from extractors.printed_numbers import read_printed


def find(text: str) -> tuple[Check, ...]:
    return extract(text).checks


@pytest.mark.parametrize(
    ("sentence", "rule", "stated", "computed", "verdict"),
    [
        # share of a whole
        ("全年受理投诉250件,其中电话投诉200件,占投诉总数的80%。", "share", 80, 80, "holds"),
        ("全年受理投诉250件,其中电话投诉200件,占投诉总数的85%。", "share", 85, 80, "contradicts"),
        ("全镇486个村民组中有481个通自来水,占总数的99%。", "share", 99, 98.971193, "holds"),
        ("全乡总人口4180人,劳动力2107人,占总人口的50.4%。", "share", 50.4, 50.406699, "holds"),
        ("播种面积75.1万亩,绿色种植面积37.1万亩,占播种面积的49.5%。", "share", 49.5, 49.400799, "rounding"),
        ("全年财政支出86亿元,其中教育支出21.5亿元(占25%)。", "share", 25, 25, "holds"),
        ("发展订单农业6万亩,占全县耕地面积20万亩的30%。", "share", 30, 30, "holds"),
        ("总装机达8200万千瓦,抽水蓄能达3567万千瓦、占比达43.5%。", "share", 43.5, 43.5, "holds"),
        # parts with a number of their own beside, and other openings
        ("全村820户2600人,其中东庄480户、1500人,西庄340户、1100人。", "sum", 820, 820, "holds"),
        ("受理投诉150件,其中来信60件,下降4%;来访90件,增长6%。", "sum", 150, 150, "holds"),
        ("通车里程90公里,即:东线52公里,西线38公里。", "sum", 90, 90, "holds"),
        ("提出主要指标24个,包括预期性指标16个、约束性指标8个。", "sum", 24, 24, "holds"),
        ("岁出编列320亿元,国防编列40亿元,占12.5%,居首位。", "share", 12.5, 12.5, "holds"),
        # growth that stands between the base and what it became
        ("进校学生将比上年的60万人增长25%,达到75万人。", "growth", 25, 25, "holds"),
        ("进校学生比上年的60万人增长20%,达到75万人。", "growth", 20, 25, "contradicts"),
        ("库存比上年的80万吨减少15%,降至68万吨。", "growth", 15, 15, "holds"),
        # rates
        ("抽检食品1200批次,合格1176批次,合格率98%。", "rate", 98, 98, "holds"),
        ("发生盗窃案件310起,同比下降5%,其中破获124起,破案率为42.5%。", "rate", 42.5, 40, "contradicts"),
        ("下发整改通知60份,收回57份,回收率95%。", "rate", 95, 95, "holds"),
        ("受理来信40件、来访60件,办结98件,办结率98%。", "rate", 98, 98, "holds"),
        ("抽查企业200家,不合格12家,合格率94%。", "rate", 94, 94, "holds"),
        ("抽查企业200家,不合格12家,合格率88%。", "rate", 88, 94, "contradicts"),
        # completion of a task; cut off as well as rounded
        (
            "下达我处的拆违任务为3000平方米,实际拆除3558平方米,完成任务的118%。",
            "completion",
            118,
            118.6,
            "holds",
        ),
        (
            "下达我处的拆违任务为3000平方米,实际拆除3558平方米,完成任务的119%。",
            "completion",
            119,
            118.6,
            "holds",
        ),
        (
            "下达我处的拆违任务为3000平方米,实际拆除3558平方米,完成任务的128%。",
            "completion",
            128,
            118.6,
            "contradicts",
        ),
        ("年度任务为300户,实际完成285户,完成率95%。", "completion", 95, 95, "holds"),
        (
            "累计分配数861.5亿元,累计执行数800.2亿元,占累计分配数92.9%。",
            "completion",
            92.9,
            92.884504,
            "holds",
        ),
        ("完成造林3.2万亩,为年计划3万亩的106.7%。", "completion", 106.7, 106.666667, "holds"),
        ("计划引资20亿元,截至目前到位13.6亿元,完成年度目标的68%。", "completion", 68, 68, "holds"),
        ("全年计划改厕2000户,实际完成2150户,超额完成7.5%。", "completion", 7.5, 7.5, "holds"),
        # what is above the budget is no part of the target
        ("税收入库8.4亿元,超年初预算0.4亿元,完成年度目标8亿元的105%。", "completion", 105, 105, "holds"),
        ("应办结案件40件,办结30件,办结率75%。", "rate", 75, 75, "holds"),
        # sums
        ("食堂持卡人数1500人,其中在编951人,临聘549人。", "sum", 1500, 1500, "holds"),
        ("新建公园8个、改造公园4个,共计12个。", "sum", 12, 12, "holds"),
        ("主楼内7台、裙楼5台共计12台电梯由两家单位维保。", "sum", 12, 12, "holds"),
        ("改造公厕9座,总投资400余万元,其中城区4座、镇区5座。", "sum", 9, 9, "holds"),
        ("新建公园8个、改造公园4个,共计13个。", "sum", 13, 12, "contradicts"),
        ("颁发奖章241枚(金章82枚、银章79枚、铜章80枚)。", "sum", 241, 241, "holds"),
        ("检查商户120户,其中餐饮45户、副食60户、其他20户。", "sum", 120, 125, "contradicts"),
        ("全乡人口1200人,其中男性800人、女性380人。", "sum", 1200, 1180, "contradicts"),
        ("安排赤字13.5亿元,比上年增加1.5亿元,其中县级9.5亿元、乡级4亿元。", "sum", 13.5e8, 13.5e8, "holds"),
        # growth against a stated base
        ("会议由上年的46次减为31次,减少32.6%。", "growth", 32.6, 32.608696, "holds"),
        ("会议由上年的46次减为31次,减少26.3%。", "growth", 26.3, 32.608696, "contradicts"),
        ("火灾8起,去年同期10起,同比下降20%。", "growth", 20, 20, "holds"),
        ("办理案件75件,比上年增加15件,增长25%。", "growth", 25, 25, "holds"),
        ("办理案件75件,比上年增加15件,增长20%。", "growth", 20, 25, "contradicts"),
        ("化肥产量由三十万吨增加到七十五万吨,增长一点五倍。", "growth", 1.5, 1.5, "holds"),
        ("去年共办理提案120件,今年共办理150件,同比增长25%。", "growth", 25, 25, "holds"),
        (
            "寄件2298万件,达到年度预算的83%,与上年同期2325万件比较,减少1.16%。",
            "growth",
            1.16,
            1.16129,
            "holds",
        ),
        ("投资从2012年的248亿元上升到2017年的772亿元,年均增长25.5%。", "growth", 25.5, 25.496936, "holds"),
        # differences
        ("满意率由92%提高到96.5%,提高4.5个百分点。", "difference", 4.5, 4.5, "holds"),
        ("满意率由92%提高到96.5%,提高5.5个百分点。", "difference", 5.5, 4.5, "contradicts"),
        ("教师从五年前的62名增加到89名,净增27名。", "difference", 27, 27, "holds"),
        ("经费1165万元,较上年预算数1157万元,增加8万元。", "difference", 80000, 80000, "holds"),
    ],
)
def test_arithmetic_of_a_sentence(
    sentence: str, rule: str, stated: float, computed: float, verdict: str
) -> None:
    (check,) = find(sentence)
    assert (check.rule, check.stated, check.verdict) == (rule, stated, verdict)
    assert check.computed == pytest.approx(computed, abs=1e-6)
    assert check.difference == pytest.approx(check.computed - check.stated, abs=1e-6)


@pytest.mark.parametrize(
    "sentence",
    [
        # the whole is another
        "在建项目320个,竣工40个,占全部的20%。",
        "受理来信60件,来访40件,占20%。",
        "新增企业120家,其中高新技术企业30家,占全市高新技术企业的15%。",
        "产煤12.9亿吨,保供8.3亿吨,占全国的34.5%。",
        "劳动人口9800人,其中城区8000人、乡村1200人,占总人口的28%。",
        "项目计划总投资10亿元,今年完成投资2亿元,占年度计划的80%。",
        # nor is the rate of some that of all to whom the same was done
        "接种疫苗5万人,其中老人接种2万人,接种率达80%。",
        # 其中 need not name all
        "服务队共有队员26名,其中党员11名、医务人员5名。",
        "外贸企业120家,其中出口企业80家、进口企业60家。",
        # growth at constant prices does not follow from the amounts
        "地区生产总值由54亿元增加到82.7亿元,增长42%。",
        "居民收入由2.1万元增加到2.6万元,年均增长6.5%。",
        # against different bases
        "办理案件75件,比上月增加15件,同比增长40%。",
        # a whole or the last of its parts: only agreement could tell
        "支出360亿元,其中省级200亿元、县级132亿元,较上年增加20亿元,增长9.9%。",
        "财政供养人员5200人,其中在职3900人,离退休1290人,比上年增加60人,增长2.2%。",
        "藏书由3万册增加到5万册,其中新购1.2万册,捐赠0.9万册。",
        "培训党员120名,其中在职80名、其他社会组织30名。",
        # in units or bounds that nothing can be reckoned from
        "走访企业20家、商户30家,共计发现隐患12处。",
        "受理来电3520件,办结3487件,办结率95%以上。",
        "抽检近1200批次,合格1176批次,合格率95%。",
        "新建公园8个、改造公园4个等,共计20个。",
        # two things that only stand side by side
        "全年检查企业300家,整改隐患120处,整改率96%。",
        "受理投诉220起,走访200户,办结率90%。",
        "建成泊位300个。完成率95%。",
    ],
)
def test_numbers_not_tied_are_not_checked(sentence: str) -> None:
    assert find(sentence) == ()


def test_parallel_shares_have_one_whole() -> None:
    checks = find("全镇有农户3000户,其中脱贫户300户,占10%;五保户60户,占2%。")
    assert [(check.indicators, check.verdict) for check in checks] == [
        ((0, 1, 2), "holds"),
        ((0, 3, 4), "holds"),
    ]


def test_change_after_its_parts_is_of_the_whole() -> None:
    checks = find("支出360亿元(省级228亿元、县级132亿元),较上年增加9亿元,增长2.6%。")
    assert [(check.rule, check.indicators, check.verdict) for check in checks] == [
        ("sum", (1, 2, 0), "holds"),
        ("growth", (0, 3, 4), "holds"),
    ]


def test_page_without_full_stops_is_read_in_no_more_than_its_length() -> None:
    checks = find("改造甲片3户、乙片2户,共计5户," * 300)
    assert len(checks) > 250 and {check.verdict for check in checks} == {"holds"}


def test_change_and_its_growth_are_two_checks() -> None:
    checks = find("岁入6306万元,较上年预算数5480万元,增加826万元,增长15.1%。")
    assert [(check.rule, check.indicators, check.verdict) for check in checks] == [
        ("difference", (0, 1, 2), "holds"),
        ("growth", (0, 1, 3), "holds"),
    ]


def test_check_spans_its_numbers_and_says_where_they_are() -> None:
    text = "概况。今年抽检药品800批次,合格780批次,合格率97.5%。"
    extraction = extract(text)
    (check,) = extraction.checks
    assert text[check.text_start : check.text_end] == "800批次,合格780批次,合格率97.5%"
    assert (check.source_start, check.source_end) == (check.text_start, check.text_end)
    stated = extraction.indicators[check.indicators[-1]]
    assert stated.quantity == "97.5%" and check.stated == stated.value


def test_contradictions_in_real_reports_are_found_and_no_others(shared: Path) -> None:
    checks = [
        check
        for source in find_sources([shared / "seeds"])
        for document in read_documents(source).documents
        for check in extract(document).checks
    ]
    contradictions = {(check.rule, check.stated) for check in checks if check.verdict == "contradicts"}
    assert contradictions == {("share", 87.36), ("rate", 61.28)}
    held = {(check.rule, check.stated) for check in checks if check.verdict == "holds"}
    assert held >= {("completion", 118.0), ("rate", 20.85), ("sum", 1500.0), ("sum", 12.0), ("sum", 9.0)}


@pytest.mark.parametrize(
    ("quantity", "step", "slack", "sure"),
    [
        ("1500人", 1, 0, True),
        ("98.5%", Fraction(1, 10), Fraction(1, 20), True),
        ("百分之五点三", Fraction(1, 10), Fraction(1, 20), True),
        ("2.41万平方米", 100, 50, True),
        ("120万元", 10000, 50000, True),
        ("27亿3228万4千元", 1000, 500, True),
        ("一百二十点五万元", 1000, 500, True),
        ("300余人", 1, 1, False),
    ],
)
def test_exactness_of_what_is_printed(quantity: str, step: Fraction, slack: Fraction, sure: bool) -> None:
    (indicator,) = extract(f"全年合计{quantity}。").indicators
    printed = read_printed(quantity, indicator)
    assert printed is not None
    assert (printed.step, printed.slack, printed.sure) == (step, slack, sure)


@pytest.mark.parametrize("quantity", ["三分之二", "一半", "八成", "10-20万元", "不足500人"])
def test_nothing_is_reckoned_from_round_figures(quantity: str) -> None:
    for indicator in extract(f"全年占比{quantity}。").indicators:
        assert read_printed(indicator.quantity, indicator) is None


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6), st.integers(-3, 3))
def test_sum_in_brackets_holds_only_where_it_is_one(parts: list[int], error: int) -> None:
    listed = "、".join(f"{name}片{part}户" for name, part in zip("甲乙丙丁戊己", parts, strict=False))
    total = sum(parts) + error
    if total <= 0:
        return
    checks = find(f"完成改造{total}户({listed})。")
    held = [check for check in checks if check.verdict == "holds" and len(check.indicators) == len(parts) + 1]
    assert bool(held) == (error == 0)


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(0, 10000))
def test_verdict_follows_from_the_numbers(part: int, rest: int, hundredths: int) -> None:
    stated = hundredths / 100
    checks = find(f"受理投诉{part + rest}件,办结{part}件,办结率{stated:.2f}%。")
    true = Fraction(100 * part, part + rest)
    for check in checks:
        assert check.rule == "rate" and check.computed == pytest.approx(float(true), abs=1e-6)
        apart = abs(true - Fraction(hundredths, 100))
        assert (check.verdict == "contradicts") == (apart >= Fraction(1, 100))


@given(
    st.lists(
        st.sampled_from(
            [
                *"共其中占率为,。、;()由到增长至比上年完成任务合计",
                "12件",
                "5%",
                "3.5万元",
                "办结",
                "8个",
                "20余户",
                "0件",
                "0%",
            ]
        ),
        max_size=40,
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    extraction = extract(text)
    for check in extraction.checks:
        assert check.rule in RULES and check.verdict in VERDICTS
        assert 0 <= check.text_start < check.text_end <= len(text)
        assert len(check.indicators) >= 3 and max(check.indicators) < len(extraction.indicators)
