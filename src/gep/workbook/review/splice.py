"""Changing a part of a workbook without touching the rest of it: edits at byte offsets that a parser names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

__all__ = [
    "Edit",
    "Element",
    "NoSpliceError",
    "attribute",
    "attributes_of",
    "children",
    "escaped",
    "set_attribute",
    "spliced",
]

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.-]+)""")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NoSpliceError(Exception):
    """The part cannot be changed in place, such as one in UTF-16."""


class Edit(NamedTuple):
    """Replace the bytes from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Element:
    """An element with its place in the bytes of its part.

    Parameters
    ----------
    name, namespace, prefix : str
        Local name, namespace, and the prefix with its colon as it stands in the file.
    attributes : dict
        By name; one in a namespace as ``"namespace name"``.
    start, opened : int
        Where its start tag begins and ends.
    closing, end : int
        Where its end tag begins and ends; of an empty tag both are `opened`.
    children : list of Element
    """

    name: str
    namespace: str
    prefix: str
    attributes: dict[str, str]
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag."""
        return self.closing == self.end

    def child(self, name: str) -> Element | None:
        """Return the first child called `name`, or None."""
        return next((one for one in self.children if one.name == name), None)

    def append(self, text: str) -> Edit:
        """Return the edit that puts `text` behind its last child."""
        if self.empty:
            return Edit(self.opened - 2, self.opened, f">{text}</{self.prefix}{self.name}>")
        return Edit(self.closing, self.closing, text)

    def remove(self) -> Edit:
        """Return the edit that takes it out."""
        return Edit(self.start, self.end, "")


def children(data: bytes, levels: Callable[[str], int]) -> Element:
    """Return the root of a part with its descendants.

    Parameters
    ----------
    data : bytes
        The part.
    levels : callable
        For the local name of a child of the root, how many levels below that child are kept; the rest is passed over.

    Raises
    ------
    NoSpliceError
        If the part is not well-formed XML in UTF-8.
    """
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise NoSpliceError
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    stack: list[Element | None] = []
    roots: list[Element] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        level = len(stack)
        above = stack[-1] if stack else None
        if level > 1 and (above is None or level > depth):
            stack.append(None)
            return
        namespace, _, local = name.rpartition(" ")
        if level == 1:
            depth = 1 + levels(local)
        place = parser.CurrentByteIndex
        opened = _tag_end(data, place)
        tag = re.split(rb"[\s/>]", data[place + 1 : opened], maxsplit=1)[0].decode()
        prefix = tag.removesuffix(local)
        one = Element(local, namespace, prefix, attributes, place, opened)
        if above is not None:
            above.children.append(one)
        else:
            roots.append(one)
        stack.append(one)

    def end(_name: str) -> None:
        one = stack.pop()
        place = parser.CurrentByteIndex
        if one is not None:
            empty = data[one.opened - 2 : one.opened] == b"/>"
            one.closing = one.opened if empty else place
            one.end = one.opened if empty else _tag_end(data, place)

    def text(content: str) -> None:
        if stack and stack[-1] is not None:
            stack[-1].text += content

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NoSpliceError from error
    return roots[0]


def _tag_end(data: bytes, start: int) -> int:
    """Return where the tag that begins at `start` ends; a ``>`` inside quotes is not its end."""
    place = start
    while True:
        end = data.index(b">", place)
        quotes = data[start:end]
        if not (_open_quote(quotes)):
            return end + 1
        place = end + 1


def _open_quote(text: bytes) -> bool:
    inside = 0
    for one in text:
        if inside:
            inside = 0 if one == inside else inside
        elif one in b"\"'":
            inside = one
    return bool(inside)


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `data` with the edits made; none overlaps another."""
    pieces, last = [], 0
    for one in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [data[last : one.start], one.text.encode()]
        last = one.end
    return b"".join([*pieces, data[last:]])


def attributes_of(element: Element, name: str) -> str:
    """Return an attribute whatever its namespace, empty if it is not there."""
    return next((value for key, value in element.attributes.items() if key.rpartition(" ")[2] == name), "")


def set_attribute(data: bytes, element: Element, name: str, value: str) -> list[Edit]:
    """Return the edits that give an element another value of an attribute that it has; none if it has not."""
    tag = data[element.start : element.opened].decode()
    match = re.search(rf"""(\s{name}\s*=\s*)(["'])(.*?)\2""", tag)
    if match is None:
        return []
    before = element.start + len(tag[: match.start(3)].encode())
    return [Edit(before, before + len(match[3].encode()), escaped(value))]


def attribute(value: str) -> str:
    """Return a value of an attribute, quoted."""
    return quoteattr(_NOT_XML.sub("", value))


def escaped(text: str) -> str:
    """Return text for XML; characters that XML cannot hold are left out."""
    return escape(_NOT_XML.sub("", text))
