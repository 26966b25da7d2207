"""The definition of a questionnaire, without the database: shape, checks, conditions, marks, changes between two versions."""

from cordee.tools.surveys.definition.schema import (
    KINDS,
    SPECIAL,
    Axis,
    Definition,
    Guard,
    Item,
    Level,
    Levels,
    Option,
    Repeat,
    Section,
    read,
    read_levels,
)

__all__ = [
    "KINDS", "SPECIAL", "Axis", "Definition", "Guard", "Item", "Level", "Levels", "Option", "Repeat", "Section", "read", "read_levels",
]  # fmt: skip
