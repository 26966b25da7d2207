"""Choosing one object among many by typing its name: an exact name is taken, anything else shows what answers, to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from cordee.core.text import fr_normalize

Search = Callable[[str], list[Any]]


class Typed(NamedTuple):
    """What came back: the visible text, the key of what was chosen before, the line chosen after a refusal."""

    text: str = ""
    key: str = ""
    choice: str = ""


class PickWidget(forms.Widget):
    template_name = "ui/widgets/pick.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.matches: list[tuple[str, str]] = []

    def keys(self, name: str) -> tuple[str, ...]:
        return (name, f"{name}_cle", f"{name}_choix")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(typed=value if isinstance(value, Typed) else Typed(), matches=self.matches)
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Typed:
        return Typed(*(str(data.get(key, "")).replace("\x00", "").strip() for key in self.keys(name)))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        return value.text if isinstance(value, Typed) else ""

    def pairs(self, name: str, value: Any) -> list[tuple[str, str]]:
        """An object as this widget posts it: what the page of two simultaneous edits sends again."""
        return [(name, str(value)), (f"{name}_cle", str(value.public_id))] if value else [(name, "")]


class PickField(forms.Field):
    """Cleans to an object or None. The form gives `search` (what its reader may see, best first), and `kept`: what is there already,
    which stays whatever its reader may search."""

    widget = PickWidget
    search: Search = staticmethod(lambda text: [])
    kept: Any = None
    say: Callable[[Any], str] = staticmethod(str)
    default_error_messages: ClassVar = {
        "unknown": "Rien ne répond à « %(text)s » parmi ce qui vous est ouvert. Vérifiez l'orthographe. Votre saisie est conservée.",
        "several": "Choisissez dans la liste ce qui répond à « %(text)s ».",
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Typed) or value in (None, ""):
            return value
        found = self.kept if isinstance(value, int) else value
        return Typed(str(found), str(found.public_id)) if found else Typed()

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, Typed) else Typed()
        if not typed.text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if self.kept and (typed.text, typed.key, typed.choice) == (str(self.kept), str(self.kept.public_id), ""):
            return self.kept
        found = self.search(typed.text[:200])
        wanted = typed.choice or typed.key
        if chosen := next((one for one in found if str(one.public_id) == wanted), None):
            return chosen
        named = [one for one in found if fr_normalize(str(one)) == fr_normalize(typed.text)]
        if len(named) == 1:
            return named[0]
        self.widget.matches = [(str(one.public_id), self.say(one)) for one in named or found]
        raise ValidationError(self.error_messages["several" if found else "unknown"], code="unknown", params={"text": typed.text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial) or Typed()
        return isinstance(data, Typed) and (data.text, data.choice or data.key) != (before.text, before.key)
