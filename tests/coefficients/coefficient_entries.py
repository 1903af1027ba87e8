from __future__ import annotations


def entry(id_: str = "soil_retention.share@a", **fields: str | None) -> str:
    """Return one entry; `fields` are TOML texts that replace or add to a sound one, None leaves one out."""
    sound = {"value": "0.5", "unit": '""', "status": '"peer_reviewed"', "source": '"a"', "locator": '"table 1"'}
    lines = [f"{key} = {text}" for key, text in {**sound, **fields}.items() if text is not None]
    return "\n".join(["", "[[coefficient]]", f'id = "{id_}"', *lines, ""])
