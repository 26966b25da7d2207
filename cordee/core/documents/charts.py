"""Charts that Word and PowerPoint can edit (DrawingML with its workbook), and the table that says the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from cordee.core.documents.blocks import Align, Chart, Table
from cordee.core.documents.look import INK, LINE, MUTED, OFFICE_FONT, SERIES
from cordee.core.documents.svg import scale
from cordee.core.documents.text import clean, number

_KINDS = {
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "hbar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
}


def rgb(colour: str) -> RGBColor:
    """A colour of `look` for python-pptx, which is not typed."""
    return RGBColor(*bytes.fromhex(colour))


def as_table(chart: Chart) -> Table:
    unit = f" ({clean(chart.unit)})" if chart.unit else ""
    rows = [
        [category, *(number(series.values[i]) if i < len(series.values) else "—" for series in chart.series)]
        for i, category in enumerate(chart.categories)
    ]
    align: list[Align] = ["left"]
    align += ["right"] * len(chart.series)
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
    native.font.color.rgb = rgb(INK)
    for index, series in enumerate(native.plots[0].series):
        colour = rgb(SERIES[index % len(SERIES)])
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
    native._chartSpace.insert(1 if native._chartSpace.find(qn("c:date1904")) is not None else 0, _french())
    frame = parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    native._chartSpace.find(qn("c:chart")).addnext(frame)


def _french() -> Any:
    """The figures of the axes are written as the French write them."""
    return parse_xml(f'<c:lang {nsdecls("c")} val="fr-FR"/>')


def _paint_axes(native: NativeChart, chart: Chart) -> None:
    value = native.value_axis
    value.minimum_scale, value.maximum_scale, value.major_unit = scale(chart)
    value.tick_labels.number_format = "#,##0" if value.major_unit >= 1 and value.major_unit % 1 == 0 else "General"
    value.tick_labels.number_format_is_linked = False
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = rgb(LINE)
    value.format.line.fill.background()
    value.tick_labels.font.color.rgb = rgb(MUTED)
    native.category_axis.format.line.color.rgb = rgb(LINE)
    if chart.kind != "radar":
        native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind == "hbar":  # the first category on top, as it is read
        native.category_axis.reverse_order = True
        native.value_axis._element.find(qn("c:crosses")).set("val", "max")  # and its figures stay at the foot


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
