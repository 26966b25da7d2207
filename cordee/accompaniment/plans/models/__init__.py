"""A support plan, its versions and actions; what the structure gives in kind; what the accompaniment brings."""

from cordee.accompaniment.plans.models.action import Funding, Nature, PlanAction
from cordee.accompaniment.plans.models.effects import Effect, Effort
from cordee.accompaniment.plans.models.plan import Agreement, Plan, Version

__all__ = ["Agreement", "Effect", "Effort", "Funding", "Nature", "Plan", "PlanAction", "Version"]
