"""Workbooks made by hand, so that a test can say exactly what stands in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip package of `parts`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def worksheet(data: str, after: str = "", before: str = "", space: str = TRANSITIONAL) -> str:
    """Return a worksheet part around the rows `data`."""
    body = f"{before}<sheetData>{data}</sheetData>{after}"
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}">{body}</worksheet>'


def relations(*items: tuple[str, str, str], office: str = OFFICE, mode: str = "") -> str:
    """Return a relationships part of (id, kind, target)."""
    body = "".join(
        f'<Relationship Id="{i}" Type="{office}/{kind}" Target="{target}"{mode}/>' for i, kind, target in items
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{body}</Relationships>'


def book_parts(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
    space: str = TRANSITIONAL,
    office: str = OFFICE,
    folder: str = "",
    more: tuple[tuple[str, str, str], ...] = (),
) -> dict[str, str | bytes]:
    """Return the parts of a workbook with the given worksheet parts; `folder` makes the targets absolute."""
    listed, related, parts = "", [], {}
    for number, (name, content) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if states and name in states else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        related.append((f"rId{number}", "worksheet", f"{folder}worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = content
    if strings is not None:
        related.append(("rIdS", "sharedStrings", f"{folder}sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{strings}</sst>'
    if styles is not None:
        related.append(("rIdF", "styles", f"{folder}styles.xml"))
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{space}">{styles}</styleSheet>'
    body = f"{properties}<sheets>{listed}</sheets>"
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml"), office=office),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{office}">{body}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(*related, *more, office=office),
        **parts,
    }


def saved(folder: Path, parts: Mapping[str, str | bytes] | bytes, name: str = "清单.xlsx") -> Path:
    """Write a package into `folder` and return its path."""
    path = folder / name
    path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
    return path


def one_sheet(folder: Path, data: str, after: str = "", before: str = "", **options: object) -> Path:
    """Write a workbook with the one sheet 面积 and return its path."""
    return saved(folder, book_parts({"面积": worksheet(data, after, before)}, **options))
