"""A copy of an inventory with every finding at its cell: a comment, a colour, and a list with links."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gep.findings import Finding
from gep.messages import label
from gep.workbook.package import RefusalError
from gep.workbook.review.marking import marked
from gep.workbook.review.plain import plain_copy
from gep.workbook.review.splice import NoSpliceError
from gep.workbook.writing import save

__all__ = ["write_review"]


def write_review(source: Path, target: Path, findings: Sequence[Finding], lang: str) -> bool:
    """Write a copy of the workbook `source` in which every finding stands at its cell.

    Nothing else of the workbook changes: formulas, formats, drop-down lists, pictures and comments stay as they are,
    and the analyst's own comments keep their words before ours. A copy that is checked again gets the new findings in
    place of the old ones.

    Parameters
    ----------
    source : Path
        The inventory as it was read; it is not touched.
    target : Path
        File to write; it is replaced only when the whole copy is ready.
    findings : sequence of Finding
        What to show. One without a cell is in the list only.
    lang : str
        ``"zh"`` or ``"en"``.

    Returns
    -------
    bool
        Whether the copy is the workbook itself. If not, the file is in another format, and the copy holds the cells as
        they were read: no formulas, formats, pictures or comments.

    Raises
    ------
    InputError
        If the source cannot be read at all.
    OSError
        If the copy cannot be written; nothing is left behind then.
    """
    notes = [label("review_note", lang, file=source.name), label("review_note_again", lang)]
    try:
        content = marked(source.read_bytes(), findings, notes, lang)
    except (NoSpliceError, RefusalError, OSError):
        # Another format, or a folder of tables.
        save(target, plain_copy(source, findings, [*notes, label("review_note_plain", lang)], lang))
        return False
    save(target, content)
    return True
