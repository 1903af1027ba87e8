"""XML as programs write it, so plain that patterns can read it: what that is, and the shared texts in it.

The patterns accept nothing but XML that means what they take it for; whatever else there is goes to the parser.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import unescape

__all__ = ["PLAIN", "TEXT", "is_plain", "plain_text", "read_plain_texts"]

_DECLARATION = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>\s*)?<[A-Za-z]"
)

PLAIN = r"[^<&\x00-\x1f\ufffe\uffff]*"
"""Neither markup nor line ends nor characters that XML forbids."""
_ENTITY = r"&(?:amp|lt|gt|quot|apos);"
TEXT = rf"{PLAIN}(?:{_ENTITY}{PLAIN})*"
"""The same with entities, only those that are defined without a declaration."""
_ENTITIES = {"&quot;": '"', "&apos;": "'"}

# A line end that is no carriage return means itself.
_LINES = r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]*"
_TEXTS = re.compile(
    r'<sst(?: (?:xmlns="[A-Za-z0-9:/.]+"|count="[0-9]+"|uniqueCount="[0-9]+"))*>(?P<items>.*)</sst>\s*', re.DOTALL
)
_ITEM = re.compile(rf'<si><t(?: xml:space="preserve")?>({_LINES}(?:{_ENTITY}{_LINES})*)')
_END_OF_ITEM = "</t></si>"


def is_plain(data: bytes) -> bool:
    """Return whether a part is UTF-8, as far as it says, and has no comments, instructions or document type."""
    return b"<!" not in data and data.count(b"<?") <= 1 and _DECLARATION.match(data) is not None


def plain_text(text: str) -> str:
    """Return a text that matches :data:`TEXT` as it is meant."""
    return unescape(text, _ENTITIES) if "&" in text else text


def read_plain_texts(data: bytes) -> list[str] | None:
    """Return the texts that cells refer to by number; None if they are written otherwise, such as in several fonts."""
    start = data.find(b"<sst")
    if start < 0 or not is_plain(data) or data[:start].count(b"<") > 1:
        return None
    try:
        match = _TEXTS.fullmatch(data[start:].decode())
    except UnicodeDecodeError:
        return None
    if match is None or "]]>" in match["items"]:
        return None
    names = re.findall(r" ([A-Za-z]+)=", match.string[: match.start("items")])
    *items, rest = match["items"].split(_END_OF_ITEM)
    texts = []
    for item in items:
        found = _ITEM.fullmatch(item)
        if found is None:
            return None
        texts.append(plain_text(found[1]))
    return texts if not rest and len(set(names)) == len(names) else None
