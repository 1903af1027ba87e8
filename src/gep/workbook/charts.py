"""Charts of an account: native, editable, drawn from the cells of its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gep.messages import label
from gep.tables.formulas import Ref
from gep.tables.pages import Page
from gep.tables.positions import REGION_FIRST_VALUE, SUMMARY_VALUE
from gep.workbook.writing import set_up_print

__all__ = ["add_charts"]

WIDTH, HEIGHT = 900, 430  # pixels
ROW = 20  # pixels of a row of the sheet
BAR, AROUND = 24, 190  # pixels of a bar, and of what stands around the bars
CLASS, SERVICE = 0, 1  # columns of 汇总表 that hold the names
REGION_NAME, YEAR = 1, 2  # columns of 分区域表 that say what a row is about
MOST_BARS = 200  # that a reader can tell apart
FONT = {"name": "宋体", "size": 10}
TITLE_FONT = {"name": "宋体", "size": 13, "bold": True}
COLOURS = (
    "#4E8B5B", "#8DB596", "#C9B458", "#7BA7BC", "#D9A679", "#A3A380", "#6D7F99", "#B5838D", "#9CBFA7", "#E0C097",
    "#2F5D50", "#B7C9A8", "#8C6D31", "#3B6E8F", "#A65E2E", "#5E5E4A", "#A9B4C8", "#7D4E57", "#CFE3D4", "#8F7A66",
)  # fmt: skip

AXIS = {
    "num_format": "#,##0",
    "num_font": FONT,
    "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
}

NAMES = {"reverse": True, "num_font": FONT, "interval_unit": 1, "label_position": "low"}

Absolute = Callable[[Ref], str]


def add_charts(book: Any, pages: Mapping[str, Page], absolute: Absolute, lang: str) -> None:
    """Add a sheet of charts, if the pages have values to draw.

    An account of one region and year is drawn by class, by service and by ecosystem type; one of several by region and
    class.
    """
    summary, by_type, by_region = (pages.get(name) for name in ("summary", "service_by_ecosystem", "by_region"))
    if summary is None or by_type is None or by_region is None:
        return
    charts: list[tuple[Any, int]] = []
    if len(by_region.rows) > 1:
        bars = _height(len(by_region.rows))
        charts.append((_regions(book, by_region, absolute, lang), bars))
    elif any(row[SUMMARY_VALUE] is not None for row in summary.rows):
        bars = _height(len(by_type.rows))
        charts.append((_classes(book, summary, absolute, lang), HEIGHT))
        charts.append((_services(book, summary, absolute, lang), bars))
        charts.append((_types(book, by_type, absolute, lang), bars))
    drawn = [(chart, height) for chart, height in charts if chart is not None]
    if not drawn:
        return
    sheet = book.add_worksheet(label("sheet_charts", lang))
    sheet.hide_gridlines(2)
    set_up_print(sheet, (0, 0), f"&C{label('print_footer', lang)}")
    # A chart is copied into reports without its account: the standard and how well it is known stand above it.
    sheet.write_string(0, 0, summary.notes[0])
    row, breaks = 1, []
    for chart, height in drawn:
        chart.set_size({"width": WIDTH, "height": height})
        sheet.insert_chart(row, 0, chart)
        row += height // ROW + 2
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])


def _height(bars: int) -> int:
    return max(HEIGHT, BAR * bars + AROUND)


def _cells(page: Page, rows: Sequence[int], column: int, absolute: Absolute) -> str:
    cells = [absolute(Ref(page.id, row, column)) for row in rows]
    return f"=({','.join(cells)})" if len(cells) > 1 else f"={cells[0]}"


def _range(page: Page, rows: Sequence[int], columns: tuple[int, int], absolute: Absolute) -> str:
    """Return the block from the first of `rows` to the last: neighbours, over two columns or the same twice."""
    first, last = absolute(Ref(page.id, rows[0], columns[0])), absolute(Ref(page.id, rows[-1], columns[1]))
    return f"={first}:{last.rpartition('!')[2]}"


def _titled(chart: Any, title: str) -> Any:
    chart.set_title({"name": title, "name_font": TITLE_FONT})
    chart.set_legend({"position": "bottom", "font": FONT})
    return chart


def _classes(book: Any, page: Page, absolute: Absolute, lang: str) -> Any:
    last = len(page.rows) - 1
    rows = [
        row for row in sorted(page.strong) if row != last and (page.rows[row][SUMMARY_VALUE] or 0) > 0  # type: ignore[operator]
    ]  # fmt: skip
    if not rows:
        return None
    chart = book.add_chart({"type": "pie"})
    chart.add_series(
        {
            "categories": _cells(page, rows, CLASS, absolute),
            "values": _cells(page, rows, SUMMARY_VALUE, absolute),
            "points": [{"fill": {"color": COLOURS[number]}} for number in range(len(rows))],
            "data_labels": {"percentage": True, "category": True, "separator": "\n", "font": FONT},
        }
    )
    return _titled(chart, label("chart_classes", lang))


def _services(book: Any, page: Page, absolute: Absolute, lang: str) -> Any:
    rows = [row for row, cells in enumerate(page.rows) if cells[SERVICE] and cells[SUMMARY_VALUE] is not None]
    if not rows:
        return None
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": page.columns[SUMMARY_VALUE].heading,
            "categories": _cells(page, rows, SERVICE, absolute),
            "values": _cells(page, rows, SUMMARY_VALUE, absolute),
            "fill": {"color": COLOURS[0]},
            "gap": 40,
        }
    )
    chart.set_y_axis(NAMES)
    chart.set_x_axis(AXIS)
    titled = _titled(chart, label("chart_services", lang))
    titled.set_legend({"none": True})
    return titled


def _types(book: Any, page: Page, absolute: Absolute, lang: str) -> Any:
    rows = [row for row in range(len(page.rows)) if row not in page.strong]
    columns = range(1, len(page.columns) - 1)
    drawn = [column for column in columns if any(page.rows[row][column] is not None for row in rows)]
    if not rows or not drawn:
        return None
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for number, column in enumerate(drawn):
        chart.add_series(
            {
                "name": page.columns[column].heading,
                "categories": _cells(page, rows, 0, absolute),
                "values": _cells(page, rows, column, absolute),
                "fill": {"color": COLOURS[number % len(COLOURS)]},
                "gap": 40,
            }
        )
    chart.set_y_axis(NAMES)
    chart.set_x_axis(AXIS)
    return _titled(chart, label("chart_types", lang))


def _regions(book: Any, page: Page, absolute: Absolute, lang: str) -> Any:
    """Return bars of the classes of each region, with the year beside its name where there are several."""
    rows = [row for row in range(len(page.rows)) if row not in page.strong]
    years = {page.rows[row][YEAR] for row in rows}
    total = next(iter(page.bars), REGION_FIRST_VALUE)
    drawn = [column for column in range(REGION_FIRST_VALUE, total) if any(page.rows[row][column] for row in rows)]
    if not drawn or len(rows) > MOST_BARS:
        return None
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    names = (REGION_NAME, YEAR if len(years) > 1 else REGION_NAME)
    for number, column in enumerate(drawn):
        chart.add_series(
            {
                "name": page.columns[column].heading,
                "categories": _range(page, rows, names, absolute),
                "values": _range(page, rows, (column, column), absolute),
                "fill": {"color": COLOURS[number]},
                "gap": 40,
            }
        )
    chart.set_y_axis(NAMES)
    chart.set_x_axis(AXIS)
    return _titled(chart, label("chart_regions", lang))
