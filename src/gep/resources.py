"""Where the data files are: beside the package in an installed wheel, at the top of a checkout otherwise."""

from __future__ import annotations

from pathlib import Path

__all__ = ["data_root"]

_PACKAGE = Path(__file__).resolve().parent


def data_root(name: str) -> Path:
    """Return the folder of shipped data called `name` (``"coefficients"``, ``"examples"``).

    Parameters
    ----------
    name : str
        Name of a top-level data folder of the project.

    Returns
    -------
    pathlib.Path
        The folder, in the installed wheel or in the checkout.

    Raises
    ------
    FileNotFoundError
        If neither place holds it: the installation is broken.
    """
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"data folder {name!r} is missing: reinstall gep")
