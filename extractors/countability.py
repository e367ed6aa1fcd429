"""Whether a number with its unit counts something (是否计数): 两条道路 does, 二期工程 does not."""

from __future__ import annotations

import re
from typing import Final

from extractors.numerals import CHINESE_CHARACTERS, DIGITS
from extractors.tokens import Tokens
from extractors.units import Unit

# 一 counts only as a frequency or with a bound: 每月召开一次, 不少于一次
_FREQUENCY: Final = re.compile(r"每[^,。;:!?\n]{0,40}$|(?:不少于|至少|不低于|不得少于|最少|仅|仅有|只有)$")
_STRETCH: Final = re.compile(
    r"(?:历时|用时|连续|为期|公示|满|耗时|仅用|限期|历经|奋战|延期|长达|提前|缩短|近|超过|后)$"
)
# 五年新设企业200家: what opens a clause is when the rest of it was so, if not how long something takes
_OPENS: Final = re.compile(r"(?:^|[,。;:!?\n、)\s])$")
_HOW_LONG: Final = re.compile(
    r"多?(?:[之以]?内|以上|以下|左右|以?后|之后|就|才|便|予以|的?时间|[,。;:、!?)(\n/]|$)"
)
# 这五年, 过去三年: a stretch of time that the report looks at
_NARRATIVE: Final = re.compile(r"(?:这|那|的|年|过去|今后|未来|前|头|后|最近|[上下]一个|上|此后|后来)$")
# 五个必须, 四个坚持: names of slogans
_SLOGAN: Final = re.compile(r"必须|坚持|确保|突出(?=[,。;:、]|$)|一律|统一|更加|不(?!同|足)|严禁|再?提升年")
# 前2年给予奖励, 开学前7天: which of them, not how many
_AHEAD: Final = re.compile(r"(?<![提空])前$")
_NAMED_YEAR: Final = re.compile(r"级|度|代|期|制|行动|计划|规划|前|后|生|份|初|底|末")
# 分 of a score goes on as another word: 分之, 分别, 分类
_OTHER_FEN: Final = re.compile(r"[之别类为析布工批期区级层]")
# 四棚乡, 八里庄, 三家村: names of places
_IN_PLACES: Final = frozenset("里 棚 台 家 道 站".split())
_PLACE: Final = re.compile(r"[乡镇屯庄堡村](?![镇级民企干])")
_LATIN: Final = re.compile(r"[A-Za-z]")
# 两方, 三方 are parties, 三方土 is a volume
_PARTIES: Final = frozenset("两二三四五六多")
_OF_VOLUME: Final = re.compile(r"[土石木水砂沙料泥]|混凝土|垃圾|渣")
# a dictionary word such as 两条道路 that starts with one of these is a count all the same
_PLAIN_CLASSIFIERS: Final = frozenset("个条名家项件位座所户台辆")
# 一吨, 一公里 are amounts; 一个, 一位 are articles, and so may 一方, 一里 be
_MEASURED: Final = frozenset("mass length area volume energy power money share".split())
_AMBIGUOUS: Final = frozenset("方 里 两 担 尺 度 米 m t 角 平方 寸 丈".split())
# 一小时, 半天 are amounts; 一小时经济圈 is a name, 一天 and 一年 may be any
_SHORT_TIMES: Final = frozenset("小时 个小时 钟头 个钟头 分钟 秒 秒钟 刻钟".split())
_REACH: Final = re.compile(
    r"(?:之?内)?(?:都市|生活|经济|交通|通勤|服务|出行|城市|公交|高铁)?(?:圈|到达圈|通达)"
)
_MAY_PRECEDE: Final = frozenset(CHINESE_CHARACTERS + "第前近约占上超过逾翻了")
_ORDINALS: Final = frozenset(DIGITS) | {"十"}


def counts(tokens: Tokens, start: int, stop: int, unit: Unit, *, written: str, inner: str | None) -> bool:
    """Whether the number [start, stop) with this unit counts something.

    Args:
        tokens: words of the text.
        start: where the number starts.
        stop: where its unit ends.
        unit: what it counts in.
        written: the numeral as written.
        inner: 余, 多 or the like between number and unit, or None.
    """
    text = tokens.text
    chinese = not written[0].isdigit()
    following = text[stop : stop + 1]
    if text[start - 1 : start] == "每" or (
        unit.dimension == "time" and _AHEAD.search(text, max(0, start - 2), start)
    ):
        return False
    if (
        written in ("半", "一")
        and unit.dimension == "time"
        and _counts_time(text, start, stop, unit.text, written)
    ):
        return True
    if written == "半" and unit.dimension == "time":
        return False
    if unit.text in ("日", "月", "周", "年") and not _is_duration(
        text, start, stop, unit.text, chinese=chinese
    ):
        return False
    if _LATIN.fullmatch(unit.text[-1:]) and _LATIN.match(following):
        return False
    if unit.text == "分" and _OTHER_FEN.match(following):
        return False
    if following == "级" and unit.dimension != "count":
        return False  # 4000吨级起重机
    if unit.text == "级" and written[-1] in "百千万亿两":
        return False  # 五十亿级产业, 区市两级政府
    if not chinese:
        return True
    if unit.text in _IN_PLACES and _PLACE.match(text, stop):
        return False
    if unit.text == "方" and written in _PARTIES and not _OF_VOLUME.match(text, stop):
        return False
    if unit.text == "个" and _SLOGAN.match(text, stop):
        return False
    if following in ("性", "化", "制") or _in_longer_word(tokens, start, stop):
        return False
    if written == "一" and unit.text in ("番", "倍"):
        return True
    if written == "一" and unit.dimension in _MEASURED and unit.text not in _AMBIGUOUS:
        return True
    if written == "一":
        cue = _FREQUENCY.search(text, max(0, start - 44), start)
        return cue is not None and "frequency" in unit.traits
    one_of_series = "series" in unit.traits and written != "两" and inner is None
    return not (one_of_series and len(written) <= 2 and written[0] in _ORDINALS)


def _counts_time(text: str, start: int, stop: int, unit: str, written: str) -> bool:
    """一小时, 半个小时, 半天; 半个月 only where the words before it speak of how long something took."""
    if unit in _SHORT_TIMES or (written == "半" and unit == "天"):
        return not _REACH.match(text, stop) and text[start - 1 : start] not in ("第", "前", "后")
    return (
        unit in ("个月", "月")
        and written == "半"
        and _STRETCH.search(text, max(0, start - 4), start) is not None
    )


def starts_word(tokens: Tokens, start: int) -> bool:
    """Whether a Chinese numeral that starts here is not the inside of a word (统一, 专一).

    A word that begins and ends with a numeral holds two counts (八人八 of 八人八千).
    """
    if tokens.text.startswith("一倍", start):
        return True  # 增加一倍 is a word of the dictionary
    index = tokens.find(start)
    begins = tokens.starts[index]
    if begins < start and tokens.text[begins] in DIGITS and tokens.words[index][-1] in CHINESE_CHARACTERS:
        return True
    return all(c in _MAY_PRECEDE for c in tokens.text[begins:start])


def _is_duration(text: str, start: int, stop: int, unit: str, *, chinese: bool) -> bool:
    """两年, 公示7日; 20日 alone is a day of a month."""
    if unit == "年":
        if chinese and _NARRATIVE.search(text, max(0, start - 3), start):
            return False
        if _OPENS.search(text, max(0, start - 2), start) and not _HOW_LONG.match(text, stop):
            return False
        digits = text[start : stop - 1]
        if len(digits) == 2 and digits > "79" and text[start - 1 : start] in tuple("较自至从与"):
            return False  # 较98年增长: a year of two digits
        return not (digits.isdigit() and len(digits) > 2) and not _NAMED_YEAR.match(text, stop)
    cue = _STRETCH.search(text, max(0, start - 4), start)
    return cue is not None or text[stop : stop + 1] == "内" or (unit == "周" and not chinese)


def _in_longer_word(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether one word of the dictionary holds number, unit and more (三轮车, 一次性)."""
    index = tokens.find(start)
    longer = tokens.end(index) > stop and tokens.tags[index] not in ("m", "mq", "x")
    return longer and tokens.text[stop - 1] not in _PLAIN_CLASSIFIERS
