"""Quantities: number, unit, value and bound, in every way that reports write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.indicators import Indicator
from extractors.pipeline import extract, load
from extractors.quantities import find_quantities
from extractors.tokens import read_tokens

Row = tuple[str, str, float, float | None, str | None, str]


def find_one(sentence: str) -> Indicator:
    found = extract(sentence).indicators
    assert len(found) == 1, [one.quantity for one in found]
    return found[0]


def describe(sentence: str) -> tuple[str, float, float | None, str | None, str]:
    one = find_one(sentence)
    return one.quantity, one.value_norm, one.value_max_norm, one.unit_norm, one.bound


@pytest.mark.parametrize(
    ("sentence", "quantity", "value", "value_max", "unit", "bound"),
    [
        # Arabic, full-width, spaced, with commas
        ("新建口袋公园3处。", "3处", 3, None, "处", "exact"),
        ("新建口袋公园３处。", "３处", 3, None, "处", "exact"),
        ("新建口袋公园 3 处。", "3 处", 3, None, "处", "exact"),
        ("受理业务1,234件。", "1,234件", 1234, None, "件", "exact"),
        ("新增绿地24.07万平米。", "24.07万平米", 240700, None, "m2", "exact"),
        ("投入资金1亿2,654万8,000元。", "1亿2,654万8,000元", 126548000, None, "CNY", "exact"),
        ("贷款余额1.2万亿元。", "1.2万亿元", 1.2e12, None, "CNY", "exact"),
        # powers of ten, and those whose superscript was lost
        ("全年供水3.2×10^5立方米。", "3.2×10^5立方米", 320000, None, "m3", "exact"),
        ("全年供水约3.2×10⁵吨。", "3.2×10⁵吨", 320000, None, "t", "about"),
        ("全年发电2.5E+05千瓦时。", "2.5E+05千瓦时", 250000, None, "kWh", "exact"),
        ("水窖总容积11.30×105立方米。", "11.30×105立方米", 1130000, None, "m3", "exact"),
        ("铺设水泥板2.5×105米。", "105米", 105, None, "m", "exact"),
        ("发放水票1.2w元。", "1.2w元", 12000, None, "CNY", "exact"),
        # Chinese
        ("搬迁住户一百二十户。", "一百二十户", 120, None, "户", "exact"),
        ("年降水量一百零五点五毫米。", "一百零五点五毫米", 0.1055, None, "m", "exact"),
        ("罚款人民币伍万元。", "伍万元", 50000, None, "CNY", "exact"),
        ("补助老人两百三十名。", "两百三十名", 230, None, "名", "exact"),
        # 余, 多, 几 inside
        ("补植灌木1700余株。", "1700余株", 1700, None, "株", "over"),
        ("惠及群众3万多人。", "3万多人", 30000, None, "人", "over"),
        ("走访企业三十几家。", "三十几家", 30, None, "家", "over"),
        ("抢修6个多小时。", "6个多小时", 6, None, "小时", "over"),
        # vague words count from their least value
        ("改造小区几十个。", "几十个", 10, None, "个", "over"),
        ("栽花数万株。", "数万株", 10000, None, "株", "over"),
        ("举办演出上百场。", "百场", 100, None, "场", "over"),
        ("化解积案近千件。", "千件", 1000, None, "件", "under"),
        # modifiers outside
        ("铺设管道约600米。", "600米", 600, None, "m", "about"),
        ("铺设管道600米左右。", "600米", 600, None, "m", "about"),
        ("办结率达99.5%以上。", "99.5%", 99.5, None, "%", "over"),
        ("投资突破3亿元。", "3亿元", 3e8, None, "CNY", "over"),
        ("年产值过12亿元的企业。", "12亿元", 12e8, None, "CNY", "over"),
        ("市区共召开过14次会议。", "14次", 14, None, "次", "exact"),
        ("用时不到8分钟。", "8分钟", 8, None, "分钟", "under"),
        ("在15日以内办结15件。", "15件", 15, None, "件", "exact"),
        ("约700余平方米屋面翻新。", "700余平方米", 700, None, "m2", "about"),
        ("近1000余平方米屋面翻新。", "1000余平方米", 1000, None, "m2", "about"),
        # ranges
        ("单项投资10-20万元。", "10-20万元", 100000, 200000, "CNY", "exact"),
        ("新增车位3000—3500个。", "3000—3500个", 3000, 3500, "个", "exact"),
        ("每组编入十至十五人。", "十至十五人", 10, 15, "人", "exact"),
        ("增速保持在5%左右到6%。", "5%左右到6%", 5, 6, "%", "exact"),
        ("联建水厂的有三五个村。", "三五个", 3, 5, "个", "exact"),
        ("增收的农户有两三百户。", "两三百户", 200, 300, "户", "exact"),
        # shares
        ("签约居民占三分之二。", "三分之二", 66.6667, None, "%", "exact"),
        ("签约居民占百分之四十五。", "百分之四十五", 45, None, "%", "exact"),
        ("签约居民超过一半。", "一半", 50, None, "%", "over"),
        ("签约居民占全部的2/3。", "2/3", 66.6667, None, "%", "exact"),
        ("入住率达到八成。", "八成", 80, None, "%", "exact"),
        ("入住率达到九成五。", "九成五", 95, None, "%", "exact"),
        ("入住率达到六成半。", "六成半", 65, None, "%", "exact"),
        ("出生率为8.2‰。", "8.2‰", 8.2, None, "‰", "exact"),
        ("收入增加百分之六至七。", "百分之六至七", 6, 7, "%", "exact"),
        ("收入增加百分之六到百分之七。", "百分之六到百分之七", 6, 7, "%", "exact"),
        ("接收70万省外劳动力。", "70万", 700000, None, "劳动力", "exact"),
        ("新生儿死亡率为6.5/10万。", "6.5/10万", 6.5, None, "/10万", "exact"),
        ("增幅提高2.3个百分点。", "2.3个百分点", 2.3, None, "pp", "exact"),
        # multiples
        ("产值翻了两番。", "两番", 2, None, "番", "exact"),
        ("产量增长1.5倍。", "1.5倍", 1.5, None, "倍", "exact"),
        # ranks
        ("考核得分位列全市第3名。", "第3名", 3, None, "名", "exact"),
        ("综合考核名列全县第一。", "第一", 1, None, "名", "exact"),
        ("考核成绩进入全省前十名。", "十名", 10, None, "名", "under"),
        # units
        ("用电减少5万度。", "5万度", 50000, None, "kWh", "exact"),
        ("热水温度调到55℃。", "55℃", 55, None, "°C", "exact"),
        ("均价6200元/平方米。", "6200元/平方米", 6200, None, "CNY/m2", "exact"),
        ("粉刷楼道238个单元。", "238个单元", 238, None, "单元", "exact"),
        ("涉及全国5省。", "5省", 5, None, "省", "exact"),
        ("受益的有1万多住户。", "1万多住户", 10000, None, "户", "over"),
        ("覆盖70多万人口。", "70多万人口", 700000, None, "人", "over"),
    ],
)
def test_a_quantity_is_read(
    sentence: str, quantity: str, value: float, value_max: float | None, unit: str, bound: str
) -> None:
    assert describe(sentence) == (
        quantity,
        pytest.approx(value, rel=1e-5),
        pytest.approx(value_max),
        unit,
        bound,
    )


@pytest.mark.parametrize(
    ("sentence", "quantities"),
    [
        ("栽植乔木2851株、花灌木785株。", ["2851株", "785株"]),
        ("现有居民2300户6800人。", ["2300户", "6800人"]),
        ("拆除违建23处1.2万平方米。", ["23处", "1.2万平方米"]),
        ("办理时限从20个工作日压缩至5个工作日。", ["20个工作日", "5个工作日"]),
        ("清运垃圾90吨;出动车辆36台次,人员210人次。", ["90吨", "36台次", "210人次"]),
        ("满意率由91%提高到95%,比上年提高4个百分点。", ["91%", "95%", "4个百分点"]),
    ],
)
def test_each_quantity_of_a_sentence_is_read(sentence: str, quantities: list[str]) -> None:
    assert [one.quantity for one in extract(sentence).indicators] == quantities


def test_the_last_number_of_a_list_names_the_unit_of_all() -> None:
    found = extract("优良率、合格率和到校率分别提高0.8个、1个和3.1个百分点;另增窗口2个和座椅5个。").indicators
    assert [(one.quantity, one.unit_norm) for one in found] == [
        ("0.8个", "pp"),
        ("1个", "pp"),
        ("3.1个百分点", "pp"),
        ("2个", "个"),
        ("5个", "个"),
    ]


@pytest.mark.parametrize(
    ("sentence", "quantity", "value", "value_max", "unit", "bound"),
    [
        pytest.param("出口额同比增长-1.4%。", "-1.4%", -1.4, None, "%", "exact", id="minus after a word"),
        pytest.param("实现利润-1.4亿元。", "-1.4亿元", -1.4e8, None, "CNY", "exact", id="minus of money"),
        pytest.param("利润率为负3.9%。", "负3.9%", -3.9, None, "%", "exact", id="minus as a word"),
        pytest.param("惠及群众十几万人。", "十几万人", 100000, None, "人", "over", id="几 before 万"),
        pytest.param("奖励两到三万元。", "两到三万元", 20000, 30000, "CNY", "exact", id="range, one 万"),
        pytest.param(
            "1.9米宽的便道已铺好。", "1.9米", 1.9, None, "m", "exact", id="decimal at a line's start"
        ),
        pytest.param("清运淤泥三吨半。", "三吨半", 3.5, None, "t", "exact", id="半 after the unit"),
        pytest.param("缴获毒品近一吨。", "一吨", 1, None, "t", "under", id="one of a measure, with a bound"),
        pytest.param("票价打七五折。", "七五折", 75, None, "%", "exact", id="two digits before 折"),
        pytest.param("每次限时五点五分钟。", "五点五分钟", 5.5, None, "分钟", "exact", id="five and a half"),
        pytest.param("赔付123元1角5分。", "123元1角5分", 123.15, None, "CNY", "exact", id="元角分"),
        pytest.param("产值翻了一番。", "一番", 1, None, "番", "exact", id="翻了一番 is one word"),
        pytest.param("收入三四万。", "三四万", 30000, 40000, None, "exact", id="a bare range"),
        pytest.param("全年未发生一起火灾。", "一起", 0, None, "起", "exact", id="zero by negation"),
        pytest.param("用电节约5万度。", "5万度", 50000, None, "kWh", "exact", id="节约 is no 约"),
        pytest.param("全年签约38个。", "38个", 38, None, "个", "exact", id="签约 is no 约"),
        pytest.param("出口带宽900兆比特。", "900兆比特", 900, None, "兆比特", "exact", id="兆 of a unit"),
    ],
)
def test_a_quantity_that_was_once_misread(
    sentence: str, quantity: str, value: float, value_max: float | None, unit: str | None, bound: str
) -> None:
    assert describe(sentence) == (quantity, pytest.approx(value), pytest.approx(value_max), unit, bound)


@pytest.mark.parametrize(
    ("sentence", "quantity", "value", "value_max", "unit", "bound"),
    [
        # blanks that a PDF left, also inside the unit
        ("入股农户三 百 二十户。", "三 百 二十户", 320, None, "户", "exact"),
        ("利用率提高 四点 八个百分点。", "四点 八个百分点", 4.8, None, "pp", "exact"),
        ("利用率提高 3.6  个百 分点。", "3.6  个百 分点", 3.6, None, "pp", "exact"),
        ("签约居民占百 分之 六十五。", "百 分之 六十五", 65, None, "%", "exact"),
        ("总投入6万 3千元。", "6万 3千元", 63000, None, "CNY", "exact"),
        ("公用品打6 5 折。", "6 5 折", 65, None, "%", "exact"),
        # traditional forms in a simplified text
        ("罚款参拾萬圆。", "参拾萬圆", 300000, None, "CNY", "exact"),
        ("补助款四佰余萬元。", "四佰余萬元", 4000000, None, "CNY", "over"),
        # signs
        ("夜间最低零下18℃。", "零下18℃", -18, None, "°C", "exact"),
        ("收支差为负十二分之五。", "负十二分之五", -41.6666666667, None, "%", "exact"),
        # fractions
        ("产量是上年的二又三分之一倍。", "二又三分之一倍", 2.33333333333, None, "倍", "exact"),
        ("人均耗水四分之三公升。", "四分之三公升", 0.75, None, "L", "exact"),
        ("事故率为千万分之八。", "千万分之八", 0.00008, None, "%", "exact"),
        ("返修率仅为百分三。", "百分三", 3, None, "%", "exact"),
        ("增幅为.8个百分点。", ".8个百分点", 0.8, None, "pp", "exact"),
        # a unit that goes on
        ("抢修用时两小时四十分。", "两小时四十分", 2.66666666667, None, "小时", "exact"),
        ("通行时间一小时零五分三十秒。", "一小时零五分三十秒", 1.09166666667, None, "小时", "exact"),
        ("平均接单用时三分二十秒。", "三分二十秒", 3.33333333333, None, "分钟", "exact"),
        ("平均接单用时一分半钟。", "一分半钟", 1.5, None, "分钟", "exact"),
        ("施工三个半月。", "三个半月", 3.5, None, "月", "exact"),
        ("人均口粮七斤六两。", "七斤六两", 3.8, None, "kg", "exact"),
        ("人均耕地3亩5分。", "3亩5分", 2333.33333333, None, "m2", "exact"),
        ("坝顶宽三米六。", "三米六", 3.6, None, "m", "exact"),
        ("每份餐费四块五。", "四块五", 4.5, None, "CNY", "exact"),
        ("每份餐费四块五毛八。", "四块五毛八", 4.58, None, "CNY", "exact"),
        ("每份餐费6.5块以上。", "6.5块", 6.5, None, "CNY", "over"),
        ("坝顶宽三米六到三米九。", "三米六到三米九", 3.6, 3.9, "m", "exact"),
        # a unit before the number
        ("票款合计港币两千元。", "两千元", 2000, None, "HKD", "exact"),
        ("押金为人民币5万。", "5万", 50000, None, "CNY", "exact"),
        ("单价¥18.5。", "18.5", 18.5, None, "CNY", "exact"),
        ("单价US$18.5。", "18.5", 18.5, None, "USD", "exact"),
        ("水温稳定在摄氏26度。", "26度", 26, None, "°C", "exact"),
        ("烤箱设为华氏温度350°。", "350°", 350, None, "°F", "exact"),
        # 个 before a measure
        ("储油六个加仑。", "六个加仑", 22.7124707, None, "L", "exact"),
        # ranges
        ("补贴标准为1万(含)-5万元。", "1万(含)-5万元", 10000, 50000, "CNY", "exact"),
        ("月薪12~15k元。", "12~15k元", 12000, 15000, "CNY", "exact"),
        ("月收入3~4万。", "3~4万", 30000, 40000, None, "exact"),
        ("补贴在20万元和30万元之间。", "20万元和30万元", 200000, 300000, "CNY", "exact"),
        # 两 is a unit after a number and no digit
        ("金饰重三十两。", "三十两", 1.5, None, "kg", "exact"),
        # 一 and 半 that are amounts
        ("平均等候不到一小时。", "一小时", 1, None, "小时", "under"),
        ("办结时间缩短半天。", "半天", 0.5, None, "天", "exact"),
        ("每亩节水一成。", "一成", 10, None, "%", "exact"),
        ("工程提前15天完工。", "15天", 15, None, "天", "exact"),
        ("气象站提前12小时预警。", "12小时", 12, None, "小时", "exact"),
        ("惠及300多万各族群众。", "300多万", 3000000, None, "群众", "over"),
        ("新增450万农村沼气用户。", "450万", 4500000, None, "用户", "exact"),
        ("2.101年1-8月出口3亿元。", "3亿元", 300000000, None, "CNY", "exact"),
        ("2.4 公里支路已通车。", "2.4 公里", 2400, None, "m", "exact"),
        ("每年招工七、八万人。", "七、八万人", 70000, 80000, "人", "exact"),
        ("支出约新台币35亿元。", "35亿元", 3500000000, None, "TWD", "about"),
        ("减免900多万个体工商户税费。", "900多万个体工商户", 9000000, None, "个体工商户", "over"),
        ("时限压缩至5个工作日。", "5个工作日", 5, None, "工作日", "exact"),
        ("条约由 1 8 7 个增加。", "1 8 7 个", 187, None, "个", "exact"),
        ("增速居全省前六(含并列)。", "六", 6, None, "名", "under"),
        ("出口效率保持中部第一。", "第一", 1, None, "名", "exact"),
        # ratios
        ("三次产业比例为4.1:52.3:43.6。", "4.1:52.3:43.6", 4.1, None, None, "exact"),
        ("城乡收入比缩小到2.3:1。", "2.3:1", 2.3, None, None, "exact"),
        ("师生比达到1∶16。", "1∶16", 0.0625, None, None, "exact"),
        # bounds
        ("占地不得大于或等于300亩。", "300亩", 200000, None, "m2", "over"),
        ("持股小于等于30%。", "30%", 30, None, "%", "under"),
        ("每批受益居民五百户或者更多。", "五百户", 500, None, "户", "over"),
    ],
)
def test_other_ways_to_write_a_quantity(
    sentence: str, quantity: str, value: float, value_max: float | None, unit: str | None, bound: str
) -> None:
    assert describe(sentence) == (quantity, pytest.approx(value), pytest.approx(value_max), unit, bound)


@pytest.mark.parametrize(
    "sentence",
    [
        "打造一小时经济圈。",
        "做到五个必须、四个坚持。",
        "建成半小时生活圈。",
        "半个多世纪以来，树木成林。",
        "值班点三点开门。",
        "会议于12:30开始。",
        "培育千亿级、五百亿级产业集群。",
        "省市两级政府上下联动。",
        "1 9 9 9 年将举办展会。",
        "采用4K电视播出。",
    ],
)
def test_what_looks_like_such_a_quantity_is_none(sentence: str) -> None:
    assert [one.quantity for one in extract(sentence).indicators] == []


def test_one_unit_serves_all_of_a_list() -> None:
    found = extract("比率分别提高12.4、31.7、46个百分点,产值分别为3.2、4亿元。").indicators
    assert [(one.quantity, one.value_norm, one.unit_norm) for one in found] == [
        ("12.4", 12.4, "pp"),
        ("31.7", 31.7, "pp"),
        ("46个百分点", 46, "pp"),
        ("3.2", 320000000, "CNY"),
        ("4亿元", 400000000, "CNY"),
    ]


@pytest.mark.parametrize(
    ("sentence", "quantities"),
    [
        ("五年新设企业200家。", ["200家"]),
        ("城镇化率达67.5%、5年提高4.5个百分点。", ["67.5%", "4.5个百分点"]),
        ("五年的成绩来之不易。", []),
        # a unit that begins the name of a place, and where a place lies
        ("南与清河县四棚乡接壤。", []),
        ("两家乡镇企业投产。", ["两家"]),
        ("该镇地处东经125°45′，北纬41°59′。", []),
        # a class of size, a name in traditional quotes
        ("最大的4000吨级起重机下线。", []),
        ("實現「黃金十年」的願景。", []),
        # a limit said again
        ("对500亩以上（含500亩）的基地每亩奖励80元。", ["500亩", "80元"]),
        ("学生增加一倍多。", ["一倍"]),
        # how long something takes or holds
        ("30年以上管网全部更换。", ["30年"]),
        ("保修期:3年。", ["3年"]),
        ("建设用时两年。", ["两年"]),
    ],
)
def test_what_counts_and_what_only_looks_so(sentence: str, quantities: list[str]) -> None:
    assert [one.quantity for one in extract(sentence).indicators] == quantities


def test_values_are_exact() -> None:
    [money] = find_quantities(read_tokens(load().make_doc("投资0.1亿元")))
    assert money.value == Decimal(10_000_000)


def test_the_unit_starts_where_the_number_ends() -> None:
    tokens = read_tokens(load().make_doc("补植灌木1700余株"))
    [quantity] = find_quantities(tokens)
    assert tokens.text[quantity.start : quantity.unit_start] == "1700余"
    assert tokens.text[quantity.unit_start : quantity.end] == "株"
    assert not quantity.chinese
    assert quantity.form == "cardinal"


@pytest.mark.parametrize(
    ("text", "form"),
    [("位列第3名", "rank"), ("占三分之一", "fraction"), ("投资10-20万元", "range"), ("新建3处", "cardinal")],
)
def test_a_quantity_tells_its_form(text: str, form: str) -> None:
    [quantity] = find_quantities(read_tokens(load().make_doc(text)))
    assert quantity.form == form
