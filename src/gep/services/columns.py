"""Columns that several sheets share, so that one concept has one word everywhere."""

from __future__ import annotations

from gep.spec import Key, Label, Text

__all__ = ["ECOSYSTEM", "ECOSYSTEM_IF_KNOWN", "FORESTRY_BUREAU", "SOURCE", "WATER_BUREAU", "object_name"]

ECOSYSTEM = Key(
    "ecosystem",
    Label("生态系统类型", "ecosystem type"),
    Label("与《生态系统面积》中的写法一致", "as written in the sheet 生态系统面积"),
    kind="ecosystem",
)
ECOSYSTEM_IF_KNOWN = Key(
    "ecosystem",
    Label("生态系统类型", "ecosystem type"),
    Label("不清楚时留空,结果记为“未分摊”", "leave blank when unknown: the result is shown as unallocated"),
    required=False,
    kind="ecosystem",
)
WATER_BUREAU = Label("水利局", "water bureau")
FORESTRY_BUREAU = Label("林草局", "forestry and grassland bureau")
SOURCE = Text(
    "source",
    Label("数据来源", "data source"),
    Label("数据出自哪里:文件、年鉴或监测报告的名称、年份和页码", "document, yearbook or report with its year and page"),
    required=False,
)


_ONE_ROW = Label("一项一行,名称自定,不得重复", "one row each, under a name of its own")


def object_name(zh: str, en: str, note_zh: str = _ONE_ROW.zh, note_en: str = _ONE_ROW.en) -> Key:
    """Return the key column that names an object such as a lake or a reservoir, with what to write in it."""
    return Key("item", Label(zh, en), Label(note_zh, note_en), kind="name")
