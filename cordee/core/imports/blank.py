"""The empty workbook of an import: its titles above text cells, which a spreadsheet leaves as typed, and what each column expects."""

from __future__ import annotations

import io

import xlsxwriter

from cordee.core.imports.cells import Day, Kind, OneOf, Several, YesNo
from cordee.core.imports.declare import Import
from cordee.core.imports.sources import GUIDE


def expects(kind: Kind) -> str:
    if isinstance(kind, OneOf):
        words = ", ".join(label for _, label in kind.options)
        return f"Un ou plusieurs mots : {words}" if isinstance(kind, Several) else f"Un mot : {words}"
    if isinstance(kind, Day):
        return "Une date : jour/mois/année"
    return "Oui ou non" if isinstance(kind, YesNo) else ""


def workbook(declaration: Import) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    sheet, guide = book.add_worksheet("À remplir"), book.add_worksheet(GUIDE)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(declaration.fields()) - 1, 22, text)
    guide.set_column(0, 1, 34)
    guide.set_column(2, 2, 90)
    for column, title in enumerate(("Partie", "Colonne", "Ce qui est attendu")):
        guide.write_string(0, column, title, bold)
    rank = 0
    for part, fields in declaration.sections():
        for field in fields:
            sheet.write_string(0, rank, field.label, bold)
            rank += 1
            needed = "Nécessaire. " if field.name in declaration.required else ""
            for column, said in enumerate((part, field.label, f"{needed}{expects(field.kind)}".strip())):
                guide.write_string(rank, column, said)
    book.close()
    return out.getvalue()
