"""The provider register: who can help, where, with whom, at what price, and how the sheet lives."""

from cordee.actors.providers.models.emergence import EmergenceAction
from cordee.actors.providers.models.enee import EneeCopy, EneeMapping
from cordee.actors.providers.models.links import ProviderArea, ProviderCompetence, ProviderSector
from cordee.actors.providers.models.money import BankDetails, Rate
from cordee.actors.providers.models.parts import Consultant, ConsultantAge, Paper, Reference
from cordee.actors.providers.models.provider import Provider
from cordee.actors.providers.models.shortlists import Shortlist, ShortlistEntry
from cordee.actors.providers.models.suspension import Suspension

__all__ = [
    "BankDetails",
    "Consultant",
    "ConsultantAge",
    "EmergenceAction",
    "EneeCopy",
    "EneeMapping",
    "Paper",
    "Provider",
    "ProviderArea",
    "ProviderCompetence",
    "ProviderSector",
    "Rate",
    "Reference",
    "Shortlist",
    "ShortlistEntry",
    "Suspension",
]
