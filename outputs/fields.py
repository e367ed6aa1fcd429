"""Every column of every table, declared once (字段): tables, exports and documentation are made from here.

The words are the codebook's. A name means the same in every table: `source` is always a source file's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora.documents import DOC_TYPES, REMOVED_REASONS, SCRIPTS

Type = Literal["text", "texts", "integer", "number", "flag"]
Scope = Literal["source", "corpus", "run"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column (字段).

    Attributes:
        name: as it stands in every file.
        type: text, texts (a list of text), integer, number (64-bit float) or flag (true or false).
        english, chinese: what it means.
        unit: of a number; None where a column beside it names the unit.
        allowed: the only values that it takes; empty for any.
        nullable: whether a row may leave it open.
        refers_to: the table whose key it holds.
    """

    name: str
    type: Type
    english: str
    chinese: str
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    nullable: bool = True
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表): one row for each thing that `english` and `chinese` name.

    Attributes:
        scope: "source" where a row depends on one source alone, "corpus" where it takes all of them, "run"
            where it is about runs.
        fields: its columns in order; the first is the key.
    """

    name: str
    scope: Scope
    english: str
    chinese: str
    fields: tuple[Field, ...]

    @property
    def key(self) -> str:
        """The name of the column that tells its rows apart."""
        return self.fields[0].name


def _text(name: str, english: str, chinese: str, *allowed: str) -> Field:
    return Field(name, "text", english, chinese, allowed=allowed)


def _said(name: str, english: str, chinese: str, *allowed: str) -> Field:
    return Field(name, "text", english, chinese, allowed=allowed, nullable=False)


def _link(name: str, table: str, english: str, chinese: str) -> Field:
    return Field(name, "text", english, chinese, refers_to=table)


def _number(name: str, english: str, chinese: str, unit: str | None = None) -> Field:
    return Field(name, "number", english, chinese, unit)


def _count(name: str, english: str, chinese: str, unit: str) -> Field:
    return Field(name, "integer", english, chinese, unit, nullable=False)


def _place(name: str, english: str, chinese: str, unit: str = "code points") -> Field:
    return Field(name, "integer", english, chinese, unit)


def _flag(name: str, english: str, chinese: str) -> Field:
    return Field(name, "flag", english, chinese, nullable=False)


_SOURCE = _said("source", "name of the source file, relative to the folder that all share", "来源文件名")
_DOCUMENT = Field(
    "document_id", "text", "the document it stands in", "所在文档", None, (), False, "documents"
)
_SOURCE_SPAN = (
    _place("source_start", "where it starts in the decoded source file", "在解码后来源中的起点"),
    _place("source_end", "where it ends there, exclusive", "在来源中的终点（不含）"),
    _place("source_page", "page of a pdf, from 1, which has no offsets", "pdf 页码", "page"),
    _place("source_paragraph", "paragraph of a docx, from 1, which has no offsets", "docx 段落序号", "place"),
)
_SPANS = (
    _count("text_start", "where it starts in documents.text", "在文档正文中的起点", "code points"),
    _count("text_end", "where it ends there, exclusive", "在文档正文中的终点（不含）", "code points"),
    *_SOURCE_SPAN,
)
_PERIOD = (
    _text("period", "time that it is about, EDTF; unknown digits as X", "时期（EDTF）"),
    _text("period_start", "its first day, ISO; null where the period leaves it open", "时期首日"),
    _text("period_end", "its last day, ISO; null where the period leaves it open", "时期末日"),
)
_SENTENCE = _text("sentence", "the sentence it stands in", "所在句")
_SECTION = _link("section", "sections", "the section it stands in", "所在章节")
_KEYWORDS = _text("keywords", "words that set it apart, most telling first, joined with 、", "关键词")
_KINDS = ("level", "ratio", "change", "growth", "rank", "score", "duration")

DOCUMENTS = (
    _said("document_id", "16 hex digits that follow the source's name and the part", "文档标识"),
    _SOURCE,
    _count("part", "place among the reports of its source, from 0", "在来源中的序号（从 0 起）", "place"),
    *_SPANS,
    _text("title", "title as written", "标题"),
    _text("org", "organisation that reports, its full name where the text gives it", "报告单位"),
    _text("region", "administrative division of the organisation", "所属行政区划"),
    _text("region_code", "GB/T 2260 code of the region @ the year the code is of", "行政区划代码@年份"),
    _text("org_level", "administrative level of the organisation", "单位层级"),
    *_PERIOD,
    _text("published", "the page's own date, ISO", "页面发布日期"),
    _text("doc_type", "kind of document", "文种", *DOC_TYPES),
    _text("author", "who wrote it, or else who edited it, as its page names them", "作者（或责任编辑）"),
    _text("url", "address of its page", "网页地址"),
    _text("script", "script it is written in", "字形", *SCRIPTS),
    _text("encoding", "what the source's bytes were decoded as", "来源编码"),
    _flag("anonymised", "names are blanked (XX, **, 20*)", "是否隐去名称"),
    _flag("truncated", "the text breaks off in mid-sentence", "是否残缺"),
    _flag("template_site", "its page is of a site that hands out model texts", "是否出自范文网站"),
    _flag("gone", "its source was not among those of the last run", "来源是否已不在"),
    _link("duplicate_of", "documents", "the report that it repeats", "所重复的文档"),
    _number("similarity", "share of its character 4-grams that stand there too", "重复比例", "share, 0 to 1"),
    _count("n_chars", "length of text", "正文字数", "code points"),
    _said("text", "the clean text, in which offsets count", "正文"),
)
REMOVED = (
    _said("removed_id", "the source and the stretch's place among those cut from it", "片段标识"),
    _SOURCE,
    *_SOURCE_SPAN,
    _text("reason", "why it is not the report", "剔除原因", *REMOVED_REASONS),
    _text("text", "what was cut, as it stood in the decoded source", "被剔除的文字"),
)
SECTIONS = (
    _said("section_id", "the document and the heading's place in it", "章节标识"),
    _DOCUMENT,
    _SOURCE,
    *_SPANS,
    _count("level", "1 for the outermost, counted in headings that stand above it", "标题层级", "level"),
    _text("marker", "the numbering as written: 一、 （二） 1. 一是; empty where there is none", "序号"),
    _text("heading", "the words of the heading without its marker", "标题文字"),
    _link("parent", "sections", "the heading above it", "上级标题"),
    _text("outlook", "part of the report it opens or lies in", "所属部分", "retrospect", "problems", "plan"),
)
INDICATORS = (
    _said("indicator_id", "the document and the indicator's place in it", "指标标识"),
    _DOCUMENT,
    _SOURCE,
    *_SPANS,
    _text("subject", "thing counted or measured, the shortest phrase that names it", "指标对象"),
    _place("subject_start", "where subject starts in documents.text", "对象在正文中的起点"),
    _place("subject_end", "where it ends there, exclusive", "对象在正文中的终点（不含）"),
    _text("action", "the verb that governs it", "动作"),
    _text("quantity", "the quantity expression: number, multiplier, inner 余/多/几, unit", "数量表达"),
    _number("value", "number after its multiplier: 24.07万 is 240700; in `unit`", "数值"),
    _number("value_max", "upper end of a range; in `unit`", "数值上限"),
    _text("bound", "how near the number is meant", "界限", "exact", "about", "over", "under"),
    _text("unit", "the unit as written, without multiplier", "单位"),
    _number("value_norm", "value in `unit_norm`", "标准数值"),
    _number("value_max_norm", "value_max in `unit_norm`", "标准数值上限"),
    _text("unit_norm", "canonical unit: m2, m, kg, CNY, %, pp; a classifier stays itself", "标准单位"),
    _text("dimension", "what the unit measures: area, length, mass, money, ...", "量纲"),
    _text("kind", "what sort of number it is", "类别", *_KINDS),
    _text("direction", "of a change or a growth", "方向", "up", "down"),
    _text("basis", "base of a change: 同比 yoy, 环比 mom, another base", "比较基准", "yoy", "mom", "base"),
    _text("status", "fact, target, rule, or base", "状态", "actual", "planned", "required", "baseline"),
    _text(
        "per",
        "日/周/月/季/半年/年/人/户/次 where a repeated count is a rate; so 百户, 千人, 万人 for 每百户",
        "频次单位",
    ),
    _text("constraint", "hard: 确保, 必须, 不低于; soft: 力争, 左右", "约束强度", "hard", "soft"),
    _text("cue", "the words that decided bound, status and constraint", "判断依据词"),
    *_PERIOD,
    _SENTENCE,
    _SECTION,
    _text("concept", "the same indicator in other words and other reports", "指标概念"),
    _text("rule", "how the row came about", "抽取规则"),
    _number("confidence", "how sure the row is", "置信度", "probability, 0 to 1"),
)
MEASURES = (
    _said("measure_id", "the document and the measure's place in it", "举措标识"),
    _DOCUMENT,
    _SOURCE,
    *_SPANS,
    _text("text", "the shortest stretch, from verb to object, that says it", "举措文字"),
    _text("head", "its verb", "动词"),
    _text("object", "what the verb acts on", "宾语"),
    _text("name", "a programme's own name, mostly in quotes", "名称"),
    _text("status", "done or being done, or still to be done", "状态", "actual", "planned"),
    _text(
        "instrument",
        "the class of policy tool it is; null where no word tells",
        "政策工具",
        *("rules", "enforcement", "funding", "publicity", "construction"),
        *("services", "organisation", "information", "incentives", "coordination"),
    ),
    _text("actor", "who carries it out; null where it is the reporting body", "实施主体"),
    _text("target_group", "whom it is for", "受益对象"),
    Field("indicators", "texts", "the indicators that stand in it", "相关指标", refers_to="indicators"),
    _SECTION,
    _link("practice", "practices", "the practice it is an instance of; null for one on its own", "所属做法"),
    _number("practice_strength", "cosine with the centre of its practice", "与做法的接近度", "0 to 1"),
    _SENTENCE,
)
PRACTICES = (
    _said("practice_id", "kept from run to run while most of its measures stay together", "做法标识"),
    _text("label", "its shared name, or the most typical phrase of its measures", "名称"),
    _KEYWORDS,
    _link("theme", "themes", "the field it belongs to", "所属主题"),
    _count("n_measures", "measures that belong to it", "举措数", "measures"),
    _count("n_orgs", "organisations that report it", "单位数", "organisations"),
    _text("first_period", "the earliest period it is reported for, EDTF", "最早时期"),
    _text("first_org", "the organisation that reports it for that period", "最早单位"),
    _link("exemplar", "measures", "the measure that is most like the others", "典型举措"),
)
THEMES = (
    _said("theme_id", "follows the practices that belong to it", "主题标识"),
    _text("label", "the one or two topics that most of its measures are about", "名称"),
    _KEYWORDS,
    _count("n_practices", "practices that belong to it", "做法数", "practices"),
    _count("n_orgs", "organisations that report one of them", "单位数", "organisations"),
)
CHECKS = (
    _said("check_id", "the document and the check's place in it", "核对标识"),
    _DOCUMENT,
    _SOURCE,
    *_SPANS,
    _text("rule", "what is recomputed: share, rate, completion, sum, growth, difference", "核对规则"),
    Field("indicators", "texts", "the indicators that take part", "相关指标", refers_to="indicators"),
    _number("stated", "the number as the report states it, in its indicator's unit", "报告所述值"),
    _number("computed", "the number recomputed from the others, in the same unit", "重算值"),
    _number("difference", "computed less stated, in the same unit", "差值"),
    _text("verdict", "whether it holds", "结论", "holds", "rounding", "contradicts"),
)
TARGETS = (
    _said("target_id", "follows its two indicators", "目标标识"),
    _link("planned", "indicators", "the indicator that sets the target", "目标指标"),
    _link("actual", "indicators", "the indicator of a later report that says what came of it", "结果指标"),
    Field(
        "achieved",
        "flag",
        "whether the outcome reaches the target; null where words leave it open",
        "是否达成",
    ),
    _text("org", "organisation that reports both", "报告单位"),
    _text("subject", "what the target is for", "指标对象"),
    _text("unit_norm", "canonical unit of both values", "标准单位"),
    _text("period_start", "first day that the target is set for, ISO", "目标期首日"),
    _text("period_end", "last day that it is set for, ISO", "目标期末日"),
    _number("planned_value", "value of the target in `unit_norm`", "目标值"),
    _number("actual_value", "value of the outcome in `unit_norm`", "结果值"),
)
REUSE = (
    _said("reuse_id", "follows the two documents and where the passage stands", "复用标识"),
    _DOCUMENT,
    _count("text_start", "where it starts in documents.text", "在文档正文中的起点", "code points"),
    _count("text_end", "where it ends there, exclusive", "在文档正文中的终点（不含）", "code points"),
    _link(
        "other_document_id",
        "documents",
        "the other document; what both say is the same but for marks, blanks, widths and script",
        "另一文档",
    ),
    _place("other_text_start", "where the passage starts in the other text", "在另一文档的起点"),
    _place("other_text_end", "where it ends there, exclusive", "在另一文档的终点（不含）"),
    _count("chars", "its length without marks and blanks, 60 or more", "段落字数（不计标点）", "characters"),
    _number("containment", "share of the shorter document that it makes up", "占较短文档的比例", "0 to 1"),
    _link("older", "documents", "the one published earlier; null where that is not known", "较早的文档"),
    _said("text", "the passage as document_id has it", "段落文字"),
)
QUARANTINE = (
    _said("quarantine_id", "the source and the failure's place in it", "隔离标识"),
    _SOURCE,
    _link("document_id", "documents", "the document that failed; null for a source", "失败的文档"),
    _said("stage", "what was being done", "阶段", "fetch", "read", "clean", "extract", "write"),
    _said("error", "name of the error", "错误类型"),
    _said("message", "what was found, where, and what would have been right", "错误说明"),
)
RUNS = (
    _said("run_id", "when it started, and 4 hex digits", "运行标识"),
    _said("started", "when it started, ISO 8601, UTC", "开始时间"),
    _said("finished", "when its tables were complete, ISO 8601, UTC", "完成时间"),
    _said("version", "version of zhibiao", "版本"),
    _said("settings", "the settings it ran with, JSON", "设置（JSON）"),
    _said("counts", "rows of each table after it, JSON", "各表行数（JSON）"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("documents", "source", "a clean report", "清洗后的报告", DOCUMENTS),
        Table(
            "removed", "source", "a stretch that was cut, kept so that nothing is lost", "剔除的片段", REMOVED
        ),
        Table("sections", "source", "a heading", "章节标题", SECTIONS),
        Table(
            "indicators", "source", "a quantity that states a fact, a target or a rule", "指标", INDICATORS
        ),
        Table(
            "measures", "source", "something an organisation does that another could copy", "举措", MEASURES
        ),
        Table(
            "practices", "corpus", "measures that say the same in several organisations", "做法", PRACTICES
        ),
        Table("themes", "corpus", "a field that practices belong to", "主题", THEMES),
        Table("checks", "source", "an arithmetic statement the report makes of itself", "算术核对", CHECKS),
        Table("targets", "corpus", "a target and the later outcome that answers it", "目标与结果", TARGETS),
        Table("reuse", "corpus", "a passage that two documents share", "复用的段落", REUSE),
        Table("quarantine", "source", "a source, record or document that failed", "隔离的来源", QUARANTINE),
        Table("runs", "run", "a run that changed the dataset", "运行", RUNS),
    )
}


def list_tables(scope: Scope) -> tuple[Table, ...]:
    """The tables of one scope, in the order of TABLES."""
    return tuple(table for table in TABLES.values() if table.scope == scope)
