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
from cordee.core.nomenclatures import (
    Correspondence,
    Nomenclature,
    Vocabulary,
    actions,
    forms,
    matching,
    nomenclatures,
    policies,
    queries,
    uniting,
    vocabulary,
)
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
    words = vocabulary()
    form = forms.AddForm(request.POST or None, nomenclature=nomenclature, headings=_headings(nomenclature, words))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(nomenclature=nomenclature, actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"C'est fait : « {made} » est ajouté.")
            return redirect("core:nomenclature", code)
    asked = request.GET.get("q", "").strip()[:80]
    context = {
        "nomenclature": nomenclature,
        "families": queries.lines_of(nomenclature, words, asked),
        "asked": asked,
        "searchable": len(words.items[code]) > queries.LONG,
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
    forms.MatchForm.act: lambda nomenclature, **asked: matching.match(correspondence=_next(nomenclature), **asked),
    forms.UnmatchForm.act: lambda nomenclature, **asked: matching.unmatch(correspondence=_next(nomenclature), **asked),
    forms.UniteForm.act: lambda into, **asked: uniting.unite(into=_known(asked["nomenclature"], into), **asked),
    forms.PartForm.act: uniting.part,
}
DONE = {
    forms.ChangeForm.act: "l'élément est enregistré",
    forms.NameForm.act: "le libellé local est enregistré",
    forms.RetireForm.act: "l'élément ne sera plus proposé à partir de ce jour ; ce qui le porte le garde",
    forms.BringBackForm.act: "l'élément est de nouveau proposé",
    forms.MatchForm.act: "la correspondance est dans la table",
    forms.UnmatchForm.act: "la correspondance n'est plus proposée ; la table la garde avec sa date",
    forms.UniteForm.act: "les deux éléments n'en font plus qu'un ; celui-ci est retiré et dit ce qui le remplace",
    forms.PartForm.act: "les deux éléments sont séparés ; ce qui portait le premier le porte de nouveau",
}


def _next(nomenclature: Nomenclature) -> Correspondence:
    found = matching.matches_of(nomenclature)
    if found is None:
        raise Http404
    return found


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
        form(forms.ChangeForm, **_change(nomenclature, shown, words))
        if following := matching.matches_of(nomenclature):
            form(forms.MatchForm, after=following.after)
            if becomes := _becomes(nomenclature, item, words):
                form(forms.UnmatchForm, found=becomes)
        if uniting.union_of(nomenclature, item):
            form(forms.PartForm)
        else:
            form(forms.BringBackForm if shown.retired_on else forms.RetireForm)
            if into := _into(request, nomenclature):
                seen = uniting.preview(nomenclature, item, into).seen
                form(forms.UniteForm, initial={"into": into, "seen": seen})
    if places := policies.places_of(request.actor):
        form(forms.NameForm, places=places)
    return found


def _into(request: ActingRequest, nomenclature: Nomenclature) -> str:
    """With which item one would unite this one. Chosen in a list, it exists; typed as a code, it may not: empty, and the page says so."""
    asked = request.POST.get("reunir-into") or request.GET.get("vers", "").strip()
    if not asked:
        return ""
    if not nomenclature.coded:
        return _known(nomenclature, asked)
    return asked.upper() if asked.upper() in vocabulary().items[nomenclature.code] else ""


def _change(nomenclature: Nomenclature, shown: Item, words: Vocabulary) -> dict[str, Any]:
    """What the form of a change offers; an official code orders its list by itself."""
    initial, places, headings = {"label": shown.label, "seen": shown.label}, list[tuple[str, str]](), list[tuple[str, str]]()
    if not nomenclature.coded:
        siblings = words.items[nomenclature.code].values()
        places = [(other.code, other.label) for other in siblings if other.family == shown.family and other.code != shown.code]
        initial["after"] = actions.former_of(nomenclature, shown.code) or forms.ChangeForm.FIRST
    if nomenclature.under:
        held = actions.under_of(nomenclature, actions.row_of(nomenclature, shown.code))
        headings, initial["under"] = _headings(nomenclature, words, held), held
    return {"nomenclature": nomenclature, "places": places, "headings": headings, "initial": initial}


def _headings(nomenclature: Nomenclature, words: Vocabulary, held: str = "") -> list[tuple[str, str]]:
    """What an item may be ranged under: what is offered today, and what it is under already."""
    if not nomenclature.under:
        return []
    above = queries.headings_of(nomenclature).code
    offered = words.offered(above)
    return [(code, words.label(above, code)) for code in words.items[above] if code in offered or code == held]


def _becomes(nomenclature: Nomenclature, item: str, words: Vocabulary) -> list[tuple[str, str]]:
    """What this item becomes in the next version of the list."""
    following = matching.matches_of(nomenclature)
    codes = matching.becoming(following, words).get(item, []) if following else []
    return [(code, f"{code} · {words.label(following.after.code, code)}") for code in codes] if following else []


def _comes_from(nomenclature: Nomenclature, item: str, words: Vocabulary) -> list[tuple[str, str]]:
    former = matching.coming_to(nomenclature)
    if former is None:
        return []
    codes = [before for before, after in matching.becoming(former, words).items() if item in after]
    return [(code, f"{code} · {words.label(former.before.code, code)}") for code in codes]


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
        "becomes": _becomes(nomenclature, item, words),
        "following": following.after if (following := matching.matches_of(nomenclature)) else None,
        "comes_from": _comes_from(nomenclature, item, words),
        "former": former.before if (former := matching.coming_to(nomenclature)) else None,
        "acts": [tell(event) for event in queries.acts_on(nomenclature, item)],
        "refusal": policies.may_keep(request.actor),
    } | _union(request, nomenclature, shown, words)


def _union(request: ActingRequest, nomenclature: Nomenclature, shown: Item, words: Vocabulary) -> dict[str, Any]:
    """What this item was united to; or with which it may be, and what that would change."""
    items, done = words.items[nomenclature.code], uniting.union_of(nomenclature, shown.code)
    into = _into(request, nomenclature)
    seen = uniting.preview(nomenclature, shown.code, into) if into in items and not done else None
    others = [other for other in items.values() if other.family == shown.family and other.code != shown.code and not other.retired_on]
    return {
        "into": into or request.GET.get("vers", ""),
        "replaced_by": items[done.kept] if done else None,
        "others": others,
        "preview": seen,
        "union_refusal": uniting.refusal(seen.gone, seen.kept) if seen else None,
    }
