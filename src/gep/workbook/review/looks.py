"""The formats that a copy adds to a workbook: colours of the grades, and the looks of the list of findings."""

from __future__ import annotations

from collections.abc import Mapping

from gep.findings import Grade
from gep.workbook.review.findings_list import Looks
from gep.workbook.review.splice import Edit, Element, NoSpliceError, attribute, children, set_attribute, spliced

__all__ = ["COLOURS", "formats_added"]

COLOURS: Mapping[Grade, str] = {
    Grade.ERROR: "FFFF9C9C",
    Grade.EXPLAIN: "FFFFC266",
    Grade.VERIFY: "FFFFE34D",
    Grade.HINT: "FFBFDFFF",
}
_LINK = "FF0563C1"
_HEADER = "FFDCE9DD"


def formats_added(data: bytes) -> tuple[bytes, Looks, dict[Grade, int]]:
    """Return the part of the styles with ours behind hers, and the numbers of ours.

    Raises
    ------
    NoSpliceError
        If the part cannot be changed in place.
    """
    root = children(data, lambda _: 2)
    prefix = root.prefix
    fonts, fills, formats = (root.child(name) for name in ("fonts", "fills", "cellXfs"))
    if fonts is None or fills is None or formats is None:
        raise NoSpliceError
    usual = fonts.children[0].child("name") if fonts.children else None
    name = f"<P:name val={attribute(usual.attributes['val'])}/>" if usual is not None else ""
    font, fill, look = len(fonts.children), len(fills.children), len(formats.children)
    texts = {
        "fonts": [
            f'<P:font><P:b/><P:sz val="14"/>{name}</P:font>',
            f'<P:font><P:b/><P:sz val="10"/>{name}</P:font>',
            f'<P:font><P:sz val="10"/>{name}</P:font>',
            f'<P:font><P:u/><P:sz val="10"/><P:color rgb="{_LINK}"/>{name}</P:font>',
        ],
        "fills": [
            f'<P:fill><P:patternFill patternType="solid"><P:fgColor rgb="{_HEADER}"/><P:bgColor indexed="64"/>'
            "</P:patternFill></P:fill>"
        ],
        "cellXfs": [
            _format(font, 0, ""),
            _format(font + 2, 0, ""),
            _format(font + 1, fill, '<P:alignment vertical="center" wrapText="1"/>'),
            _format(font + 2, 0, '<P:alignment vertical="top" wrapText="1"/>'),
            _format(font + 3, 0, '<P:alignment vertical="top" wrapText="1"/>'),
        ],
    }
    colours = [
        f'<P:dxf><P:fill><P:patternFill patternType="solid"><P:fgColor rgb="{colour}"/><P:bgColor rgb="{colour}"/>'
        "</P:patternFill></P:fill></P:dxf>"
        for colour in COLOURS.values()
    ]
    edits: list[Edit] = []
    for block in (fonts, fills, formats):
        edits += _appended(data, block, texts[block.name], prefix)
    differential = root.child("dxfs")
    first = len(differential.children) if differential is not None else 0
    if differential is not None:
        edits += _appended(data, differential, colours, prefix)
    else:
        place = next(
            (one.start for one in root.children if one.name in ("tableStyles", "colors", "extLst")), root.closing
        )
        block_text = _prefixed(f'<P:dxfs count="{len(colours)}">{"".join(colours)}</P:dxfs>', prefix)
        edits.append(Edit(place, place, block_text))
    looks = Looks(*range(look, look + len(texts["cellXfs"])))
    return spliced(data, edits), looks, {grade: first + number for number, grade in enumerate(COLOURS)}


def _format(font: int, fill: int, alignment: str) -> str:
    shown = f'numFmtId="49" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"'
    shown += ' applyFill="1"' if fill else ""
    return f'<P:xf {shown} applyAlignment="1">{alignment}</P:xf>' if alignment else f"<P:xf {shown}/>"


def _appended(data: bytes, block: Element, texts: list[str], prefix: str) -> list[Edit]:
    count = set_attribute(data, block, "count", str(len(block.children) + len(texts)))
    text = _prefixed("".join(texts), prefix)
    if not block.empty:
        return [*count, block.append(text)]
    # An empty tag is written anew: its count stands inside the bytes that appending replaces.
    name = f"{block.prefix}{block.name}"
    return [Edit(block.start, block.end, f'<{name} count="{len(texts)}">{text}</{name}>')]


def _prefixed(text: str, prefix: str) -> str:
    return text.replace("<P:", f"<{prefix}").replace("</P:", f"</{prefix}")
