"""How numbers are written (数的写法): one pattern for all that a scan over a text may stop at."""

from __future__ import annotations

import re
from typing import Final

from extractors.numerals import ARABIC, CHINESE_CHARACTERS, FLATTENED, SCIENTIFIC

_CHARACTERS: Final = CHINESE_CHARACTERS
# 千瓦, 兆帕, 百分点: units that begin with what is else a multiplier
_MULTIPLIER: Final = r"(?:[十万亿萬億拾佰仟]|百(?! ?分)|千(?! ?[瓦克米伏卡赫帕焦])|兆(?! ?[瓦帕赫伏焦比字]))"
# 参拾: 参 is three among financial forms only
_ONE: Final = (
    rf"(?:(?![千百兆])[{_CHARACTERS}]|{_MULTIPLIER}|[参參叄](?=[拾佰仟万亿萬億])|(?<=[拾佰仟零])[参參叄])"
)
# 七、八万人, 二、三十户: neighbouring digits that name a range, parted by a mark
_PARTED: Final = r"(?:一、二|二、三|三、四|三、五|四、五|五、六|六、七|七、八|八、九)(?=[十百千万亿])"
# 三 百 五: blanks that a PDF left beside a multiplier; 三十两 is thirty of 两
_BLANK: Final = r"(?:(?<=[十百千万亿拾佰仟]) (?! )|(?: (?=[十百千万亿拾佰仟余])))?"
_CHINESE: Final = rf"(?:{_PARTED}|{_ONE})(?:{_BLANK}(?!两(?=[,。;、!?)的重以黄白银金\n]|$)){_ONE})*"
_SHARE_UNIT: Final = r"(?=[零一二三四五六七八九]+ ?(?:个? ?百 ?分|折|成|%|倍|$))"
_POINT: Final = rf"(?:点| 点 |点 {_SHARE_UNIT}| 点{_SHARE_UNIT})"
# 10~15k元, 1.2w人; 4K, 5G and the like are names
_LATIN: Final = r"[kKwW](?=元|美元|人|次|个百)"
# lengths are multiplied as they are: 3.5×105米
_LENGTH: Final = r"(?! ?(?:[毫厘分千公]?[米里分寸尺]|[mck]?m(?![A-Za-z23²³])))"
_POWER_OF_TEN: Final = rf"(?<![\d.×xX*])(?:{SCIENTIFIC}|{FLATTENED}{_LENGTH})(?![A-Za-z\d×xX*][\d.])"
_PLAIN: Final = (
    rf"(?:{_POWER_OF_TEN})(?: ?[万亿])*"
    rf"|(?:{ARABIC})(?:{_LATIN}|(?: ?[余多来几]?{_MULTIPLIER}+(?:{ARABIC}| (?:{ARABIC})(?= ?[十百千万]))?)*)"
    rf"|(?<![\d.A-Za-z])(?<!\d )\.\d+(?= ?(?:%|个百分点|[万亿]))"
    rf"|{_CHINESE}(?:{_POINT}{_CHINESE})?(?: ?[余多来] ?{_MULTIPLIER}+)?"
)
_BELOW: Final = rf"(?:[{_CHARACTERS}]+(?: [{_CHARACTERS}]+)*|(?<![\d.,])\d{{1,4}})"
# 三又二分之一倍
NUMBER: Final = rf"(?:{_PLAIN})(?: ?又 ?{_BELOW} *分 *之 *(?:{_PLAIN}))?"
# 1 0 .3 %: digits that stand apart; a row of a table has larger numbers or no unit
_APART: Final = (
    r"(?<![\d.])(?<![\d.] )(?:\d(?: \d)+(?: ?\. ?\d(?: \d)*)?|\d(?: \.|\. )\d(?: \d)*)"
    r"(?= ?(?:[万亿%‰元折倍人户亩吨年个名家所项件座]|公[里斤顷]|平方|千瓦))"
)
_NEGATIVE: Final = r"[负負-]"
_FRACTION: Final = (
    rf"{_BELOW} *分 *之 *{_NEGATIVE}?(?:{_PLAIN})(?: ?[kK](?![A-Za-z]))?(?! *分 *之)"
    rf"|(?<![{_CHARACTERS}])百分(?=[{_CHARACTERS}])(?:{_CHINESE})"
    rf"|[{_CHARACTERS}]分[一二三](?= ?(?:公?升|毫升|公?里|公?斤|加仑|杯|匙))"
    r"|[一折过近大]半(?!径|成品|岛|截|年|个|天|数|路)|半数|(?<![\d.])\d{1,2}/\d{1,2}(?![\d/年月日万])"
)
# the characters that a number may start with: most of a text is passed over by this one test
_START: Final = rf"[\d第前负負零.\-−{_CHARACTERS}近过大折参參叄]"
# a pattern that starts with a set is looked for faster than one that only looks ahead at it
NUMBER_START: Final = re.compile(_START)
NUMBER_PATTERN: Final = re.compile(
    rf"(?={_START})(?P<ordinal>第 ?|前(?=[\d{_CHARACTERS}]{{1,4}}(?: ?[名位强]|[,。;、(\n]|$)))?"
    r"(?P<sign>(?<![\d%A-Za-z年月日号第)])[-−](?=\.?\d)|负|負|零下(?=\d))?"
    rf"(?:(?P<fraction>{_FRACTION})|(?P<number>{_APART}(?: ?[万亿]+)?|{NUMBER}))"
)
# 10-20万, 1万(含)-5万, 5%左右到6%, 20万元与30万元之间
RANGE_PATTERN: Final = re.compile(
    r"(?: ?\(含\))? ?(?:-{1,2}|—{1,2}|–|~|～|至|到|―|[和与](?=[^,。;、和与\n]{1,12}之间)) ?"
    rf"(?P<number>{NUMBER})"
)
# 12.4、31.7、46个百分点: numbers that share the unit of the last
LISTED_PATTERN: Final = re.compile(
    rf"(?:[、,和与](?:分别)?(?P<number>{ARABIC})(?:[十百千万亿]{{1,3}})?){{1,12}}"
)
# 3.9:59.5:36.6, 2.3∶1
RATIO_PATTERN: Final = re.compile(r"\d+(?:\.\d+)?(?: ?[:∶] ?\d+(?:\.\d+)?){1,4}(?![\d.:∶])")
