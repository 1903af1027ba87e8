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
SOURCE = Text("source", Label("数据来源", "data source"), required=False)


def object_name(zh: str, en: str) -> Key:
    """Return the key column that names an object such as a lake or a reservoir."""
    return Key("item", Label(zh, en), kind="name")
