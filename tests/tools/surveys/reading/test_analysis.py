"""The analysis as files: slides, Word and PDF, opened again; their charts hold the figures of the page, and the masks."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from docx import Document as read_docx
from pptx import Presentation
from python_calamine import CalamineWorkbook

from cordee.core.documents import document_types, render
from cordee.core.documents.charts import as_table
from cordee.core.documents.registry import freeze
from cordee.core.models import Document
from cordee.tools.surveys.documents.analysis import ANALYSIS
from cordee.tools.surveys.models import Campaign
from tests import factories
from tests.factories import Someone
from tests.tools.surveys.reading import world

pytestmark = pytest.mark.django_db
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def ines() -> Someone:
    return factories.officer("59")


@pytest.fixture
def campaign(ines: Someone) -> Campaign:
    made = world.campaign(ines.organisation)
    for department, marks in world.S8.items():
        world.opinions(made, department, marks, kind="aci" if department in ("59", "80") else "ei")
    return made


@pytest.fixture
def context(ines: Someone, campaign: Campaign) -> dict[str, Any]:
    factories.funder("59", of=None)
    return freeze(ANALYSIS.code, campaign, ines.actor)


def made(context: dict[str, Any], format_: Any) -> bytes:
    from datetime import UTC, datetime

    return render(ANALYSIS.code, context, format_, version=1, reference="ESSAI", made_at=datetime(2026, 11, 21, tzinfo=UTC))


Drawn = dict[str, dict[str, float | None]]


def charts_of_slides(data: bytes) -> list[Drawn]:
    """Of each native chart: series → category → value, as PowerPoint would edit them."""
    found = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                chart = shape.chart
                names = list(chart.plots[0].categories)
                found.append({series.name: dict(zip(names, series.values, strict=True)) for series in chart.plots[0].series})
    return found


def charts_of_word(data: bytes) -> list[list[list[Any]]]:
    """Of each native chart: the rows of the workbook that Word opens to edit it."""
    parts = {str(part.partname): part for part in read_docx(io.BytesIO(data)).part.package.iter_parts()}
    books = sorted((name for name in parts if name.endswith(".xlsx")), key=lambda name: int("".join(filter(str.isdigit, name))))
    return [CalamineWorkbook.from_filelike(io.BytesIO(parts[name].blob)).get_sheet_by_index(0).to_python() for name in books]


def words_of_slides(data: bytes) -> str:
    texts = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(texts)


@pytest.mark.covers("EVA-903")
def test_slides_draw_what_may_be_shown_and_name_what_is_masked(context: dict[str, Any]) -> None:
    data = made(context, "pptx")
    charts = charts_of_slides(data)
    by_department = next(chart for chart in charts if any("Nord" in names for names in chart.values()))
    (medians,) = by_department.values()
    assert set(medians) == {"Nord", "Oise"}
    assert medians["Nord"] == pytest.approx((75 + (75 + 200) / 3) / 2, abs=0.1)
    words = words_of_slides(data)
    assert words.count("Somme\n") + words.count("Aisne\n") >= 2
    assert "masqué" in words


@pytest.mark.covers("EVA-006")
def test_charts_of_slides_and_of_word_hold_the_counts(context: dict[str, Any]) -> None:
    counts = {"1": 1.0, "2": 5.0, "3": 5.0, "4": 12.0, "5": 5.0}
    assert {"Réponses": counts} in charts_of_slides(made(context, "pptx"))
    rows = [["", "Réponses"], *([code, count] for code, count in counts.items())]
    assert [[str(row[0]), row[1]] for row in rows] in [
        [[str(row[0]), row[1]] for row in chart] for chart in charts_of_word(made(context, "docx"))
    ]


def test_every_chart_has_its_table(context: dict[str, Any]) -> None:
    from cordee.core.documents.blocks import Chart

    charts = [block for block in ANALYSIS.body(context) if isinstance(block, Chart)]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in read_docx(io.BytesIO(made(context, "docx"))).tables]
    assert len(charts) >= 5
    for chart in charts:
        table = as_table(chart)
        assert [[*table.header], *[[str(cell) for cell in row] for row in table.rows]] in tables, chart.title


def test_the_band_names_those_who_fund(context: dict[str, Any]) -> None:
    (funder,) = context["funders"]
    assert funder["name"] in words_of_slides(made(context, "pptx"))


def test_a_section_of_the_operator_is_there_and_a_campaign_of_few_says_so(ines: Someone) -> None:
    few = world.campaign(ines.organisation, anonymous=True)
    world.opinions(few, "59", [4, 4])
    context = freeze(ANALYSIS.code, few, ines.actor)
    assert (context["synthesis"]["items"], context["words"]) == ([], [])
    assert "Trop peu de réponses" in words_of_slides(made(context, "pptx"))


@pytest.mark.covers("SYS-907")
def test_an_officer_produces_it_and_others_do_not(ines: Someone, campaign: Campaign) -> None:
    url = reverse("surveys:make_analysis", args=[campaign.public_id])
    assert factories.funder("59").client.post(url).status_code == 404
    assert factories.officer("02").client.post(url).status_code == 404
    answer = ines.client.post(url)
    assert answer.url.endswith("/synthese/#documents")
    document = Document.objects.for_system("test").get(type=ANALYSIS.code)
    assert sorted(file.kind for file in document.files.all()) == ["docx", "pdf", "pptx"]
    assert "version 1" in ines.client.get(reverse("surveys:synthesis", args=[campaign.public_id])).content.decode()
    assert ANALYSIS.code in document_types


def test_an_office_suite_opens_them(context: dict[str, Any], tmp_path: Path) -> None:
    """By LibreOffice where it is there: each becomes a PDF of several pages. Elsewhere, by the libraries that read their parts."""
    for format_ in ("docx", "pptx"):
        path = tmp_path / f"analyse.{format_}"
        path.write_bytes(made(context, format_))
        if OFFICE is None:
            assert read_docx(str(path)).tables if format_ == "docx" else len(Presentation(str(path)).slides) > 3
            continue
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        command = [OFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        assert (tmp_path / "analyse.pdf").read_bytes().count(b"/Type /Page") + (tmp_path / "analyse.pdf").read_bytes().count(
            b"/Type/Page"
        ) > 2
        (tmp_path / "analyse.pdf").unlink()
