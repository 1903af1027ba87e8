"""The comments of a sheet: their text and the boxes they are shown in, hers kept, ours added or renewed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gep.workbook.raw import position as place_of
from gep.workbook.review.splice import Edit, Element, NoSpliceError, attribute, children, escaped, spliced
from gep.workbook.writing import line_count

__all__ = ["AUTHOR", "Box", "Metrics", "box_size", "boxes", "comments", "metrics_of"]

AUTHOR = "gep 审核"
"""Author of our comments, by which they are found again when a copy is checked."""
MARK = "【gep】"
"""What our words in a comment of hers begin with."""

WIDTH = 56  # half-width characters on a line of a box
PIXELS_OF_LETTER, PIXELS_OF_LINE = 7, 17
MARGIN = 16
COLUMN_PIXELS, ROW_PIXELS = 64, 20  # where the sheet does not say
POINTS = 0.75  # of a pixel
OFFSET = 15  # pixels between a cell and its box
_LEVELS = 5  # comment, text, run, its text
_SHAPES = 1024  # ids of shapes come in blocks of so many, one a sheet

_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="{namespace}"><authors></authors><commentList></commentList></comments>'
)
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{block}"/></o:shapelayout></xml>'
)
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="{style}" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ONE_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
_ROW = re.compile(r"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_ANCHOR = re.compile(r"<x:Anchor>[^<]*</x:Anchor>")
_SIZE = re.compile(r"(?<![-\w])(width|height)\s*:\s*[^;'\"]*")
_NUMBERS = re.compile(r"_x0000_s(\d+)")


class Metrics(NamedTuple):
    """How wide the columns and how high the rows of a sheet are, in pixels, where they differ from the default."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]


class Box(NamedTuple):
    """Where the box of a comment lies: column and row with the offset in pixels, of both corners."""

    anchor: str
    style: str


def metrics_of(worksheet: Element) -> Metrics:
    """Return the sizes of columns and rows that a sheet states."""
    columns: dict[int, int] = {}
    for one in _children(worksheet, "cols"):
        width = float(one.attributes.get("width", "9.14"))
        pixels = 0 if one.attributes.get("hidden") in ("1", "true") else round(width * PIXELS_OF_LETTER)
        for number in range(int(one.attributes["min"]), min(int(one.attributes["max"]), 1000) + 1):
            columns[number] = pixels
    rows: dict[int, int] = {}
    number = 0
    for one in _children(worksheet, "sheetData"):
        number = int(one.attributes.get("r", number + 1))
        if one.attributes.get("hidden") in ("1", "true"):
            rows[number] = 0
        elif "ht" in one.attributes:
            rows[number] = round(float(one.attributes["ht"]) / POINTS)
    return Metrics(columns, rows)


def _children(worksheet: Element, name: str) -> Sequence[Element]:
    found = worksheet.child(name)
    return found.children if found is not None else ()


def box_size(text: str) -> tuple[int, int]:
    """Return width and height [pixels] of a box that shows the whole of a text."""
    return WIDTH * PIXELS_OF_LETTER + MARGIN, line_count(text, WIDTH) * PIXELS_OF_LINE + MARGIN


def _box(row: int, column: int, text: str, metrics: Metrics) -> Box:
    width, height = box_size(text)
    top = max(row - 1, 1)
    left, from_left = column + 1, OFFSET
    right, to_right = _walk(left, from_left + width, metrics.columns, COLUMN_PIXELS)
    bottom, to_bottom = _walk(top, 2 + height, metrics.rows, ROW_PIXELS)
    corners = (left - 1, from_left, top - 1, 2, right - 1, to_right, bottom - 1, to_bottom)
    size = f"width:{width * POINTS:g}pt;height:{height * POINTS:g}pt"
    style = f"position:absolute;margin-left:60pt;margin-top:2pt;{size};z-index:1;visibility:hidden"
    return Box(", ".join(map(str, corners)), style)


def _walk(start: int, distance: int, sizes: Mapping[int, int], default: int) -> tuple[int, int]:
    """Return the column or row that lies `distance` pixels behind the beginning of `start`, and what is left of it."""
    number, left = start, distance
    while left > sizes.get(number, default):
        left -= sizes.get(number, default)
        number += 1
    return number, left


def comments(data: bytes | None, texts: Mapping[str, str], namespace: str) -> tuple[bytes, dict[str, str]]:
    """Return the part with the comments of a sheet after ours are renewed.

    Parameters
    ----------
    data : bytes or None
        The part as it is; None if the sheet has no comments yet.
    texts : mapping of str to str
        What to say at each cell.
    namespace : str
        Namespace of the workbook.

    Returns
    -------
    bytes
    dict of str to str
        The whole text of each comment at a cell of `texts`, hers and ours, for the size of its box; of a comment of
        ours that is taken away, an empty text.

    Raises
    ------
    NoSpliceError
        If the part cannot be changed in place.
    """
    data = data if data is not None else _EMPTY.format(namespace=namespace).encode()
    root = children(data, lambda _: _LEVELS)
    authors, listed = root.child("authors"), root.child("commentList")
    if authors is None or listed is None:
        raise NoSpliceError
    edits: list[Edit] = []
    names = [one.text for one in authors.children]
    ours = names.index(AUTHOR) if AUTHOR in names else len(names)
    prefix = listed.prefix
    if AUTHOR not in names:
        edits.append(authors.append(f"<{prefix}author>{escaped(AUTHOR)}</{prefix}author>"))
    whole: dict[str, str] = {}
    kept: set[str] = set()
    for one in listed.children:
        cell = one.attributes.get("ref", "")
        if one.attributes.get("authorId") == str(ours) and AUTHOR in names:
            edits.append(one.remove())
            whole[cell] = ""
            continue
        kept.add(cell)
        text = one.child("text")
        if text is not None:
            edits += _renewed(data, text, texts.get(cell), prefix)
            if cell in texts:
                hers = "".join(_words(part) for part in text.children if not _ours(part))
                whole[cell] = f"{hers}\n\n{MARK}\n{texts[cell]}"
    added = []
    for cell in sorted(texts.keys() - kept, key=place_of):
        whole[cell] = texts[cell]
        added.append(
            f"<{prefix}comment ref={attribute(cell)} authorId={attribute(str(ours))}><{prefix}text>"
            f"{_run(texts[cell], prefix)}</{prefix}text></{prefix}comment>"
        )
    if added:
        edits.append(listed.append("".join(added)))
    return spliced(data, edits), whole


def _run(text: str, prefix: str) -> str:
    return f'<{prefix}r><{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}r>'


def _renewed(data: bytes, text: Element, ours: str | None, prefix: str) -> list[Edit]:
    """Return the edits that take what we said before out of a comment of hers and add what we say now."""
    edits = []
    for one in text.children:
        if _ours(one):
            edits.append(one.remove())
        elif one.name == "t" and ours is not None:
            # Text beside runs is not allowed: it becomes a run too.
            edits += [Edit(one.start, one.start, f"<{prefix}r>"), Edit(one.end, one.end, f"</{prefix}r>")]
    if ours is not None:
        last = next((one for one in text.children if one.name in ("rPh", "phoneticPr")), None)
        run = _run(f"\n\n{MARK}\n{ours}", prefix)
        edits.append(Edit(last.start, last.start, run) if last is not None else text.append(run))
    return edits


def _ours(part: Element) -> bool:
    """Return whether a part of a comment of hers is what we said before."""
    return part.name == "r" and _words(part).lstrip("\n").startswith(MARK)


def _words(element: Element) -> str:
    if element.name == "t":
        return element.text
    return "".join(_words(one) for one in element.children if one.name not in ("rPh", "rPr"))


def boxes(data: bytes | None, whole: Mapping[str, str], metrics: Metrics, block: int) -> bytes:
    """Return the drawing with the boxes of the comments, large enough for their text.

    Parameters
    ----------
    data : bytes or None
        The drawing as it is; None if there is none yet.
    whole : mapping of str to str
        The text of each comment that is new or changed, empty for one that was taken away.
    metrics : Metrics
        Of the sheet.
    block : int
        Number of the sheet, for ids that no other sheet uses.
    """
    text = (data if data is not None else _DRAWING.format(block=block).encode()).decode("utf-8", "surrogateescape")
    wanted = {(place_of(cell)[0], place_of(cell)[1]): words for cell, words in whole.items()}
    met: set[tuple[int, int]] = set()

    def fitted(match: re.Match[str]) -> str:
        shape = match[0]
        row, column = _ROW.search(shape), _COLUMN.search(shape)
        if row is None or column is None:
            return shape
        place = (int(row[1]) + 1, int(column[1]) + 1)
        if place not in wanted:
            return shape
        if not wanted[place]:
            return ""
        met.add(place)
        box = _box(*place, wanted[place], metrics)
        sizes = dict(part.split(":") for part in box.style.split(";") if part.startswith(("width", "height")))
        head, sep, tail = shape.partition(">")
        head = _SIZE.sub(lambda part: f"{part[1]}:{sizes[part[1]]}", head)
        return head + sep + _ANCHOR.sub(f"<x:Anchor>{box.anchor}</x:Anchor>", tail)

    text = _ONE_SHAPE.sub(fitted, text)
    number = max((int(one) for one in _NUMBERS.findall(text)), default=_SHAPES * block)
    added = [] if "_x0000_t202" in text else [_TYPE]
    for place in sorted(place for place, words in wanted.items() if words and place not in met):
        number += 1
        box = _box(*place, wanted[place], metrics)
        shape = _SHAPE.format(number=number, style=box.style, anchor=box.anchor, row=place[0] - 1, column=place[1] - 1)
        added.append(shape)
    head, end, tail = text.rpartition("</xml>")
    return f"{head}{''.join(added)}{end}{tail}".encode("utf-8", "surrogateescape")
