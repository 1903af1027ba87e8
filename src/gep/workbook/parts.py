"""The parts of a workbook around its sheets: the list of sheets, the shared texts, the number formats, the links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gep.workbook.formats import Format, builtin_format, format_of
from gep.workbook.package import MAX_DEPTH, Package
from gep.workbook.plain_xml import read_plain_texts
from gep.workbook.raw import SheetState

__all__ = ["Book", "Links", "SheetEntry", "decoded", "is_true", "read_book", "read_formats", "read_links", "read_texts"]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STATES: dict[str, SheetState] = {"hidden": "hidden", "veryHidden": "veryHidden"}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet in the list of sheets: its name, the id of its relationship, and whether it is shown."""

    name: str
    relation: str
    state: SheetState


@dataclass(slots=True)
class Book:
    """The list of sheets, the start of the calendar, and whether formulas still wait for their first calculation."""

    sheets: list[SheetEntry] = field(default_factory=list)
    from_1904: bool = False
    uncalculated: bool = False


@dataclass(slots=True)
class Links:
    """Whether external links lead to other workbooks, and whether they lead to other programs."""

    books: bool = False
    programs: bool = False


def read_book(package: Package, part: str) -> Book:
    """Read the list of sheets."""
    handler = _BookHandler()
    package.walk(part, {"zh": "工作簿目录", "en": "the table of contents"}, handler)
    return handler.book


def read_texts(package: Package, part: str) -> list[str]:
    """Read the texts that cells refer to by number: rich text is joined, phonetic guides are left out."""
    words = {"zh": "文字内容", "en": "the text of the cells"}
    data = package.read(part, words)
    plain = read_plain_texts(data)
    if plain is not None:
        return [decoded(text) for text in plain]
    handler = _TextHandler()
    package.parse(data, words, handler)
    return handler.texts


def read_formats(package: Package, part: str) -> list[Format]:
    """Read what each cell style makes of a number."""
    handler = _FormatHandler()
    package.walk(part, {"zh": "单元格格式", "en": "the formats of the cells"}, handler)
    return handler.formats


def read_links(package: Package, part: str, links: Links) -> None:
    """Add to `links` what the external link `part` leads to."""
    package.walk(part, {"zh": "外部链接", "en": "an external link"}, _LinkHandler(links))


def is_true(value: str | None) -> bool:
    """Return whether an XML attribute says true."""
    return value in ("1", "true", "on")


def decoded(text: str) -> str:
    """Return `text` with its ``_xHHHH_`` escapes (characters that XML cannot hold) decoded."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # Two escapes may make one character; half of one would break whoever writes the text later.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Handler:
    """Knows elements by their local names, and counts depth: a deep tree costs memory, and no workbook has one."""

    def __init__(self) -> None:
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        self.opened(name.rpartition(" ")[2], attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self.closed(name.rpartition(" ")[2])

    def text(self, data: str) -> None:
        pass

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        pass

    def closed(self, local: str) -> None:
        pass


class _BookHandler(_Handler):
    def __init__(self) -> None:
        super().__init__()
        self.book = Book()

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        if local == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            state = _STATES.get(attributes.get("state", ""), "visible")
            self.book.sheets.append(SheetEntry(attributes.get("name", ""), relation, state))
        elif local == "workbookPr":
            self.book.from_1904 = is_true(attributes.get("date1904"))
        elif local == "calcPr":
            self.book.uncalculated = is_true(attributes.get("fullCalcOnLoad"))


class _TextHandler(_Handler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._collecting = False
        self._phonetic = False

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        if local == "t":
            self._collecting = not self._phonetic
        elif local == "si":
            self._pieces = []
        elif local == "rPh":
            self._phonetic = True

    def closed(self, local: str) -> None:
        if local == "t":
            self._collecting = False
        elif local == "si":
            self.texts.append(decoded("".join(self._pieces)))
        elif local == "rPh":
            self._phonetic = False

    def text(self, data: str) -> None:
        if self._collecting:
            self._pieces.append(data)


class _FormatHandler(_Handler):
    def __init__(self) -> None:
        super().__init__()
        self.formats: list[Format] = []
        self._custom: dict[str, Format] = {}
        self._in_cell_styles = False

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        if local == "numFmt":
            self._custom[attributes.get("numFmtId", "")] = format_of(attributes.get("formatCode", ""))
        elif local == "cellXfs":
            self._in_cell_styles = True
        elif local == "xf" and self._in_cell_styles:
            number = attributes.get("numFmtId", "0")
            self.formats.append(self._custom.get(number) or builtin_format(number))

    def closed(self, local: str) -> None:
        if local == "cellXfs":
            self._in_cell_styles = False


class _LinkHandler(_Handler):
    def __init__(self, links: Links) -> None:
        super().__init__()
        self._links = links

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        if local == "externalBook":
            self._links.books = True
        elif local in ("ddeLink", "oleLink"):
            self._links.programs = True
