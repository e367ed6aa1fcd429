"""Shares, rates and completion (占比、率、完成度): a number in per cent said of a part and its whole."""

from __future__ import annotations

import re
from typing import Final

from extractors.claims import Claim, Term, Way
from extractors.printed_numbers import Printed, Reckoned, add, divide

# what may stand between a part and its share: 507个通硬化路,占总数的99%
_SHARE: Final = re.compile(
    r"[^,、。;:()\d]{0,12}?[,、(]?(?:约|仅|只|已|共|便|就|也|还)?"
    r"(?P<tie>占比|占|超额完成|完成|达成|超过|超出|超|为|达)(?:到|了)?"
    r"(?P<whole>[^,。;:()\d]{0,16}?)的?(?:比重|比例|份额)?[的之]?(?:为|达|达到|是)? ?$"
)
_RATE: Final = re.compile(
    r"[^,。;:()\d]{0,12}[,、(;]其?(?P<rate>[\u4e00-\u9fff]{1,8})(?:率|比例)(?:为|是|达|达到|高达)?$"
)
_OF_NUMBER: Final = re.compile(
    r"[,、(]?(?:已|约)?(?P<tie>占|完成|达成|超过|超出|超|为|相当于)[^,。;:()\d]{0,14}$"
)
# 实现收入8亿元,超年初预算1亿元,完成目标7亿元的114%: what is above another is no part
_COMPARED: Final = re.compile(r"[,、(](?:已|约)?(?:超|比|较|[高低多少]于)")
_TASK: Final = re.compile(r"任务|计划|目标|预算|指标|分配数")
# what is stated less the whole itself; 超额完成任务的7% is said of 107 % as well
_EXCESS: Final = {"超": (100,), "超过": (100,), "超出": (100,), "超额完成": (100, 0)}
_SCOPE: Final = re.compile(
    r"全国|全省|全市|全区|全县|全镇|全乡|全街道|全球|世界|全社会|我国|我省|我市|全年|年度|[上去前]年|同期"
)
_YEARLY: Final = ("年度", "全年")
_THIS_YEAR: Final = re.compile(r"年度|全年|[今本当]年|\d{4}年")
_TOTAL: Final = re.compile(
    r"^(?:总|全部|整个|该|本年|本)+|的?(?:总数|总量|总额|总计|合计|总和|总?人次|总?[人户件]数|总|全部|数)$"
)
_BARE: Final = frozenset(("", "总数", "总量", "总额", "全部", "总人数", "总户数", "总面积", "总件数", "其"))
_PART: Final = re.compile(r"其中|中有|当中|中,|里有")
_CLAUSE: Final = re.compile(r".*[,。;:!?\n]", re.S)
_TO_BE_DONE: Final = re.compile(r"[应需须该待]")
# the verbs of which a rate is the rate
_OTHERWISE: Final = {
    "破案": ("破案", "破获", "侦破"),
    "侦破": ("破案", "破获", "侦破"),
    "结案": ("结案", "审结", "办结", "执结"),
    "审结": ("结案", "审结"),
    "办结": ("办结", "办复", "办理完毕"),
    "回收": ("回收", "收回"),
    "到会": ("到会", "实到"),
    "出勤": ("出勤", "实到"),
}


def find_share(terms: list[Term], place: int, *, before: Claim | None) -> Claim | None:
    """The share or completion that terms[place] states: 占案件总数的87%, 完成任务的118%, 超年度计划28%.

    Args:
        terms: the numbers of a sentence.
        place: of the number in question.
        before: what the last share before it claimed: 其中甲类40件,占20%;乙类60件,占30% have one whole.
    """
    stated, part = terms[place], terms[place - 1]
    if not stated.is_percent or part.is_percent:
        return None
    if stated.lead in ("(", "(约"):
        return _find_bracketed(terms, place, before=before)
    if stated.lead.strip() in ("的", "之"):
        return _find_of_number(terms, place)
    match = _SHARE.match(stated.lead)
    if match is None or stated.number is None or part.number is None:
        return None
    tie, name = match["tie"], match["whole"].strip("的 ")
    if tie == "超额完成" and not name:
        name = "计划"
    task = _TASK.search(name) is not None
    if not tie.startswith("占") and not task:
        return None
    earlier = [term for term in reversed(terms[: place - 1]) if term.counts_like(part)]
    if name in _BARE:
        wholes, firm = _find_head(earlier, part, before=before)
        # 支出320亿元,国防编列40亿元,占12.5%: only the numbers can tell of what
        wholes = wholes or (earlier[:3] if tie.startswith("占") else [])
    else:
        wholes, firm = _find_named(earlier, name, exceeds=task)
    if tie.startswith("占") and not _is_budget(name):
        wholes = [whole for whole in wholes if part.is_within(whole)]
    return _claim(
        "completion" if task and (not tie.startswith("占") or _is_budget(name)) else "share",
        stated,
        part,
        wholes,
        firm=firm,
        less=_EXCESS.get(tie, (0,)),
        listed=_find_listed(terms, place - 1),
    )


def _find_of_number(terms: list[Term], place: int) -> Claim | None:
    """完成造林3.2万亩,为年计划3万亩的106.7%: the whole stands between the part and its share."""
    stated, whole = terms[place], terms[place - 1]
    tie = _OF_NUMBER.match(whole.lead)
    at = place - 2
    while at > 0 and _COMPARED.match(terms[at].lead):
        at -= 1
    if tie is None or at < 0 or not terms[at].counts_like(whole):
        return None
    part = terms[at]
    task = _TASK.search(whole.lead) is not None
    if not task and not (tie["tie"] == "占" and part.is_within(whole)):
        return None
    return _claim(
        "completion" if task else "share",
        stated,
        part,
        [whole],
        firm=True,
        less=_EXCESS.get(tie["tie"], (0,)),
        listed=_find_listed(terms, at),
    )


def _find_bracketed(terms: list[Term], place: int, *, before: Claim | None) -> Claim | None:
    """其中助学支出1200万元(24%)、就业支出3800万元(76%): a share without a word for it."""
    stated, part = terms[place], terms[place - 1]
    earlier = [term for term in reversed(terms[: place - 1]) if term.counts_like(part)]
    wholes, _ = _find_head(earlier, part, before=before)
    wholes = [whole for whole in wholes if part.is_within(whole)]
    return _claim("share", stated, part, wholes, firm=False)


def _is_budget(name: str) -> bool:
    """Whether the whole is what was set, not what there is: 占累计分配数, 占年度计划."""
    return re.search(r"(?:任务|计划|目标|指标|预算|数)$", name) is not None and _TASK.search(name) is not None


def _find_head(earlier: list[Term], part: Term, *, before: Claim | None) -> tuple[list[Term], bool]:
    """The whole of a share that names none: what 其中 refers to."""
    if _PART.search(part.lead):
        return [term for term in earlier if not _PART.search(_CLAUSE.sub("", term.lead))][:1], True
    if before is not None and part.lead.lstrip(")")[:1] in (",", ";", "、"):
        return [before.ways[0].terms[-1]], False
    # 总库容8200万方,在建库容3567万方、占比43.5%
    named = part.indicator.subject or ""
    return [
        term
        for term in earlier
        if (whole := term.indicator.subject or "").startswith("总")
        and len(whole) > 2
        and named.endswith(whole[1:])
    ][:1], False


def _find_named(earlier: list[Term], name: str, *, exceeds: bool) -> tuple[list[Term], bool]:
    """The nearest number whose own words are those of the whole, and whether they are so to the letter."""
    core = _TOTAL.sub("", _TOTAL.sub("", _SCOPE.sub("", name))).strip("的")
    bare = _SCOPE.sub("", name).strip("的")
    task = _TASK.search(name)
    for term in earlier:
        own = _CLAUSE.sub("", term.lead)
        said = own + (term.indicator.subject or "")
        if any(scope not in term.lead for scope in _SCOPE.findall(name) if scope not in _YEARLY):
            continue
        if exceeds and task is not None and task.group() == core and core in own:
            yearly = not any(scope in name for scope in _YEARLY) or _THIS_YEAR.search(own) is not None
            return [term], yearly and "总投资" not in own
        if exceeds and task is not None and task.group() == core and _TASK.search(own):
            return [term], False
        if len(bare) >= 2 and bare in said:
            return [term], True
        if len(core) >= 2 and core == term.indicator.subject:
            return [term], True
        if len(core) >= 2 and (core in said or (len(bare) > 3 and bare[-3:] in own)):
            return [term], False
    return [], False


def _find_listed(terms: list[Term], place: int) -> list[Term]:
    """The list that a part ends, of which the share may be said as a whole: 城区320人、乡村80人,占8%."""
    listed = [terms[place]]
    while listed[0].lead[:1] in "、和" and place > 0 and terms[place - 1].counts_like(listed[0]):
        place -= 1
        listed.insert(0, terms[place])
    return listed if len(listed) > 1 else []


def find_rate(terms: list[Term], place: int) -> Claim | None:
    """The rate that terms[place] states: 受理投诉220起,办结136起,办结率61.8%; 完成率 of a task."""
    stated, part = terms[place], terms[place - 1]
    if not stated.is_percent or part.is_percent:
        return None
    match = _RATE.match(stated.lead)
    if match is None or stated.number is None or part.number is None:
        return None
    verb = match["rate"][-2:]
    earlier = [term for term in reversed(terms[: place - 1]) if term.counts_like(part)]
    if verb == "完成":
        wholes = [term for term in earlier if _TASK.search(_CLAUSE.sub("", term.lead))][:1]
        return _claim("completion", stated, part, wholes, firm=True)
    clause = _CLAUSE.sub("", part.lead) + stated.lead[: match.start("rate")]
    said = [word for word in _OTHERWISE.get(verb, (verb,)) if word in clause]
    if not said:
        return None
    # 签约16万人,其中老人签约6万人,签约率81%: what the verb was done to is no whole, 应办结220起 is one
    wholes = [term for term in earlier if part.is_within(term) and not _says_done(term, said)]
    if re.search(rf"[不未没非]能?{said[0]}", clause):
        # 抽查200家,不合格12家,合格率94%
        return _claim("rate", stated, part, wholes, firm=len(wholes) == 1, less=(100,), sign=-1)
    together = _find_listed(terms, place - 2) if place > 1 and terms[place - 2].counts_like(part) else []
    claim = _claim("rate", stated, part, wholes, firm=len(wholes) == 1 and not together)
    return claim if not together else _claim_of_list(stated, part, together, claim)


def _says_done(term: Term, verbs: list[str]) -> bool:
    """Whether a number says of how many it was done, not of how many it was to be."""
    own = _CLAUSE.sub("", term.lead)
    return any(verb in own for verb in verbs) and _TO_BE_DONE.search(own) is None


def _claim_of_list(stated: Term, part: Term, listed: list[Term], claim: Claim | None) -> Claim | None:
    """The claim with one more way: the rate in the sum of a list (来信40件、来访60件,办结98件,办结率98%)."""
    total = _add(listed)
    share = (
        divide(part.number, total) if part.number is not None and part.number.value <= total.value else None
    )
    if share is None:
        return claim
    ways = claim.ways if claim is not None else ()
    return Claim("rate", stated, (*ways, Way((*listed, part), share)), firm=False)


def _add(listed: list[Term]) -> Printed:
    """The sum of a list as if it were printed."""
    numbers = [term.number for term in listed if term.number is not None]
    total = add(numbers)
    return numbers[0]._replace(value=total.value, slack=total.high - total.value)


def _claim(
    rule: str,
    stated: Term,
    part: Term,
    wholes: list[Term],
    *,
    firm: bool,
    less: tuple[int, ...] = (0,),
    sign: int = 1,
    listed: list[Term] | None = None,
) -> Claim | None:
    """The claim that `stated` is the share of a part, or of the list it ends, in one of several wholes.

    Each of `less` is a way to state it: 100 where only the excess is; `sign` is -1 where it is what is left.
    """
    ways: list[Way] = []
    for whole in wholes:
        if part.number is None or whole.number is None:
            continue
        shares: list[tuple[tuple[Term, ...], Reckoned | None]] = [
            ((part, whole), divide(part.number, whole.number))
        ]
        if listed and whole not in listed:
            shares.append(((*listed, whole), divide(_add(listed), whole.number)))
        for terms, share in shares:
            if share is not None:
                low, high = sorted((sign * share.low, sign * share.high))
                ways += [
                    Way(terms, Reckoned(sign * (share.value - off), low - sign * off, high - sign * off))
                    for off in less
                ]
    return Claim(rule, stated, tuple(ways), firm and not listed) if ways else None
