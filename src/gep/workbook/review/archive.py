"""The parts of a workbook file, read as they are and written back with some of them changed."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable

from gep.workbook.package import Package, Relation
from gep.workbook.review.splice import attribute, attributes_of, children, spliced

__all__ = ["Archive"]

_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = {"zh": "工作簿", "en": "the workbook"}
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
)


class Archive:
    """The parts of a package: what is not changed is copied byte for byte.

    Raises
    ------
    RefusalError
        If the file is no package that can be read within limits.
    """

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.casefold(): name for name in self._archive.namelist()}
        self._changed: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def read(self, name: str) -> bytes:
        """Return a part as it is now."""
        real = self._names.get(name.casefold(), name)
        if real not in self._changed:
            return self._package.read(real, _WORDS)
        return self._changed[real]

    def write(self, name: str, content: bytes) -> None:
        """Change a part, or add one."""
        real = self._names.setdefault(name.casefold(), name)
        self._changed[real] = content

    def free_name(self, pattern: str) -> str:
        """Return the first name that `pattern` makes with a number and that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relationships that a part had when the file was opened."""
        return self._package.relations(part)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship of `part` to the part `target`; return its id."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        data = self.read(name) if name in self else _RELATIONS.encode()
        root = children(data, lambda _: 0)
        taken = {attributes_of(one, "Id") for one in root.children}
        number = next(number for number in range(1, len(taken) + 2) if f"gep{number}" not in taken)
        entry = f'<{root.prefix}Relationship Id="gep{number}" Type={attribute(kind)} Target={attribute("/" + target)}/>'
        self.write(name, spliced(data, [root.append(entry)]))
        return f"gep{number}"

    def declare(self, parts: Iterable[tuple[str, str]], extensions: Iterable[tuple[str, str]]) -> None:
        """State the content types of new parts, and of extensions that have none yet."""
        data = self.read(_TYPES)
        root = children(data, lambda _: 0)
        known = {attributes_of(one, "Extension").casefold() for one in root.children}
        text = "".join(
            f"<{root.prefix}Default Extension={attribute(extension)} ContentType={attribute(kind)}/>"
            for extension, kind in extensions
            if extension not in known
        )
        text += "".join(
            f"<{root.prefix}Override PartName={attribute('/' + name)} ContentType={attribute(kind)}/>"
            for name, kind in parts
        )
        if text:
            self.write(_TYPES, spliced(data, [root.append(text)]))

    def packed(self) -> bytes:
        """Return the whole file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._archive.infolist():
                target.writestr(info, self.read(info.filename))
            for name in sorted(self._changed.keys() - {*self._archive.namelist()}):
                # No clock: the same copy has the same bytes.
                target.writestr(zipfile.ZipInfo(name), self._changed[name], zipfile.ZIP_DEFLATED)
        return buffer.getvalue()
