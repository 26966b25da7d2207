"""`/reglages/nomenclatures/`: a list with its items; one item, what may be done to it, what was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cordee.core.access import ActingRequest, Refused
from cordee.core.journal import tell
from cordee.core.nomenclatures import Nomenclature, Vocabulary, actions, forms, nomenclatures, policies, queries, uniting, vocabulary
from cordee.core.nomenclatures.reading import Item
from cordee.core.parameters import place_name
from cordee.core.settings.policies import READERS


def _nomenclature(request: ActingRequest, code: str) -> Nomenclature:
    found = nomenclatures.get(code)
    if found is None or request.actor.profile not in READERS:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def nomenclature_page(request: ActingRequest, code: str) -> HttpResponse:
    """The list; POST adds an item."""
    nomenclature = _nomenclature(request, code)
    form = forms.AddForm(request.POST or None, nomenclature=nomenclature)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(nomenclature=nomenclature, actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : « {made} » est ajouté.")
            return redirect("core:nomenclature", code)
    context = {
        "nomenclature": nomenclature,
        "families": queries.lines_of(nomenclature, vocabulary()),
        "form": form,
        "refusal": policies.may_keep(request.actor),
    }
    return render(request, "settings/nomenclature.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def term_page(request: ActingRequest, code: str, item: str) -> HttpResponse:
    """One item. POST: the act named by `acte`, among those that this person may do."""
    nomenclature, words = _nomenclature(request, code), vocabulary()
    if item not in words.items[code]:
        raise Http404
    asked = request.POST.get("acte", "") if request.method == "POST" else ""
    offered = _forms(request, nomenclature, item, words, asked)
    if request.method == "POST":
        if asked not in offered:
            raise Http404
        form = offered[asked]
        if form.is_valid():
            try:
                DO[asked](nomenclature=nomenclature, code=item, actor=request.actor, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.refusal.sentence)
            else:
                messages.success(request, f"C'est fait : {DONE[asked]}.")
                return redirect("core:term", code, item)
    return render(
        request, "settings/term.html", _page(request, nomenclature, item, words) | {"forms": offered}, status=422 if asked else 200
    )


#: what each act does, and how it is said once done
DO: dict[str, Callable[..., object]] = {
    forms.ChangeForm.act: actions.change,
    forms.NameForm.act: actions.name_at,
    forms.RetireForm.act: actions.retire,
    forms.BringBackForm.act: actions.bring_back,
    forms.UniteForm.act: lambda into, **asked: uniting.unite(into=_known(asked["nomenclature"], into), **asked),
    forms.PartForm.act: uniting.part,
}
DONE = {
    forms.ChangeForm.act: "l'élément est enregistré",
    forms.NameForm.act: "le libellé local est enregistré",
    forms.RetireForm.act: "l'élément ne sera plus proposé à partir de ce jour ; ce qui le porte le garde",
    forms.BringBackForm.act: "l'élément est de nouveau proposé",
    forms.UniteForm.act: "les deux éléments n'en font plus qu'un ; celui-ci est retiré et dit ce qui le remplace",
    forms.PartForm.act: "les deux éléments sont séparés ; ce qui portait le premier le porte de nouveau",
}


def _known(nomenclature: Nomenclature, code: str) -> str:
    if code not in vocabulary().items[nomenclature.code]:
        raise Http404
    return code


def _forms(
    request: ActingRequest, nomenclature: Nomenclature, item: str, words: Vocabulary, asked: str
) -> dict[str, forms.ActForm]:  # fmt: skip
    """The forms of the acts that this person may do to this item; the one that was sent holds what was typed."""
    shown, found = words.items[nomenclature.code][item], dict[str, forms.ActForm]()

    def form(kind: type[forms.ActForm], **more: Any) -> None:
        found[kind.act] = kind(request.POST if asked == kind.act else None, **more)

    if policies.may_keep(request.actor) is None:
        siblings = words.items[nomenclature.code].values()
        places = [(other.code, other.label) for other in siblings if other.family == shown.family and other.code != item]
        initial = {"label": shown.label, "seen": shown.label, "after": actions.former_of(nomenclature, item) or forms.ChangeForm.FIRST}
        form(forms.ChangeForm, places=places, initial=initial)
        if uniting.union_of(nomenclature, item):
            form(forms.PartForm)
        else:
            form(forms.BringBackForm if shown.retired_on else forms.RetireForm)
            if into := request.POST.get("reunir-into") or request.GET.get("vers", ""):
                seen = uniting.preview(nomenclature, item, _known(nomenclature, into)).seen
                form(forms.UniteForm, initial={"into": into, "seen": seen})
    if places := policies.places_of(request.actor):
        form(forms.NameForm, places=places)
    return found


def _page(request: ActingRequest, nomenclature: Nomenclature, item: str, words: Vocabulary) -> dict[str, Any]:
    shown, uses = words.items[nomenclature.code][item], nomenclature.uses().get(item, 0)
    return {
        "nomenclature": nomenclature,
        "item": shown,
        "source": shown.source,
        "stage": queries.stage_of(shown),
        "count": uses,
        "uses": nomenclature.said(uses),
        "seen_at": f"{nomenclature.seen_at}{item}" if nomenclature.seen_at and uses else "",
        "names": [(place_name(place), label) for place, label in sorted(words.local.get((nomenclature.code, item), {}).items())],
        "acts": [tell(event) for event in queries.acts_on(nomenclature, item)],
        "refusal": policies.may_keep(request.actor),
    } | _union(request, nomenclature, shown, words)


def _union(request: ActingRequest, nomenclature: Nomenclature, shown: Item, words: Vocabulary) -> dict[str, Any]:
    """What this item was united to; or with which it may be, and what that would change."""
    items, done = words.items[nomenclature.code], uniting.union_of(nomenclature, shown.code)
    into = request.POST.get("reunir-into") or request.GET.get("vers", "")
    seen = uniting.preview(nomenclature, shown.code, into) if into in items and not done else None
    others = [other for other in items.values() if other.family == shown.family and other.code != shown.code and not other.retired_on]
    return {
        "replaced_by": items[done.kept] if done else None,
        "others": others,
        "preview": seen,
        "union_refusal": uniting.refusal(seen.gone, seen.kept) if seen else None,
    }
