"""Lines of a form (choices, axes, levels): read from what was sent, shown with room for more, moved by buttons that save first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

MOST_LINES = 200


class LineForm(forms.Form):
    """One line. `code`, unseen, tells which line this was before it was renamed."""

    says_optional = False
    code = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    @property
    def is_blank(self) -> bool:
        sent: Any = self.data
        seen = [name for name in self.fields if name != "code"]
        return not any(sent.getlist(self.add_prefix(name)) not in ([], [""]) for name in seen)

    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "code"]


class Lines:
    """The lines of one name. Bound when `posted` is given; `room` empty lines are shown below those that exist."""

    def __init__(
        self, form: type[LineForm], name: str, *, posted: Any = None, initial: Sequence[Mapping[str, Any]] = (), room: int = 0, **given: Any
    ) -> None:
        self.name, self.posted, self._form, self.given = name, posted, form, given
        self.forms = self._bound() if posted is not None else [self._blank(index, one) for index, one in enumerate(initial)]
        self.room = room

    def _bound(self) -> list[LineForm]:
        pattern = re.compile(rf"{re.escape(self.name)}-(\d{{1,4}})-")
        numbers = sorted({int(found[1]) for key in self.posted if (found := pattern.match(key))})[:MOST_LINES]
        lines = [self._form(self.posted, prefix=f"{self.name}-{number}", **self.given) for number in numbers]
        return [line for line in lines if not line.is_blank]

    def _blank(self, index: int, initial: Mapping[str, Any] | None = None) -> LineForm:
        return self._form(prefix=f"{self.name}-{index}", initial=dict(initial or {}), **self.given)

    @property
    def shown(self) -> list[LineForm]:
        """Those that exist, then the empty ones, numbered after the last."""
        after = max((int(form.prefix.rsplit("-", 1)[1]) for form in self.forms if form.prefix), default=-1) + 1
        return [*self.forms, *(self._blank(after + n) for n in range(max(self.room - len(self.forms), 0)))]

    def place_of(self, number: int) -> int:
        """Where the line of this number stands among those that count."""
        prefixes = [form.prefix for form in self.forms]
        wanted = f"{self.name}-{number}"
        return prefixes.index(wanted) if wanted in prefixes else -1

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    def values(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms]

    def mistakes(self) -> Iterable[tuple[str, str]]:
        for form in self.forms:
            for name, sentences in form.errors.items():
                yield from ((str(form[name].auto_id), str(sentence)) for sentence in sentences)


def moved(values: list[Any], gesture: str, index: int) -> list[Any]:
    """The same lines after « monter », « descendre » or « retirer »."""
    if not 0 <= index < len(values):
        return values
    if gesture == "retirer":
        return values[:index] + values[index + 1 :]
    target = index + (-1 if gesture == "monter" else 1)
    if 0 <= target < len(values):
        values = list(values)
        values[index], values[target] = values[target], values[index]
    return values
