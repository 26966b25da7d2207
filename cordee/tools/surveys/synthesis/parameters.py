"""What the interface lets an administration change."""

from cordee.core.parameters import P

LEAST = P(
    "surveys.least_group",
    "Nombre de réponses sous lequel un groupe est masqué dans une synthèse, et une moyenne n'est pas donnée",
    int,
    default=5,
    unit="réponses",
    least=3,
    most=30,
    local=False,
)
