"""Organisations, persons, mandates: who exists, where, since when, and what ties them."""

from cordee.actors.directory.models.changes import ChangeRequest
from cordee.actors.directory.models.coverage import Coverage
from cordee.actors.directory.models.duplicates import DuplicateCandidate
from cordee.actors.directory.models.identity import Agreement, Alias, Identifier, Role, Site, Tie
from cordee.actors.directory.models.mandates import Mandate
from cordee.actors.directory.models.organisation import Organisation, Sector, Service
from cordee.actors.directory.models.persons import Person, Position
from cordee.actors.directory.models.skills import Competence, Theme
from cordee.actors.directory.models.successions import Succession
from cordee.actors.directory.models.years import Workshop, YearFigures

__all__ = [
    "Agreement",
    "Alias",
    "ChangeRequest",
    "Competence",
    "Coverage",
    "DuplicateCandidate",
    "Identifier",
    "Mandate",
    "Organisation",
    "Person",
    "Position",
    "Role",
    "Sector",
    "Service",
    "Site",
    "Succession",
    "Theme",
    "Tie",
    "Workshop",
    "YearFigures",
]
