"""The table, as one string. Measured: three times faster than model rows and an include per cell."""

from __future__ import annotations

from html import escape
from typing import Any

from cordee.core.lists.cells import Cell
from cordee.core.lists.declare import List
from cordee.core.lists.run import Asked


def table(a_list: List, rows: list[tuple[Any, ...]], asked: Asked, *, selectable: bool) -> str:
    return f'<table class="list">{head(a_list, asked, selectable)}<tbody>{body(a_list, rows, selectable)}</tbody></table>'


def head(a_list: List, asked: Asked, selectable: bool) -> str:
    cells = ['<td class="pick"></td>'] if selectable else []
    for column in a_list.columns:
        if column.on_screen:
            cells.append(_header(column.label, column.sort, column.numeric, asked))
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _header(label: str, sort: str, numeric: bool, asked: Asked) -> str:
    css = ' class="num"' if numeric else ""
    if not sort:
        return f'<th scope="col"{css}>{escape(label)}</th>'
    here = asked.sort.key == sort
    state = f' aria-sort="{"descending" if asked.descending else "ascending"}"' if here else ""
    target = f"-{sort}" if here and not asked.descending else sort
    query = escape(asked.query(tri=target))
    arrow = (" ▾" if asked.descending else " ▴") if here else ""
    return f'<th scope="col"{css}{state}><a href="?{query}" data-list-link>{escape(label)}<span aria-hidden="true">{arrow}</span></a></th>'


def body(a_list: List, rows: list[tuple[Any, ...]], selectable: bool) -> str:
    shown: list[tuple[str, Cell, int, int]] = []
    start = 3
    for column in a_list.columns:
        end = start + len(column.fields)
        if column.on_screen:
            css = ' class="num"' if column.numeric else ""
            label = f' data-label="{escape(column.label)}"' if shown else ""
            shown.append((f"<td{css}{label}>", column.cell, start, end))
        start = end
    lines = []
    for row in rows:
        cells = "".join(f"{opening}{cell(*row[i:j])}</td>" for opening, cell, i, j in shown)
        lines.append(f"<tr>{_pick(row) if selectable else ''}{cells}</tr>")
    return "".join(lines)


def _pick(row: tuple[Any, ...]) -> str:
    name = escape(str(row[3]))
    return f'<td class="pick"><input type="checkbox" class="form-check-input" data-row name="ligne" value="{row[1]}" aria-label="Choisir {name}" form="actes"></td>'
