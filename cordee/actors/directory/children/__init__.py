"""Children of a sheet: sites, names, agreements, posts… declared once each (`declare.Kind`), kept by the same verbs and screens.

A declaration (`sheet_kinds.py`) gives: four addresses under the organisation's (add, change, end, withdraw a mistake), the verbs of
`actions.py` with their events and sentences, the proposals of the structure (`proposals.py`), and the links of the sheet
(`{% child_add %}`, `{% child_change %}`). Higher rooms declare theirs in their own `room.py`.
"""

from cordee.actors.directory.children.declare import ADD, CHANGE, END, WITHDRAW, Kind, Noun, declare, kinds

__all__ = ["ADD", "CHANGE", "END", "WITHDRAW", "Kind", "Noun", "declare", "kinds"]
