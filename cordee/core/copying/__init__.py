"""Sheets that people copy by hand into a tool of others: nothing is connected, and nothing here pretends to be.

A room declares its fields and its kept copy (`Sheet`), and the table of correspondence that each team keeps (`Tables`).
"""

from cordee.core.copying.sheets import Change, Line, Sheet, fields_of
from cordee.core.copying.tables import Columns, Tables

__all__ = ["Change", "Columns", "Line", "Sheet", "Tables", "fields_of"]
