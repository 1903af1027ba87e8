"""What stands under several tables."""

from __future__ import annotations

from gep.account import Account
from gep.tables.parameter_rows import borrowed_coefficients
from gep.tables.words import Words

__all__ = ["standard_note", "standing_notes", "total_word"]


def total_word(account: Account, words: Words) -> str:
    """Return what the sum of the account may be called."""
    return words.say("total_gep") if account.is_gep else words.say("total_partial")


def standard_note(account: Account, words: Words) -> str:
    """Return the standard, how well its text is known, and what to bear in mind: no output is without it."""
    profile = account.profile
    return words.say(
        "note_standard",
        title=profile.title.label().text(words.lang),
        evidence=words.say(f"evidence_{profile.evidence}"),
        note=profile.note.label().text(words.lang),
    )


def standing_notes(account: Account, words: Words) -> list[str]:
    """Return the standard, what its sum lacks, the citation, and coefficients that nobody verified."""
    notes = [standard_note(account, words)]
    if account.profile.monetary and not account.is_gep:
        notes.append(words.say("note_partial"))
    citations = list(dict.fromkeys(filter(None, account.inventory.basics["citation"])))
    notes += [words.say("note_citation", text=one) for one in citations]
    placeholders = [one.subject for one in account.findings if one.code == "GEP224"]
    if placeholders:
        notes.append(words.say("note_placeholder", ids="、".join(placeholders)))
    borrowed = borrowed_coefficients(account)
    if borrowed:
        notes.append(words.say("note_borrowed", ids="、".join(borrowed)))
    return notes
