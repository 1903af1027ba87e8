"""Write docs/errors.md from the catalogues of messages: ``python docs/errors_page.py`` or ``make errors``."""

from __future__ import annotations

import re
from pathlib import Path

from gep.messages import codes, entry, label

PAGE = Path(__file__).with_name("errors.md")
RANGES = {
    "0": ("文件与工作簿", "Files and workbooks"),
    "1": ("单元格与行", "Cells and rows"),
    "2": ("合理性与平衡关系", "Plausibility and identities"),
    "3": ("编制账户", "Compiling"),
    "4": ("系数、价格与标准", "Coefficients, prices and standards"),
    "5": ("单位", "Units"),
    "6": ("命令行", "Command line"),
    "7": ("准备输入数据", "Preparing inputs"),
}
HEAD = """\
<!-- Written by docs/errors_page.py from the catalogues in src/gep/messages; do not edit. -->

# 审核意见代码 Finding codes

每条审核意见都带有代码。代码保持不变,可据此查找含义和处理办法。‹…› 处由程序填入具体内容。
四个等级:强制性(必须改正,否则不出账户)、准强制性(改正,或在“审核说明”表中写明理由)、核实性(请核实)、提示性(供参考)。

Every finding carries a code. Codes do not change; look up here what one means and what to do about it. The program
fills in what stands between ‹ and ›. There are four grades: *error* (must be corrected, no account is written),
*explain* (correct it, or record the reason in the sheet 审核说明), *verify* (please check) and *hint* (to be noted).
"""


def _cell(text: str) -> str:
    """Return `text` for a table cell: placeholders between ‹ and ›, Markdown's own characters escaped."""
    shown = re.sub(r"\{(\w+)[^{}]*\}", "‹\\1›", text).replace("{{", "{").replace("}}", "}")
    return re.sub(r"([\\`*_\[\]<>|#~$])", r"\\\1", shown).replace("\n", " ")


def page() -> str:
    """Return the page: a section per range, a heading per code, Chinese first."""
    parts = [HEAD]
    for digit, (zh, en) in RANGES.items():
        inside = [code for code in codes() if code[3] == digit]
        if not inside:
            continue
        parts.append(f"## {zh} {en}\n")
        for code in inside:
            content = entry(code)
            grade = str(content["grade"])
            parts.append(
                f"### {code}\n\n"
                f"| {label(grade, 'zh')} | {label(grade, 'en')} |\n"
                "| --- | --- |\n"
                f"| {_cell(content['zh']['text'])} | {_cell(content['en']['text'])} |\n"
                f"| → {_cell(content['zh']['todo'])} | → {_cell(content['en']['todo'])} |\n"
            )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
