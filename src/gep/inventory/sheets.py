"""The sheets that every inventory has, whatever its services."""

from __future__ import annotations

from collections.abc import Mapping

from gep.services import SERVICES
from gep.services.columns import ECOSYSTEM
from gep.spec import Key, Label, Number, Sheet, Text

__all__ = [
    "BASIC",
    "BASIC_ENTRIES",
    "DEDUCTIONS",
    "EXPLANATIONS",
    "EXTENT",
    "GENERAL_SHEETS",
    "OVERRIDES",
    "PRICES",
    "PRODUCT_LIST",
    "REPORTED",
    "SHEETS",
]

# Row by row in 基本信息; a number has its declared unit.
BASIC_ENTRIES: tuple[Key | Number | Text, ...] = (
    Text("region", Label("核算地区代码", "region code"), Label("六位行政区划代码", "six-digit code of the region")),
    Text("region_name", Label("核算地区名称", "region name")),
    Number("year", Label("核算年份", "accounting year"), low=1949, high=2100, whole=True),
    Number("period", Label("核算期长度", "accounting period"), unit="a", low=0),
    Text("standard", Label("核算标准", "standard"), required=False),
    Number("price_year", Label("价格年份", "price year"), low=1949, high=2100, whole=True),
    Number("administrative_area", Label("行政区面积", "administrative area"), unit="km²", low=0),
    Number("population", Label("常住人口", "resident population"), unit="万人", low=0, required=False),
    Number("gdp", Label("地区生产总值", "gross domestic product"), unit="亿元", low=0, required=False),
    Text("compiler", Label("编制单位", "compiled by"), required=False),
    Text("citation", Label("资料出处", "citation"), required=False),
)

BASIC = Sheet(
    "basic",
    Label("基本信息", "basic information"),
    (
        Key("entry", Label("项目", "entry"), kind="entry"),
        Text("content", Label("内容", "content"), required=False),
        Text("unit", Label("单位", "unit"), required=False),
    ),
)

EXTENT = Sheet(
    "extent",
    Label("生态系统面积", "ecosystem extent"),
    (
        ECOSYSTEM,
        Number(
            "area",
            Label("面积", "area"),
            unit="km²",
            low=0,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        Text("source", Label("数据来源", "data source"), required=False),
    ),
    Label(
        "各类型面积之和应等于行政区面积;分不清的填在“未分类”。",
        "areas add up to the administrative area; what cannot be classified goes to 未分类.",
    ),
)

REPORTED = Sheet(
    "reported",
    Label("实物量填报", "reported quantities"),
    (
        Key("service", Label("服务", "service"), kind="service"),
        Key("step", Label("指标", "indicator"), kind="step"),
        Key("item", Label("项目", "item"), required=False, kind="name"),
        Key("ecosystem", Label("生态系统类型", "ecosystem type"), required=False, kind="ecosystem"),
        Number("quantity", Label("实物量", "quantity"), unit_label=Label("单位", "unit")),
        Text("source", Label("数据来源", "data source")),
    ),
    Label(
        "只有技术单位给出的实物量结果、没有原始数据时填在这里,其后的步骤由程序计算。",
        "a physical result of a technical institute without its primary data; later steps are computed from it.",
    ),
)

PRICES = Sheet(
    "prices",
    Label("价格", "prices"),
    (
        Key("price", Label("价格项目", "price"), kind="price"),
        Key("item", Label("适用项目", "applies to"), required=False, kind="name"),
        Number("value", Label("单价", "unit price"), unit="元", unit_label=Label("单位", "unit"), low=0),
        Number("price_year", Label("价格年份", "price year"), low=1949, high=2100, whole=True, required=False),
        Text("source", Label("数据来源", "data source")),
        Text("reason", Label("替换理由", "reason for replacing"), required=False),
    ),
)

OVERRIDES = Sheet(
    "overrides",
    Label("参数调整", "coefficient overrides"),
    (
        Key("coefficient", Label("系数编号", "coefficient"), kind="coefficient"),
        Key("item", Label("适用项目", "applies to"), required=False, kind="name"),
        Key("ecosystem", Label("生态系统类型", "ecosystem type"), required=False, kind="ecosystem"),
        Text("set", Label("系数集", "set"), required=False),
        Number("value", Label("数值", "value"), unit_label=Label("单位", "unit"), required=False),
        Text("source", Label("数据来源", "data source"), required=False),
        Text("reason", Label("调整理由", "reason")),
    ),
    Label(
        "填系数集表示选用系数库中的一组数值;填数值和单位表示使用本地数值,须写明来源和理由。",
        "a set chooses one of the book's; a value with its unit replaces it and needs a source and a reason.",
    ),
)

DEDUCTIONS = Sheet(
    "deductions",
    Label("区外扣减", "external products"),
    (
        Key("service", Label("服务", "service"), required=False, kind="service"),
        Key("item", Label("产品或服务", "product"), required=False, kind="name"),
        Key("status", Label("有无区外产品", "external products"), kind="deduction_status", identifies=False),
        Number("value", Label("扣减价值", "value to deduct"), unit="万元", low=0, required=False),
        Text("source", Label("数据来源", "data source"), required=False),
    ),
    Label("有 / 无 / 未调查。留空不等于零。", "有 (some), 无 (none) or 未调查 (not surveyed). Blank is not zero."),
)

PRODUCT_LIST = Sheet(
    "product_list",
    Label("生态产品清单", "product list"),
    (
        Key("service", Label("服务", "service"), kind="service"),
        Key("status", Label("状态", "status"), kind="product_status", identifies=False),
        Text("reason", Label("理由", "reason"), required=False),
        Text("method", Label("核算方法", "method"), required=False),
    ),
    Label(
        "每项服务一行:纳入 / 不纳入 / 不适用 / 无数据;除纳入外须写理由。",
        "one row a service: 纳入 (in), 不纳入 (out), 不适用 (not applicable), 无数据 (no data) + reason.",
    ),
)

EXPLANATIONS = Sheet(
    "explanations",
    Label("审核说明", "explanations"),
    (
        Key("code", Label("意见代码", "code"), kind="name"),
        Key("subject", Label("对象", "subject"), required=False, kind="name"),
        Text("explanation", Label("说明", "explanation")),
    ),
    Label(
        "准强制性意见须在此逐条说明;代码和对象照抄审核意见。",
        "each finding of grade 准强制性 is explained here; copy its code and subject.",
    ),
)

GENERAL_SHEETS = (EXTENT, REPORTED, PRICES, OVERRIDES, DEDUCTIONS, PRODUCT_LIST, EXPLANATIONS)

SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        EXTENT,
        *{sheet.name: sheet for spec in SERVICES for sheet in spec.sheets}.values(),
        *GENERAL_SHEETS[1:],
    )
}
