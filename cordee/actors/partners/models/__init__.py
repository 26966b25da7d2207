"""Committees and what passes in them; what partners bring."""

from cordee.actors.partners.models.committees import MEMBERS, Committee, Member, Work
from cordee.actors.partners.models.giving import Contribution, Gift, Partnership, PartnerWork
from cordee.actors.partners.models.links import AgendaLink
from cordee.actors.partners.models.meetings import AgendaItem, Attendance, Interest, Meeting, Opinion, Paper

__all__ = [
    "MEMBERS",
    "AgendaItem",
    "AgendaLink",
    "Attendance",
    "Committee",
    "Contribution",
    "Gift",
    "Interest",
    "Meeting",
    "Member",
    "Opinion",
    "Paper",
    "PartnerWork",
    "Partnership",
    "Work",
]
