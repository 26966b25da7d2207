"""Verbs of committees and partners: keyword-only, the actor explicit, one transaction each."""

from cordee.actors.partners.actions.committees import add_work, create_committee, edit_committee, keep_member
from cordee.actors.partners.actions.giving import edit_contribution, keep_gifts, propose_contribution
from cordee.actors.partners.actions.links import close_link, give_link
from cordee.actors.partners.actions.meetings import (
    add_dossiers,
    add_paper,
    ask_no_more,
    edit_meeting,
    keep_item,
    move_item,
    plan_meeting,
    withdraw_item,
    write_minutes,
)
from cordee.actors.partners.actions.opinions import declare_interest, give_opinion, lift_interest

__all__ = [
    "add_dossiers",
    "add_paper",
    "add_work",
    "ask_no_more",
    "close_link",
    "create_committee",
    "declare_interest",
    "edit_committee",
    "edit_contribution",
    "edit_meeting",
    "give_link",
    "give_opinion",
    "keep_gifts",
    "keep_item",
    "keep_member",
    "lift_interest",
    "move_item",
    "plan_meeting",
    "propose_contribution",
    "withdraw_item",
    "write_minutes",
]
