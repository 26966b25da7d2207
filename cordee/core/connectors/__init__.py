"""Public services that the house asks: off until someone turns them on, never obligatory, and typing by hand always stands.

COMPANIES = declare(Connector(code="recherche-entreprises", title="Recherche d'entreprises", …))
try:
    answer = ask(COMPANIES, "/search", {"q": siret})
except Trouble as trouble:
    trouble.sentence  # what to say, in French
"""

from cordee.core.connectors.client import ask
from cordee.core.connectors.declare import Connector, connectors, declare, mode_of, recorded
from cordee.core.connectors.reading import at, list_at, number_at, text_at
from cordee.core.connectors.troubles import Trouble

__all__ = ["Connector", "Trouble", "ask", "at", "connectors", "declare", "list_at", "mode_of", "number_at", "recorded", "text_at"]
