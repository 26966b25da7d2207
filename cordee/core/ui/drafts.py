"""A form that finds again what its reader had begun to type."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from cordee.core.access import ActingRequest
from cordee.core.edits import draft_of
from cordee.core.models import Draft

Form = TypeVar("Form", bound=forms.BaseForm)


def with_draft(
    request: ActingRequest, form_class: type[Form], code: str, *, data: Any = None, key: uuid.UUID | None = None, **kwargs: Any
) -> Form:
    """POST: bound to what is sent. GET: the kept draft if there is one, shown without reproach; else the form as it starts.

    A draft belongs to the object of the form, or to `key`: the parent of an object still to be created.
    """
    if request.method == "POST":
        return form_class(data if data is not None else request.POST, **kwargs)
    instance = kwargs.get("instance")
    object_key = getattr(instance, "public_id", None) if instance and instance.pk else key
    draft = draft_of(user_id=request.actor.user_id or 0, form=code, object_key=object_key)
    if draft is None:
        return form_class(**kwargs)
    form = form_class(_data(draft), **kwargs)
    form._errors, form.cleaned_data = ErrorDict(), {}  # type: ignore[attr-defined]  # a draft is not judged: it is not finished
    form.draft = draft  # type: ignore[attr-defined]
    return form


def _data(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in draft.payload.items():
        data.setlist(name, values)
    return data
