"""What someone fills to join a file."""

from __future__ import annotations

from typing import Any

from django import forms

from cordee.core.access import CAPACITIES
from cordee.core.files.kinds import ACCEPTED
from cordee.core.ui.forms import CheckboxList


class JoinForm(forms.Form):
    """The file, its name for people, and who reads it besides its author and the DLA."""

    upload = forms.FileField(label="Fichier", help_text=f"{ACCEPTED}.", error_messages={"required": "Choisissez le fichier à joindre."})
    label = forms.CharField(label="Intitulé", max_length=120, required=False, help_text="Ce que les autres liront : « Budget 2026 voté ».")
    audience = forms.MultipleChoiceField(
        label="Qui d'autre le lit",
        required=False,
        widget=CheckboxList,
        help_text="Vous et le DLA le lisez toujours ; les autres, si vous cochez.",
    )

    def __init__(self, *args: Any, already: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers: Any = self.fields["audience"]
        readers.choices = [(code, label) for code, label in CAPACITIES.items() if code not in already]
