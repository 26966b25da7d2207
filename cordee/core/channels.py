"""Recording for someone what they sent by post, said by telephone or brought: the form part, and the values that a model keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.files import File as Upload
from django.utils import timezone

from cordee.core.access import Actor
from cordee.core.files.actions import join_file
from cordee.core.files.kinds import ACCEPTED
from cordee.core.lifecycle import not_to_come
from cordee.core.models import Thread
from cordee.core.models.channel import Channel, Received


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of something that did not come on line."""

    channel: str
    on: date
    note: str = ""
    upload: Upload[Any] | None = None


class ChannelFields(forms.Form):
    """Part of a form: mixed into the form of whatever may be recorded for someone else."""

    channel = forms.ChoiceField(label="Reçue", choices=[c for c in Channel.choices if c[0] != Channel.ELECTRONIC])
    channel_on = forms.DateField(label="Reçue le", initial=timezone.localdate, validators=[not_to_come])
    channel_note = forms.CharField(
        label="Ce qui a été dit ou reçu", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En une phrase, s'il n'y a pas de justificatif à joindre : l'un des deux fait foi.",
    )  # fmt: skip
    channel_upload = forms.FileField(
        label="Justificatif",
        required=False,
        help_text=f"Le courrier numérisé, par exemple. {ACCEPTED}.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("channel_note") and not cleaned.get("channel_upload"):
            self.add_error("channel_note", "Joignez le justificatif, ou notez ici ce qui a été dit ou reçu : l'un des deux fait foi.")
        return cleaned

    def receipt(self) -> Receipt:
        c = self.cleaned_data
        return Receipt(c["channel"], c["channel_on"], c["channel_note"], c["channel_upload"])


def note_receipt(obj: Received, receipt: Receipt, *, actor: Actor, thread: Thread, label: str, audience: list[str]) -> None:
    """Writes the receipt on an object about to be created, its proof joined to the thread. In the caller's transaction."""
    obj.channel, obj.channel_on, obj.channel_note = receipt.channel, receipt.on, receipt.note
    obj.channel_by, obj.channel_by_label = actor.user_id, actor.label
    if receipt.upload:
        obj.proof = join_file(actor=actor, thread=thread, upload=receipt.upload, label=label, audience=audience)
