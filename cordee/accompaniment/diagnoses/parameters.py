"""What the territory sets of diagnoses: which accounts are read, and when they are read again."""

from __future__ import annotations

from cordee.core.parameters import P

ACCOUNTS_BACK = P(
    "diagnoses.accounts_back", "Exercice lu par le diagnostic, compté depuis l'année d'ouverture", int, default=1, unit="an", least=0,
    most=3,
    help="1 : un diagnostic ouvert en 2027 lit les comptes de 2026.",
)  # fmt: skip
REVIEW_AFTER = P(
    "diagnoses.review_after", "Écart entre les deux relevés d'indicateurs (N et N+2)", int, default=2, unit="ans", least=1, most=5,
    help="2 : les comptes de 2026 se comparent à ceux de 2028, à relever à partir du 1er janvier 2029.",
)  # fmt: skip
REREAD_DAYS = P(
    "diagnoses.reread_days", "Durée pendant laquelle un diagnostic adopté est rappelé à qui ne l'a pas rouvert", int, default=60,
    unit="jours", least=1, most=365, local=False,
)  # fmt: skip
