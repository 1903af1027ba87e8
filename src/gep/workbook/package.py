"""The zip package around a workbook, opened with care: the file comes from anywhere.

Every limit is checked before or while inflating, never afterwards, and XML that declares a document type is refused,
so no entity can expand and nothing outside the file is ever fetched.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from enum import Enum
from io import BytesIO
from typing import NamedTuple, Protocol
from urllib.parse import unquote
from xml.parsers import expat

__all__ = [
    "MAX_DEPTH",
    "MAX_FILE",
    "MEGABYTE",
    "FileKind",
    "Handler",
    "Package",
    "RefusalError",
    "Relation",
    "Words",
    "sniff",
]

MEGABYTE = 2**20
MAX_FILE = 200 * MEGABYTE
MAX_PART = 64 * MEGABYTE
MAX_TOTAL = 200 * MEGABYTE
MAX_ENTRIES = 2_000
MAX_DEPTH = 64
MAX_RATIO = 200
# A real inventory deflates 4 to 10 times; a small part full of blank formatted cells more, and does no harm.
RATIO_FROM = MEGABYTE
CHUNK = 4 * MEGABYTE

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CENTRAL_ENTRY = b"PK\x01\x02"
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Words = Mapping[str, str]


class RefusalError(Exception):
    """A reason not to read on, as a catalogue code with its parameters.

    `whole` says that the file as a whole cannot be trusted, not only the part at hand.
    """

    def __init__(self, code: str, *, whole: bool = True, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.whole = whole
        self.params = params


class Handler(Protocol):
    """Receives the elements of one part. Names are ``"namespace local"``."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Receive the start of an element."""

    def end(self, name: str, /) -> None:
        """Receive the end of an element."""

    def text(self, data: str, /) -> None:
        """Receive a piece of text."""


class FileKind(Enum):
    """What the first bytes of a file say it is."""

    ZIP = "zip"
    OLE2 = "ole2"


def sniff(data: bytes) -> FileKind:
    """Tell from its first bytes what `data` is. Extensions lie, bytes do not.

    Raises
    ------
    RefusalError
        If it can be no workbook that is read, or a password protects it.
    """
    if not data:
        raise RefusalError("GEP005")
    if data.startswith(_ZIP):
        return FileKind.ZIP
    if data.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusalError("GEP006")
        if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
            return FileKind.OLE2
        raise RefusalError("GEP010")
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        raise RefusalError("GEP009", format={"zh": "网页表格", "en": "a web page"})
    if head.startswith(b"<?xml"):
        raise RefusalError("GEP009", format={"zh": "XML 表格", "en": "an XML table"})
    if _is_text(data[:4096]):
        raise RefusalError("GEP009", format={"zh": "文本(如 CSV)", "en": "plain text (such as CSV)"})
    raise RefusalError("GEP010")


def _is_text(head: bytes) -> bool:
    encodings = ["utf-16"] if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        # The head may end inside a character.
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return all(letter >= " " or letter in "\t\r\n" for letter in text)
    return False


class Relation(NamedTuple):
    """A relationship: the last word of its type (``"worksheet"``, ``"styles"`` …) and the part it points to."""

    kind: str
    target: str


class Package:
    """The parts of a zip package, read within limits.

    Raises
    ------
    RefusalError
        If the package is damaged or breaks a limit.
    """

    def __init__(self, data: bytes) -> None:
        # zipfile reads the whole directory before anyone can count it; its entries are counted by their signature.
        if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
            raise RefusalError("GEP016", limit=MAX_ENTRIES)
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _BROKEN_ZIP as error:
            raise RefusalError("GEP013") from error
        self._left = MAX_TOTAL
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            self._admit(info)
        if sum(info.file_size for info in self._parts.values()) > MAX_TOTAL:
            raise RefusalError("GEP015", limit=MAX_TOTAL // MEGABYTE)

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = _key(info.orig_filename)
        if name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/"):
            raise RefusalError("GEP017")
        if name in self._parts:
            raise RefusalError("GEP017")
        if info.file_size > MAX_PART or _explodes(info.file_size, info.compress_size):
            raise RefusalError("GEP015", limit=MAX_PART // MEGABYTE)
        self._parts[name] = info

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in lower case."""
        return tuple(self._parts)

    def read(self, name: str, words: Words) -> bytes:
        """Inflate the part `name`; `words` name it to an analyst.

        Raises
        ------
        RefusalError
            If the part is missing, damaged or breaks a limit.
        """
        info = self._parts.get(_key(name))
        if info is None:
            raise RefusalError("GEP020", whole=False, part=words)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusalError("GEP014", whole=False, part=words)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    # The directory may lie about sizes: what counts is what comes out.
                    if size > MAX_PART or size > self._left or _explodes(size, info.compress_size):
                        raise RefusalError("GEP015", limit=MAX_PART // MEGABYTE)
                    chunks.append(chunk)
        except _BROKEN_ZIP as error:
            raise RefusalError("GEP014", whole=False, part=words) from error
        self._left -= size
        return b"".join(chunks)

    def walk(self, name: str, words: Words, handler: Handler) -> None:
        """Parse the part `name` and hand its elements to `handler`.

        Raises
        ------
        RefusalError
            If the part is missing, damaged, declares a document type or breaks a limit.
        """
        self.parse(self.read(name, words), words, handler)

    def parse(self, data: bytes, words: Words, handler: Handler) -> None:
        """Parse `data`, which is a part or was made from one, and hand its elements to `handler`.

        Raises
        ------
        RefusalError
            If it is damaged or declares a document type.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = handler.start
        parser.EndElementHandler = handler.end
        parser.CharacterDataHandler = handler.text
        try:
            # In one call: fed in pieces, one endless token would be scanned again with every piece.
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise RefusalError("GEP014", whole=False, part=words) from error

    def relations(self, source: str) -> dict[str, Relation]:
        """Return the relationships of the part `source` (``""``: of the package) that stay inside the package."""
        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            return {}
        handler = _Relations(folder)
        self.walk(name, {"zh": "工作簿目录", "en": "the table of contents"}, handler)
        return handler.found


def _key(name: str) -> str:
    # Names of parts are equal when they differ in case only; some programs escape them, some write backslashes.
    return unquote(name).replace("\\", "/").casefold()


def _explodes(size: int, compressed: int) -> bool:
    return size > RATIO_FROM and size > MAX_RATIO * compressed


def _refuse_doctype(*_: object) -> None:
    raise RefusalError("GEP018")


class _Relations:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._depth = 0
        self.found: dict[str, Relation] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        if not name.endswith(" Relationship") or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = Relation(kind, posixpath.normpath(path))

    def end(self, _name: str) -> None:
        self._depth -= 1

    def text(self, _data: str) -> None:
        pass
