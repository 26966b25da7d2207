"""The end of someone's time in a post, with what follows: one screen, one act."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from cordee.actors.directory.children.declare import END
from cordee.actors.directory.children.views import add_trouble, place_of
from cordee.actors.directory.people import actions, sources
from cordee.actors.directory.people.forms import LeaveForm
from cordee.actors.directory.people.kinds import POSITION
from cordee.core.access import ActingRequest, Refused


@require_http_methods(["GET", "POST"])
def leave(request: ActingRequest, public_id: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    place = place_of(request, public_id, POSITION.code, END, child)
    if not place.keeps:
        raise Http404
    post, organisation = place.child, place.organisation
    open_here = [
        a for a in sources.accounts().standing(request.actor, organisation).accesses if post.person_id and a.person_id == post.person_id
    ]
    access = next((a for a in open_here if a.end_url), None)
    form = LeaveForm(request.POST or None, actor=request.actor, position=post, has_access=access is not None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.leave(
                actor=request.actor,
                organisation=organisation,
                position=post,
                on=asked["on"],
                vacant=asked.get("then") == "vacant",
                successor=form.successor,
                end_access=access.key if access and asked.get("end_access") else None,
            )
        except (Refused, ValidationError) as trouble:
            add_trouble(form, trouble)
        else:
            return place.done(_done(post.is_vacant, bool(form.successor), bool(open_here) and not asked.get("end_access")))
    title = "Nommer quelqu'un à ce poste" if post.is_vacant else f"Enregistrer le départ de {post.person}"
    act = "Nommer cette personne" if post.is_vacant else "Enregistrer ce départ"
    return place.page(form, title, act)


def _done(was_vacant: bool, followed: bool, keeps_access: bool) -> str:
    if was_vacant:
        return "C'est fait : la personne est nommée à ce poste. Prochaine étape : inviter la personne, si elle doit se connecter."
    sentence = "C'est fait : le départ est enregistré" + (", la suite aussi." if followed else ".")
    return sentence + (" Son accès à Cordée reste ouvert : vous pouvez le retirer." if keeps_access else "")
