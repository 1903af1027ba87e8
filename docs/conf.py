"""Sphinx configuration: Chinese first, English beside it, warnings are errors (``make docs``)."""

import logging
import runpy
from pathlib import Path

import jieba
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

import gep

project = "gep 生态产品总值核算"
project_copyright = "The gep developers"
author = "The gep developers"
release = gep.__version__

extensions = ["myst_parser"]
myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3

language = "zh_CN"
html_search_language = "zh"
html_theme = "furo"
html_title = f"gep {release}"
html_show_sphinx = False
html_copy_source = False

exclude_patterns = ["_build"]
nitpicky = True

jieba.setLogLevel(logging.WARNING)  # it cuts the Chinese search index and talks while it does


def compute_examples(app: Sphinx) -> None:
    """Compute the worked examples; the build fails where one does not give what is printed."""
    worked = runpy.run_path(str(Path(app.srcdir) / "worked_examples.py"))
    pages = sorted(one for one in (Path(app.srcdir) / "methods").glob("*.md") if one.stem != "index")
    pages.append(Path(app.srcdir) / "preparation.md")
    failures = "".join(worked["failures_of"](one) for one in pages)
    if failures:
        raise SphinxError(failures)


def setup(app: Sphinx) -> None:
    """Compute the examples before anything is written."""
    app.connect("builder-inited", compute_examples)
