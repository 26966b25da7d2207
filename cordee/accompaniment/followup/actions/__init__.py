"""The verbs of the room."""

from cordee.accompaniment.followup.actions.mails import file_mail
from cordee.accompaniment.followup.actions.notes import date_contact, note, revise
from cordee.accompaniment.followup.actions.pieces import ask, ask_missing, give, take_up
from cordee.accompaniment.followup.actions.reminders import remind_due

__all__ = ["ask", "ask_missing", "date_contact", "file_mail", "give", "note", "remind_due", "revise", "take_up"]
