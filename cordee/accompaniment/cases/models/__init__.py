"""A dossier and what it is made of: its structures, its steps, its eligibility, who handles it, its accounts."""

from cordee.accompaniment.cases.models.accounts import Accounts
from cordee.accompaniment.cases.models.assignment import Assignment
from cordee.accompaniment.cases.models.case import Beneficiary, Case, Counter
from cordee.accompaniment.cases.models.eligibility import Criterion, Eligibility, EligibilityLine, Reorientation
from cordee.accompaniment.cases.models.handover import Handover, HandoverLine
from cordee.accompaniment.cases.models.steps import Adhesion, Presence, Step, Validation

__all__ = [
    "Accounts",
    "Adhesion",
    "Assignment",
    "Beneficiary",
    "Case",
    "Counter",
    "Criterion",
    "Eligibility",
    "EligibilityLine",
    "Handover",
    "HandoverLine",
    "Presence",
    "Reorientation",
    "Step",
    "Validation",
]
