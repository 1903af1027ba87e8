"""The sheets that every inventory has, whatever its services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gep.services import SERVICES
from gep.services.columns import ECOSYSTEM, ECOSYSTEM_IF_KNOWN, SOURCE
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

_COMPILER = Label("编制单位", "the compiler")
_STATISTICS = Label("统计局", "statistics bureau")
_TECHNICAL = Label("技术单位", "technical institute")

# Row by row in 基本信息; a number has its declared unit.
BASIC_ENTRIES: tuple[Key | Number | Text, ...] = (
    Text("region", Label("核算地区代码", "region code"), Label("六位行政区划代码", "six-digit code of the region")),
    Text(
        "region_name",
        Label("核算地区名称", "region name"),
        Label("与代码一致的行政区名称", "name of the region that the code stands for"),
    ),
    Number(
        "year",
        Label("核算年份", "accounting year"),
        Label("账户核算的是哪一年", "year that the account is about"),
        low=1949,
        high=2100,
        whole=True,
        department=_COMPILER,
    ),
    Number(
        "period",
        Label("核算期长度", "accounting period"),
        Label("一般是一年,填 1", "one year as a rule: 1"),
        unit="a",
        low=0,
        department=_COMPILER,
        lasting=True,
    ),
    Text(
        "standard",
        Label("核算标准", "standard"),
        Label("标准的代号,见“填报说明”", "id of the standard, as in the sheet instructions"),
        required=False,
    ),
    Number(
        "price_year",
        Label("价格年份", "price year"),
        Label(
            "清单中的金额是哪一年的价格;某一行另有价格年份的写在该行",
            "year of the prices of the inventory; a row with prices of another year states its own",
        ),
        low=1949,
        high=2100,
        whole=True,
        department=_COMPILER,
    ),
    Number(
        "administrative_area",
        Label("行政区面积", "administrative area"),
        Label("行政区的总面积,用来核对各类型面积之和", "area of the whole region, against which the types are summed"),
        unit="km²",
        low=0,
        department=Label("自然资源局", "natural resources bureau"),
    ),
    Number(
        "population",
        Label("常住人口", "resident population"),
        Label("核算年份的常住人口,用来计算人均值", "residents in the year, for values per head"),
        unit="万人",
        low=0,
        required=False,
        department=_STATISTICS,
    ),
    Number(
        "gdp",
        Label("地区生产总值", "gross domestic product"),
        Label("核算年份的地区生产总值,按当年价格", "of the year, at its own prices"),
        unit="亿元",
        low=0,
        required=False,
        department=_STATISTICS,
    ),
    Text(
        "compiler",
        Label("编制单位", "compiled by"),
        Label("编制账户的单位", "who compiles the account"),
        required=False,
    ),
    Text(
        "citation",
        Label("资料出处", "citation"),
        Label("清单整体取自某一文献时写明", "where the inventory as a whole is taken from a publication"),
        required=False,
    ),
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
        replace(
            ECOSYSTEM,
            note=Label(
                "一级类型、二级类型或更细的类型均可,不要既填某一类型又填它的下级类型",
                "types of level I, II or finer, but no type together with a part of it",
            ),
        ),
        Number(
            "area",
            Label("面积", "area"),
            Label("该类型在本区域内的面积", "area of the type within the region"),
            unit="km²",
            low=0,
            department=Label("自然资源局", "natural resources bureau"),
            lasting=True,
        ),
        SOURCE,
    ),
    Label(
        "各类型面积之和应等于行政区面积;分不清的填在“未分类”。",
        "areas add up to the administrative area; what cannot be classified goes to 未分类.",
    ),
)

_ITEM_IF_SEVERAL = Label(
    "产品、污染物、用水类别等;不分项的留空", "product, pollutant, water use and so on; blank for all"
)
_FOR_ITEM = Label("只适用于某一项目时写其名称,否则留空", "the item that it is for; blank for all")

REPORTED = Sheet(
    "reported",
    Label("实物量填报", "reported quantities"),
    (
        Key(
            "service",
            Label("服务", "service"),
            Label("结果所属的服务", "service that the result is of"),
            kind="service",
        ),
        Key(
            "step",
            Label("指标", "indicator"),
            Label("结果是该服务的哪个指标", "which indicator of the service it is"),
            kind="step",
        ),
        Key("item", Label("项目", "item"), _ITEM_IF_SEVERAL, required=False, kind="name"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "quantity",
            Label("实物量", "quantity"),
            Label("核算期内的实物量结果", "physical result of the period"),
            unit_label=Label("单位", "unit"),
            department=_TECHNICAL,
        ),
        replace(SOURCE, required=True),
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
        Key("price", Label("价格项目", "price"), Label("哪一种单价", "which unit price"), kind="price"),
        Key("item", Label("适用项目", "applies to"), _FOR_ITEM, required=False, kind="name"),
        Number(
            "value",
            Label("单价", "unit price"),
            Label("一个单位实物量的价格", "price of one unit of the quantity"),
            unit="元",
            unit_label=Label("单位", "unit"),
            low=0,
            department=Label("发展改革局", "development and reform bureau"),
            lasting=True,
        ),
        Number(
            "price_year",
            Label("价格年份", "price year"),
            Label("单价是哪一年的价格;留空以基本信息为准", "year of the price; blank: that of 基本信息"),
            low=1949,
            high=2100,
            whole=True,
            required=False,
            department=_COMPILER,
            lasting=True,
        ),
        replace(SOURCE, required=True),
        Text(
            "reason",
            Label("替换理由", "reason for replacing"),
            Label("替换系数库中的价格时写明为什么", "why a price of the book is replaced"),
            required=False,
        ),
    ),
)

OVERRIDES = Sheet(
    "overrides",
    Label("参数调整", "coefficient overrides"),
    (
        Key(
            "coefficient",
            Label("系数编号", "coefficient"),
            Label("系数库中的编号,用 gep coefficients 查看", "its id in the book: see gep coefficients"),
            kind="coefficient",
        ),
        Key("item", Label("适用项目", "applies to"), _FOR_ITEM, required=False, kind="name"),
        Key(
            "ecosystem",
            Label("生态系统类型", "ecosystem type"),
            Label("只适用于某一类型时填写,否则留空", "the type that it is for; blank for all"),
            required=False,
            kind="ecosystem",
        ),
        Text(
            "set",
            Label("系数集", "set"),
            Label("选用系数库中的哪一组数值", "which set of values of the book is taken"),
            required=False,
        ),
        Number(
            "value",
            Label("数值", "value"),
            Label("本地数值,代替系数库中的数值", "local value in place of the one of the book"),
            unit_label=Label("单位", "unit"),
            required=False,
            department=_TECHNICAL,
            lasting=True,
        ),
        SOURCE,
        Text("reason", Label("调整理由", "reason"), Label("为什么不用默认值", "why the default is not taken")),
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
        Key(
            "service",
            Label("服务", "service"),
            Label("扣减哪一项服务;没有区外产品时留空", "service to deduct from; blank where there is nothing"),
            required=False,
            kind="service",
        ),
        Key(
            "item",
            Label("产品或服务", "product"),
            Label("来自区外的产品,如外购饲料喂养的牲畜", "what comes from outside, such as stock fed on bought fodder"),
            required=False,
            kind="name",
        ),
        Key(
            "status",
            Label("有无区外产品", "external products"),
            Label("一般一行就够;未调查的合计不能称 GEP", "one row as a rule; a sum not surveyed is no GEP"),
            kind="deduction_status",
            identifies=False,
        ),
        Number(
            "value",
            Label("扣减价值", "value to deduct"),
            Label("选“有”时填写,填正数", "with 有 (some), as a positive number"),
            unit="万元",
            low=0,
            required=False,
            department=_STATISTICS,
        ),
        SOURCE,
    ),
    Label("有 / 无 / 未调查。留空不等于零。", "有 (some), 无 (none) or 未调查 (not surveyed). Blank is not zero."),
)

PRODUCT_LIST = Sheet(
    "product_list",
    Label("生态产品清单", "product list"),
    (
        Key(
            "service",
            Label("服务", "service"),
            Label("标准计入的服务,已预先列出", "services that the standard counts, listed beforehand"),
            kind="service",
        ),
        Key(
            "status",
            Label("状态", "status"),
            Label("这项服务是否计入本账户", "whether the service counts in this account"),
            kind="product_status",
            identifies=False,
        ),
        Text(
            "reason",
            Label("理由", "reason"),
            Label("不纳入、不适用、无数据的理由", "why it is out, not applicable or without data"),
            required=False,
        ),
        Text(
            "method",
            Label("核算方法", "method"),
            Label("留空取标准首选的方法", "blank: the method that the standard prefers"),
            required=False,
        ),
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
        Key(
            "code",
            Label("意见代码", "code"),
            Label("照抄意见中的代码,如 GEP201", "code of the finding, such as GEP201"),
            kind="name",
        ),
        Key(
            "subject",
            Label("对象", "subject"),
            Label("照抄意见中给出的对象", "subject as the finding gives it"),
            required=False,
            kind="name",
        ),
        Text(
            "explanation",
            Label("说明", "explanation"),
            Label("情况属实的理由和依据", "why it is right, and the evidence"),
        ),
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
