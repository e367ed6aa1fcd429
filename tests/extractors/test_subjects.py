"""Subject and action: the shortest phrase that names the thing counted, and the verb that governs it."""

from __future__ import annotations

import pytest

from extractors.pipeline import extract
from tests.gold.sentence_scores import is_same_phrase


def find(sentence: str) -> list[tuple[str, str | None]]:
    return [(one.quantity, one.subject) for one in extract(sentence).indicators]


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        # before the number
        ("完成外墙维修238个单元。", {"238个单元": "外墙维修"}),
        ("补植乔灌木1700余株。", {"1700余株": "乔灌木"}),
        ("全县森林覆盖率稳定在62%以上。", {"62%": "森林覆盖率"}),
        ("PM2.5平均浓度为32微克/立方米。", {"32微克/立方米": "PM2.5平均浓度"}),
        ("处理投诉（含来信）86件。", {"86件": "投诉（含来信）"}),
        ("开展“送戏下乡”演出36场次。", {"36场次": "“送戏下乡”演出"}),
        # after it
        ("新购置4台执法记录仪。", {"4台": "执法记录仪"}),
        ("对12家企业下达整改通知书15份。", {"12家": "企业", "15份": "整改通知书"}),
        ("约700余平方米屋面得到修缮。", {"700余平方米": "屋面"}),
        # with a copula, of a whole
        ("群众满意率为100%。", {"100%": "群众满意率"}),
        ("盗窃案件占案件总数的37.5%。", {"37.5%": "盗窃案件"}),
        # carried over clauses
        ("破获盗窃案136起，同比上升12%。", {"136起": "盗窃案", "12%": "盗窃案"}),
        ("城镇化率由41.2%提高到46.8%。", {"41.2%": "城镇化率", "46.8%": "城镇化率"}),
        (
            "群众安全感达96.2%，比上年提高1.5个百分点。",
            {"96.2%": "群众安全感", "1.5个百分点": "群众安全感"},
        ),
        # enumerations
        ("栽植乔木2851株、花灌木785株。", {"2851株": "乔木", "785株": "花灌木"}),
        ("建成5G基站120个、充电桩45个、换电站3座。", {"120个": "5G基站", "45个": "充电桩", "3座": "换电站"}),
        ("粮食15.3万吨，其中水稻9.8万吨、小麦5.5万吨。", {"9.8万吨": "水稻", "5.5万吨": "小麦"}),
        # one noun phrase counted twice
        ("该片区有居民2300户6800人。", {"2300户": "居民", "6800人": "居民"}),
        # A、B、C分别: each has its own
        (
            "小学、初中、高中在校生分别增长1%、2%、3%。",
            {"1%": "小学", "2%": "初中", "3%": "高中在校生"},
        ),
        # money: what it is for
        ("投入49万元安装路灯。", {"49万元": "安装路灯"}),
        ("安排专项资金300万元用于校舍加固。", {"300万元": "校舍加固"}),
        ("发放补贴18万元。", {"18万元": "补贴"}),
        ("实现旅游收入5.6亿元。", {"5.6亿元": "旅游收入"}),
        # for each of something
        ("人均纯收入9800元。", {"9800元": "人均纯收入"}),
        ("每周巡查不少于2次。", {"2次": "巡查"}),
    ],
)
def test_subject(sentence: str, subjects: dict[str, str]) -> None:
    found = dict(find(sentence))
    for quantity, subject in subjects.items():
        assert is_same_phrase(found[quantity], [subject]), found


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("拆除违建23处。", "拆除"),
        ("新购置4台执法记录仪。", "购置"),
        ("发放宣传册3000余册。", "发放"),
        ("维修楼道91户。", "维修"),
        ("投入49万元安装路灯。", "投入"),
        ("群众满意率为100%。", None),
        # nouns to the dictionary
        ("年内检查作坊30家。", "检查"),
        ("选派骨干护士27名。", "选派"),
        ("改扩建文化站12所。", "改扩建"),
        ("优化调整客运班线14条。", "调整"),
        ("启动培育未来车间23个。", "培育"),
        ("检查结果30项。", None),
        ("全年提前完成技改投资3亿元。", "完成"),
    ],
)
def test_action(sentence: str, action: str | None) -> None:
    assert extract(sentence).indicators[0].action == action


@pytest.mark.parametrize(
    "sentence",
    [
        "完成外墙维修238个单元。",
        "全省新建小学3所，城乡居民共1.2万人受益。",
        "我市2018年共接待游客120万人次。",
        "目前，辖区内共有商户86家。",
    ],
)
def test_a_subject_is_no_more_than_what_names_it(sentence: str) -> None:
    for one in extract(sentence).indicators:
        assert one.subject is not None
        assert one.quantity not in one.subject
        assert not one.subject.startswith(("我市", "目前", "全省", "的", "，"))
        assert not one.subject.endswith(("共", "的", "约", "，"))


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        ("近1000余平方米违建被拆除。", "1000余平方米", "违建"),
        ("接待游客9万人次，旅游收入2亿元，分别增长18%、22%。", "18%", "游客"),
        ("完成投资56亿元，增速居全县第2位。", "第2位", "投资"),
        ("企业从2015年的120家发展到2020年的360家。", "360家", "企业"),
        ("每小时可处理污水300吨。", "300吨", "污水"),
        ("力争新增2家千亿级园区。", "2家", "千亿级园区"),
        ("共有朝鲜族村民87户，864口人。", "864口人", "朝鲜族村民"),
        # a verb that stands as a noun before its noun, after the number
        ("取消31项行政审批事项。", "31项", "行政审批事项"),
        ("2个矿山修复项目入选案例。", "2个", "矿山修复项目"),
        ("新建4个绿色食品全产业链示范镇。", "4个", "绿色食品全产业链示范镇"),
        # 等 before the number, a noun of its own after it
        ("力争东延、麟山等3条铁路建成投运。", "3条", "铁路"),
        ("管道燃气覆盖所有街道、集镇和87%以上自然村。", "87%", "自然村"),
        # money and the thing it buys, linked by 的
        ("重点推进总投资15亿元的青岗湖度假区项目。", "15亿元", "青岗湖度假区项目"),
        # a link is no verb that governs
        ("多年累计改造农村危房24万户。", "24万户", "农村危房"),
        ("学校现有教职工131人。", "131人", "教职工"),
        ("县预算规定债款支出759元。", "759元", "债款支出"),
        # a noun to the dictionary that governs what follows where it opens its clause
        ("组织消防演练5次,培训保育员260人次。", "260人次", "保育员"),
        ("年内检查作坊30家，改扩建文化站12所。", "30家", "作坊"),
        ("年内检查作坊30家，改扩建文化站12所。", "12所", "文化站"),
        ("优化调整客运班线14条。", "14条", "客运班线"),
        ("盘活处置闲置厂房40处。", "40处", "闲置厂房"),
        # ... but not before what is for the deed, comes of it or measures it
        ("全县有培训机构45家。", "45家", "培训机构"),
        ("检查结果30项。", "30项", "检查结果"),
        ("启动建设项目5个。", "5个", "建设项目"),
        ("供应建设用地35亩。", "35亩", "建设用地"),
        ("资助金额12万元。", "12万元", "资助金额"),
        # words that the dictionary parts, or joins with the next
        ("住院次均费用降至8600元。", "8600元", "住院次均费用"),
        ("民办园在园幼儿占比52%。", "52%", "民办园在园幼儿"),
        ("园区在库企业1200家。", "1200家", "在库企业"),
        ("小学师生比不低于1:19。", "1:19", "小学师生比"),
        # a time is no topic
        ("第三季度完成产值4500万元。", "4500万元", "产值"),
        ("1-9月累计实现产值1.3亿元。", "1.3亿元", "产值"),
        ("全年产值1.8亿元，1—9月累计1.3亿元。", "1.3亿元", "产值"),
        ("工业产值第一季度增长7%。", "7%", "工业产值"),
        # a word of change that the dictionary parts, a plan that is exceeded
        ("亏损额12万元，同比收窄8%。", "8%", "亏损额"),
        ("亏损额比同期收窄8%。", "8%", "亏损额"),
        ("在岗职工比年初净减18人。", "18人", "在岗职工"),
        ("计划完成产值3000万元，实际完成3450万元，超额15%。", "15%", "产值"),
        ("莲藕产量比上年增加12吨。", "12吨", "莲藕产量"),
        ("果园规模较上年扩大8%。", "8%", "果园规模"),
        # 完成 and how it was done, one word to the dictionary
        ("便民实事全面完成30件。", "30件", "便民实事"),
        ("30件便民实事圆满完成。", "30件", "便民实事"),
        ("超额完成产值3200万元。", "3200万元", "产值"),
        # more or less was done
        ("门票收入1.8亿元，比去年同期多收入0.3亿元。", "0.3亿元", "收入"),
        ("培训学员800人，比上年多培训200人。", "200人", "学员"),
        ("完成技改项目60个，比计划多完成12个。", "12个", "技改项目"),
        # what people do
        ("安排了四十七万人就业。", "四十七万人", "就业"),
        ("组织120人参加技能培训。", "120人", "技能培训"),
        # carried past a duration
        ("研发投入年均增长20%，连续三年居全国第一。", "第一", "研发投入"),
        ("天然气产量达30亿方，连续5年稳居前列。", "5年", "天然气产量"),
        # a clause without a head
        ("其中已经参加公立和联合诊所的达到9万人。", "9万人", "参加公立和联合诊所"),
        # what a quantity describes, counted in the next clause
        ("年产值500万元以上的企业，2018年有23家。", "23家", "企业"),
        # A、B、C分别 over numbers said before
        ("实现产值20亿元、税收3亿元、利润1亿元，分别增长5%、6%、7%。", "6%", "税收"),
        ("实现产值20亿元、税收3亿元、利润1亿元，分别增长5%、6%、7%。", "7%", "利润"),
        # members that share the name of what is measured
        ("城镇和农村居民人均可支配收入分别增长8.1%和9.3%。", "8.1%", "城镇和农村居民人均可支配收入"),
        ("种子、农药抽检合格率分别达98.2%、99.1%。", "98.2%", "种子、农药抽检合格率"),
        # a thing and the value it had before
        ("就业经费9亿元，较上年度预算数10亿元，减少1亿元。", "10亿元", "就业经费"),
        ("就业经费9亿元，较上年度预算数10亿元，减少1亿元。", "1亿元", "就业经费"),
        # a verb that says something of the noun is no part of its name
        ("35个地方和单位荣获国家级命名。", "35个", "地方和单位"),
        ("东区16个区与云岭14个州通过园中园合作。", "16个", "区"),
        ("建成6个项目和配套工程12个。", "6个", "项目"),
        ("推进3个未来产业先导区。", "3个", "未来产业先导区"),
        ("研发经费投入强度达到3.25%。", "3.25%", "研发经费投入强度"),
        ("乡镇粮站由64座归并整合为39座。", "64座", "乡镇粮站"),
        ("乡镇粮站由64座归并整合为39座。", "39座", "乡镇粮站"),
        ("财政收入达到870亿元，3年增长41.2%。", "41.2%", "财政收入"),
        # a label before a colon
        ("棉花：达到32万担，增长25.4%。", "32万担", "棉花"),
        ("棉花：达到32万担，增长25.4%。", "25.4%", "棉花"),
        ("发布3批18项创新案例。", "3批", "创新案例"),
        ("160户灾损农房如期完成修缮。", "160户", "灾损农房"),
        # how something is done is no part of its name
        ("113个改造项目有序推进。", "113个", "改造项目"),
        # what becomes of a thing is no part of its name
        ("居民消费价格上涨0.1%。", "0.1%", "居民消费价格"),
    ],
)
def test_a_subject_that_was_once_misread(sentence: str, quantity: str, subject: str) -> None:
    assert is_same_phrase(dict(find(sentence))[quantity], [subject])


def test_subjects_that_were_once_misread() -> None:
    assert dict(find("今年以来办结提案31件。"))["31件"] == "提案"
    assert dict(find("拆除违建23处1.2万平方米。"))["1.2万平方米"] == "违建"
    assert dict(find("安装路灯二百一十盏，拆除违建5000余平方米。"))["5000余平方米"] == "违建"


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        # verbs that govern what is counted, whatever the dictionary has them as
        ("惠及残疾学生300人。", "300人", "残疾学生"),
        ("全年办理居民来信建议49件。", "49件", "居民来信建议"),
        ("培育蔬菜合作社30家。", "30家", "蔬菜合作社"),
        ("获市级文艺奖3项。", "3项", "市级文艺奖"),
        ("审议规范性文件草案9件。", "9件", "规范性文件草案"),
        # but 建设 is part of a noun before one word
        ("安排建设项目45个。", "45个", "建设项目"),
        # verbs and adverbs that reach the value are no part of the name
        ("进出口规模稳居全县第二。", "第二", "进出口规模"),
        ("地区生产总值跨过300亿元。", "300亿元", "地区生产总值"),
        ("民间投资逆势增长2.7%。", "2.7%", "民间投资"),
        ("農業支出編列12億元。", "12億元", "農業支出"),
        # nor is among whom something is ranked
        ("粮油出口额保持西部第1位。", "第1位", "粮油出口额"),
        ("研发投入强度居中部第2位。", "第2位", "研发投入强度"),
        # nor what it has its share in
        ("手工业产值在工农业总产值中所占的比重上升到36.5%。", "36.5%", "手工业产值"),
        ("供销社商业所占的比重由14%上升到18%。", "18%", "供销社商业"),
        ("粮食产量在上年的基础上增长2%。", "2%", "粮食产量"),
        # nor when it was so
        ("棉纱产量前三年共增加35万件。", "35万件", "棉纱产量"),
        # nor for whom it is
        ("医保补助标准提高到每人每年640元。", "640元", "医保补助标准"),
        ("鸡蛋收购价格为每公斤9元左右。", "9元", "鸡蛋收购价格"),
        # what the things did is no part of their name
        ("9家银行上线开展业务。", "9家", "银行"),
        ("13项便民事项落地见效。", "13项", "便民事项"),
        ("本月又有两名新队员加入。", "两名", "新队员"),
        # what 和 joins belongs to the number after it
        ("修复锅炉房1座和换热站3座。", "1座", "锅炉房"),
        ("修复锅炉房1座和换热站3座。", "3座", "换热站"),
        ("建成30个和美乡村。", "30个", "和美乡村"),
        # a part of a whole is what stands before 占
        ("形成村集体占60%、农户占40%的分配方式。", "40%", "农户"),
        # words hold what a character of theirs would end
        ("保障3万人的粮食安全。", "3万人", "粮食安全"),
        # a noun that is the unit is counted itself
        ("惠及近千万家庭。", "千万家庭", "家庭"),
        # what 等 ends says which things were counted
        ("用户渗透率、业务收入增幅等5项指标居全市第一。", "5项", "指标"),
        ("开展摊贩整治、价格管控等5项举措。", "5项", "举措"),
        # a time may be part of a name
        ("建成20个儿童日间照料服务中心。", "20个", "儿童日间照料服务中心"),
        # a bracket that holds the next number is no part of the name
        ("种植40个蔬菜品种(亩产超万斤的3个)。", "40个", "蔬菜品种"),
        # how long something took: what was done in the time
        ("用四个月的时间完成了水渠清淤。", "四个月", "水渠清淤"),
        ("提前两个月完成年任务的75%。", "两个月", "年任务"),
    ],
)
def test_a_subject_is_what_is_counted_and_no_more(sentence: str, quantity: str, subject: str) -> None:
    assert dict(find(sentence))[quantity] == subject


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        # whose the yield is
        ("第二产业实现增加值37亿元。", "37亿元", "第二产业实现增加值"),
        ("全市工业企业实现利润12亿元。", "12亿元", "工业企业实现利润"),
        ("全年实现利润12亿元。", "12亿元", "利润"),
        ("年度完成投资12亿元。", "12亿元", "投资"),
        ("能源、农业分别完成投资32亿元、21亿元。", "21亿元", "农业"),
        # of so many people
        ("每万人口专利拥有量达12.3件。", "12.3件", "每万人口专利拥有量"),
        ("配置急救箱达每10万人45台。", "45台", "急救箱"),
        # how long a deed of the next clause takes
        ("用三年的时间，做好河道清淤工作。", "三年", "河道清淤工作"),
        ("用三年的时间，引进人才1万名。", "1万名", "引进人才"),
        ("新能源汽车、节能家电零售额分别增长21%、39%。", "21%", "新能源汽车、节能家电零售额"),
        ("接待游客人次、经营收入分别增长21%、39%。", "21%", "游客人次"),
        # what is undertaken is named by the verb before it
        ("完成农村公路路网提升工程1万公里。", "1万公里", "农村公路路网提升工程"),
        ("推进100个乡村振兴片区建设。", "100个", "乡村振兴片区建设"),
        ("建成20个城市一刻钟便民生活圈。", "20个", "城市一刻钟便民生活圈"),
        # 和 and 含 as parts of a word, and in brackets
        ("其中，和平水库库容2230万立方米。", "2230万立方米", "和平水库库容"),
        ("水价6.5元/吨（含污水处理费2元/吨）。", "2元/吨", "污水处理费"),
        # what is given, not who gets it; one noun for a chain of sums
        ("给予企业50万元奖励。", "50万元", "奖励"),
        ("分别给予2万元、4万元、8万元奖励。", "4万元", "奖励"),
        # verbs inside the name of a measure
        ("对农民的补助标准由20元提高到40元。", "40元", "农民的补助标准"),
        ("城市生活污水集中收集处理率提高到71%。", "71%", "城市生活污水集中收集处理率"),
        ("旅游接待人次增长16%。", "16%", "旅游接待人次"),
        ("国务院组成部门从40个减少到29个。", "29个", "国务院组成部门"),
        ("学位授予单位新增2家。", "2家", "学位授予单位"),
        ("街道安装设备5台。", "5台", "设备"),
        # nor is another unit of the number before, nor what a thing has reached
        ("筹建住房7.4万套（间）、累计达到61万套（间）。", "61万套", "住房"),
        ("65种产品到去年已有43种达标。", "43种", "产品"),
        # when it was so is no part of the name
        ("五年间对外贸易增长3倍。", "3倍", "对外贸易"),
        ("本年度收入预算90万元。", "90万元", "收入预算"),
        # what is done goes on after the noun
        ("三个新版本的主要增强内容如下。", "三个", "新版本"),
        ("劳务合作在100多个国家和地区展开。", "100多个", "国家和地区"),
        ("十亿人民团结奋斗。", "十亿人民", "人民"),
        # a word that the dictionary parts
        ("抢修平均用时由5小时缩短到3小时。", "3小时", "抢修平均用时"),
    ],
)
def test_a_subject_says_whose_and_of_how_many(sentence: str, quantity: str, subject: str) -> None:
    assert dict(find(sentence))[quantity] == subject


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        # a word that names a measure only is of what was counted before it
        ("新增养殖大户9户、总数达到90户。", "90户", "养殖大户"),
        ("货物吞吐量增长8%，增速居全市第2位。", "第2位", "货物吞吐量"),
        ("新设冷链基金4只、总规模7亿元。", "7亿元", "冷链基金"),
        ("柑橘产量增长5.1%，2023年总量比2020年增加70万吨。", "70万吨", "柑橘产量"),
        # but of its own clause where that names something, and of more than was counted
        ("新建粮库3座，水库蓄水总量达到9亿立方米。", "9亿立方米", "水库蓄水总量"),
        ("砖厂亏损4万元，加上瓦厂亏损，总额达7万元。", "7万元", "总额"),
        ("设立规模不低于2亿元的茶产业基金。", "2亿元", "茶产业基金"),
        # what has a share stands before what it is a share of
        ("陶瓷业产值在工业总产值中的比重提高4个百分点。", "4个百分点", "陶瓷业产值"),
        ("供销社在零售额中的比重占百分之五十，在批发额中的比重占百分之八十。", "百分之八十", "供销社"),
        (
            "纺织业在工业中所占的比重，已由一九五〇年的百分之八上升到一九五三年的百分之九。",
            "百分之九",
            "纺织业",
        ),
        ("财政收入占国民收入的比重，由去年的31%提高到33%。", "33%", "财政收入"),
        # nor is the time in which it was so
        ("大豆总产量，在过去四年中共增加了九万斤。", "九万斤", "大豆总产量"),
    ],
)
def test_a_measure_is_of_what_it_is_said_of(sentence: str, quantity: str, subject: str) -> None:
    assert dict(find(sentence))[quantity] == subject


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        # a noun after 的 that the words before it describe
        ("形成6个产值超百亿元的茶产业集群。", "6个", "茶产业集群"),
        ("培育3个年收入5000万元以上的合作社。", "3个", "合作社"),
        ("新建四座新式的榨油厂。", "四座", "榨油厂"),
        ("新增8所达到二级标准的乡镇卫生院。", "8所", "乡镇卫生院"),
        # but what the verb says of the number is no description
        ("县产水泵有20种达到出口的标准。", "20种", "县产水泵"),
        # a noun that opens with what the dictionary has as a time, a pronoun, a number or a verb
        ("新建5个现代设施渔业园。", "5个", "现代设施渔业园"),
        ("打造4个夜间经济示范街。", "4个", "夜间经济示范街"),
        ("新设2所本科院校。", "2所", "本科院校"),
        ("建成3个万卡算力集群。", "3个", "万卡算力集群"),
        ("培育7家引领型种业企业。", "7家", "引领型种业企业"),
        ("现代服务业增加值增长7%。", "7%", "现代服务业增加值"),
        ("发布首批40家低碳码头名单。", "40家", "低碳码头名单"),
        # what did not happen for so long
        ("事故起数下降9%，连续12年未发生重大火灾。", "12年", "未发生重大火灾"),
        # a verb inside a name, and words of a name that the dictionary has as adverbs or parts
        ("建成9个农村互助幸福院。", "9个", "农村互助幸福院"),
        ("创建3个民族团结进步示范县。", "3个", "民族团结进步示范县"),
        ("6家企业应用国产软件。", "6家", "企业应用国产软件"),
        ("建成老年助餐点150个。", "150个", "老年助餐点"),
        ("专精特新企业达到70家。", "70家", "专精特新企业"),
        ("实施设备更新项目12个。", "12个", "设备更新项目"),
        ("事项及时受理率99%。", "99%", "事项及时受理率"),
        ("及时转移村民800人。", "800人", "转移村民"),
        ("风电并网装机90万千瓦。", "90万千瓦", "风电并网装机"),
        ("改造村卫生室14个。", "14个", "村卫生室"),
        ("农特产品销售增长两成。", "两成", "农特产品销售"),
        # as many numbers as there are things, though nothing says 分别
        ("新增总部机构、大企业研发中心18家、16家。", "18家", "新增总部机构"),
        ("盗窃案件、诈骗案件下降17%、11%。", "17%", "盗窃案件"),
        ("新建小学、中学3所、5000平方米。", "3所", "中学"),
        # after a semicolon another thing is spoken of
        ("与我县结对的城市，已有33个；有贸易往来的国家，已经有93个。", "93个", "贸易往来的国家"),
        ("豆油产量增长5%；增速居全省第2位。", "第2位", "豆油产量"),
        ("给予企业5万元奖励（第一年奖励2万元）。", "5万元", "奖励"),
        # people who are counted themselves
        ("在一个有九千万人口的大省推广。", "九千万人口", "人口"),
        # an aim that names the change is not what changes
        ("提前实现水产品总产值翻两番的目标。", "两番", "水产品总产值"),
    ],
)
def test_a_subject_is_the_noun_that_the_number_counts(sentence: str, quantity: str, subject: str) -> None:
    assert dict(find(sentence))[quantity] == subject


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        # a year that the dictionary parts is when, not what
        ("糖厂的产量一九八○年为九百吨。", "九百吨", "糖厂的产量"),
        ("到一九六五年全县中学招生数达到八千人。", "八千人", "中学招生数"),
        # a verb that says which noun is meant is part of its name
        ("新增市级创新平台3个。", "3个", "新增市级创新平台"),
        ("合作社获得县扶持资金60万元。", "60万元", "县扶持资金"),
        ("审批环节由9个减少到4个。", "9个", "审批环节"),
        ("调解成功率达到91%。", "91%", "调解成功率"),
        ("开发组总人数达到25人。", "25人", "开发组总人数"),
        ("水厂日处理能力达600吨。", "600吨", "水厂日处理能力"),
        ("落实帮扶资金48万元。", "48万元", "落实帮扶资金"),
        ("升级改造乡村公路40公里。", "40公里", "乡村公路"),
        ("16个湿地保护修复项目开工。", "16个", "湿地保护修复项目"),
        ("39个新投产项目运行良好。", "39个", "新投产项目"),
        # members of a list that share a head, or hold a verb of their own
        ("一、二、三产业增加值分别增长2%、5%、6%。", "5%", "二、三产业增加值"),
        ("国家级、市级示范园分别达到2家、8家。", "2家", "国家级、市级示范园"),
        ("合同登记数、成交额分别增长12%、16%。", "12%", "合同登记数"),
        # what a plan, a budget or a task is the measure of stands before it
        ("蚕茧产量达到36万担，完成年度计划的107%。", "107%", "蚕茧产量"),
        ("税收收入8.6亿元，为年预算的101%，比上年增收6200万元。", "101%", "税收收入"),
        ("修渠、清淤分别完成年度任务的104%、131%。", "131%", "清淤"),
        ("累计完成拆迁总任务的36%。", "36%", "拆迁总任务"),
        # an average is of what was named before, or is what each gains
        ("高龄津贴连年提高，今年又人均增加90元。", "90元", "高龄津贴"),
        ("流转土地900亩，户均增收4000元。", "4000元", "户均增收"),
        # who was asked, who pays, who has them and what was done before a rank are not what is counted
        ("社办养猪场，据12个县的调查，有760个。", "760个", "社办养猪场"),
        ("柳山建材有限公司投资350万元建设管桩生产线。", "350万元", "建设管桩生产线"),
        ("各分院开设380病床。", "380病床", "病床"),
        ("公交公司新增客车60辆。", "60辆", "新增客车"),
        ("6个便民驿站开门运营、居全市第3位。", "第3位", "便民驿站"),
        # what does not say more
        ("18种县产水泵去年就有5种没有抽检。", "5种", "县产水泵"),
        ("5个乡镇负增长。", "5个", "乡镇"),
        ("生产绿茶、红茶等9个品种。", "9个品种", "品种"),
        ("分区域看，城镇实现6.2亿元。", "6.2亿元", "城镇"),
        ("全镇共有3120户9846人。", "9846人", "人"),
        ("本学期共听课320节。", "320节", "听课"),
        ("查处违法行为240起。", "240起", "违法行为"),
        ("②规费收入完成38万元。", "38万元", "规费收入"),
        ("支付进度达到72%。", "72%", "支付进度"),
        ("批准逮捕28人，提起公诉41人。", "41人", "提起公诉"),
        ("查处案件7起，罚没款126万元。", "126万元", "罚没款"),
        ("检修台数比去年同期多完成16台。", "16台", "检修台数"),
        # a value of last year may be what something rose to
        ("助学金支出由2012年的20万元增加到去年的55万元。", "55万元", "助学金支出"),
        ("分别按营业额的7%、8%和9%给予企业奖励。", "9%", "营业额"),
    ],
)
def test_a_subject_is_read_in_reports_of_any_body(sentence: str, quantity: str, subject: str) -> None:
    assert dict(find(sentence))[quantity] == subject


@pytest.mark.parametrize(
    ("sentence", "quantity", "subject"),
    [
        ("截止10月底共282张。", "282张", None),
        ("截至6月24日完成5项。", "5项", "完成"),
        ("客运班次逐年下降，2014年比上年减少3.7%。", "3.7%", "客运班次"),
        ("“十三五”期间新建水库12座。", "12座", "新建水库"),
        ("“十五五”时期地区生产总值年均增长5%。", "5%", "地区生产总值"),
        ("五年来城镇新增就业3555人。", "3555人", "城镇新增就业"),
        ("积累率高达36%，“六五”期间降到30%。", "30%", "积累率"),
    ],
)
def test_a_time_is_no_subject(sentence: str, quantity: str, subject: str | None) -> None:
    assert dict(find(sentence))[quantity] == subject
