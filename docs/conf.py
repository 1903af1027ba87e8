"""Sphinx configuration: Chinese first, English beside it, warnings are errors (``make docs``)."""

import logging

import jieba

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
