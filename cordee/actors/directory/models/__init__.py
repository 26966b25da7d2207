"""Organisations, persons, mandates: who exists, where, since when, and what ties them."""

from cordee.actors.directory.models.activities import Activity2025, ActivityMatch, ActivityRev2
from cordee.actors.directory.models.alerts import CompanyAlert, CompanyCheck
from cordee.actors.directory.models.changes import ChangeRequest
from cordee.actors.directory.models.coverage import Coverage
from cordee.actors.directory.models.duplicates import DuplicateCandidate
from cordee.actors.directory.models.identity import Agreement, Alias, Identifier, Role, Site, Tie
from cordee.actors.directory.models.mandates import Mandate
from cordee.actors.directory.models.organisation import Organisation, Sector, Service
from cordee.actors.directory.models.persons import Person, Position
from cordee.actors.directory.models.registrations import Registration
from cordee.actors.directory.models.skills import Competence, Theme
from cordee.actors.directory.models.successions import Succession
from cordee.actors.directory.models.years import Workshop, YearFigures

__all__ = [
    "Activity2025",
    "ActivityMatch",
    "ActivityRev2",
    "Agreement",
    "Alias",
    "ChangeRequest",
    "CompanyAlert",
    "CompanyCheck",
    "Competence",
    "Coverage",
    "DuplicateCandidate",
    "Identifier",
    "Mandate",
    "Organisation",
    "Person",
    "Position",
    "Registration",
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
