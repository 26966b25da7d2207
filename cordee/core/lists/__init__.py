"""The list engine. A new list is a declaration: columns, filters, sorts, search, bulk acts; everything else is here.

Fast by construction: `values_list` of the declared columns only, cells made by Python functions that escape, keyset pages,
counts capped. See `declare` for the words of a declaration and `views` for the addresses that it gets.
"""

from cordee.core.lists.cells import date_cell, link_cell, money_cell, number_cell, tag_cell, text_cell
from cordee.core.lists.declare import Act, Bulk, Choice, Column, List, Sort, Switch

__all__ = [
    "Act",
    "Bulk",
    "Choice",
    "Column",
    "List",
    "Sort",
    "Switch",
    "date_cell",
    "link_cell",
    "money_cell",
    "number_cell",
    "tag_cell",
    "text_cell",
]
