"""Charts that Word and PowerPoint can edit (DrawingML with its workbook), and the table that says the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from cordee.core.documents.blocks import Align, Chart, Table
from cordee.core.documents.look import INK, LINE, MUTED, OFFICE_FONT, SERIES
from cordee.core.documents.text import clean, number

_KINDS = {
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "hbar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
}


def as_table(chart: Chart) -> Table:
    unit = f" ({clean(chart.unit)})" if chart.unit else ""
    rows = [
        [category, *(number(series.values[i]) if i < len(series.values) else "—" for series in chart.series)]
        for i, category in enumerate(chart.categories)
    ]
    align: list[Align] = ["left", *["right"] * len(chart.series)]
    return Table([chart.label, *(series.name + unit for series in chart.series)], rows, align=align)


def description(chart: Chart) -> str:
    """The alternative text: short, for the table that follows gives every figure."""
    names = ", ".join(clean(series.name) for series in chart.series)
    return f"{clean(chart.title)}. Graphique : {names}. Les valeurs sont dans le tableau qui suit."


def chart_type(chart: Chart) -> Any:
    return _KINDS[chart.kind]


def chart_data(chart: Chart) -> CategoryChartData:
    data = CategoryChartData(number_format="General")
    data.categories = [clean(category) for category in chart.categories]
    for series in chart.series:
        data.add_series(clean(series.name), list(series.values))
    return data


def paint(native: NativeChart, chart: Chart) -> None:
    """The house's colours and type on a chart of python-pptx."""
    native.has_title = False
    native.has_legend = len(chart.series) > 1
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
    native.font.name, native.font.size = OFFICE_FONT, Pt(10)
    native.font.color.rgb = RGBColor.from_string(INK.upper())
    for index, series in enumerate(native.plots[0].series):
        colour = RGBColor.from_string(SERIES[index % len(SERIES)].upper())
        if chart.kind in ("bar", "hbar"):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
        else:
            series.format.line.color.rgb = colour
            series.format.line.width = Pt(2.25)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
            series.marker.format.line.color.rgb = colour
    if chart.kind in ("bar", "hbar"):
        native.plots[0].gap_width = 60
    _paint_axes(native, chart)


def _paint_axes(native: NativeChart, chart: Chart) -> None:
    value = native.value_axis
    value.minimum_scale = min(0.0, *(v for s in chart.series for v in s.values if v is not None), 0.0)
    if chart.maximum is not None:
        value.maximum_scale = chart.maximum
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE.upper())
    value.format.line.fill.background()
    value.tick_labels.font.color.rgb = RGBColor.from_string(MUTED.upper())
    native.category_axis.format.line.color.rgb = RGBColor.from_string(LINE.upper())
    if chart.kind == "hbar":  # the first category on top, as it is read
        native.category_axis.reverse_order = True
        crosses = native.category_axis._element.find(qn("c:crosses"))
        if crosses is not None:
            crosses.set("val", "autoZero")


@dataclass(frozen=True, slots=True)
class NativePart:
    """The chart's XML, its workbook, and the relation by which the first names the second."""

    xml: bytes
    workbook: bytes
    relation: str


def native_part(chart: Chart) -> NativePart:
    """The chart alone, for a Word file: the same part that PowerPoint receives."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    frame: Any = slide.shapes.add_chart(chart_type(chart), Emu(0), Emu(0), Emu(5_400_000), Emu(3_000_000), chart_data(chart))
    paint(frame.chart, chart)
    part = frame.chart.part
    sheet = part.chart_workbook.xlsx_part
    relation = next(key for key, rel in part.rels.items() if rel.target_part is sheet)
    return NativePart(part.blob, sheet.blob, relation)
