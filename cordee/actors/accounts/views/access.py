"""« Qui a accès »: the members of an organisation, its invitations, and the two gestures: inviting, removing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cordee.actors.accounts import actions, policies, queries
from cordee.actors.accounts.forms import InviteForm
from cordee.actors.accounts.lifecycle import INVITATION
from cordee.actors.accounts.models import Invitation, Membership, Profile
from cordee.actors.directory.models import Organisation
from cordee.core.access import ActingRequest, Refused
from cordee.core.asked import uuid_of
from cordee.core.views.acts import act_url


def organisation_seen(request: ActingRequest, public_id: uuid.UUID) -> Organisation:
    organisation = Organisation.objects.visible_to(request.actor).filter(public_id=public_id).first()
    if organisation is None or policies.may_see_access(request.actor, organisation):
        raise Http404
    return organisation


@require_http_methods(["GET", "POST"])
def access(request: ActingRequest, organisation: uuid.UUID) -> HttpResponse:
    place = organisation_seen(request, organisation)
    profiles = policies.invitable(request.actor, place)
    if request.method == "GET":
        return _page(request, place, InviteForm(profiles=profiles, initial=_whom(request, place)) if profiles else None)
    form = InviteForm(request.POST, profiles=profiles)
    if form.is_valid():
        try:
            invitation = actions.invite(actor=request.actor, organisation=place, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            messages.success(request, f"{INVITATION['send'].done} Le courriel part à {invitation.email}.")
            return redirect("accounts:access", organisation)
    return _page(request, place, form, status=422)


def _whom(request: ActingRequest, place: Organisation) -> dict[str, str]:
    """Coming from someone's line on the sheet, the invitation is already filled."""
    post = place.positions.select_related("person").filter(public_id=uuid_of(request.GET.get("poste")), person__isnull=False).first()
    return {"email": post.person.email, "title": str(post)} if post and post.person else {}


def _page(request: ActingRequest, place: Organisation, form: InviteForm | None, status: int = 200) -> HttpResponse:
    """What this actor may open and close here is asked once, not once a row; each act asks again."""
    profiles, rows = policies.invitable(request.actor, place), list(queries.memberships_of_organisation(place))
    sent = Invitation.objects.visible_to(request.actor).filter(organisation=place).order_by("-invited_at", "-id")
    context = {
        "organisation": place,
        "support": request.actor.profile == Profile.ADMIN,
        "present": [(m, m.profile in profiles and m.user_id != request.actor.user_id) for m in rows if m.in_force],
        "past": [m for m in rows if not m.in_force],
        "invitations": [(invitation, _gestures(invitation) if invitation.profile in profiles else []) for invitation in sent[:50]],
        "form": form,
    }
    return render(request, "accounts/access.html", context, status=status)


def _gestures(invitation: Invitation) -> list[dict[str, Any]]:
    """Renewing and withdrawing, where the state allows it."""
    steps = [INVITATION["renew"], INVITATION["withdraw"]]
    return [{"label": t.label, "url": act_url(invitation, t.name)} for t in steps if invitation.state in t.sources]


@require_http_methods(["GET", "POST"])
def end(request: ActingRequest, organisation: uuid.UUID, membership: uuid.UUID) -> HttpResponse:
    """Before: what will change, for whom. After: the access ends today; nothing is erased."""
    place = organisation_seen(request, organisation)
    row: Membership | None = queries.memberships_of_organisation(place).filter(public_id=membership, in_force=True).first()
    if row is None:
        raise Http404
    name = str(row.user.person or row.user.email)
    refusal = policies.may_end(request.actor, row)
    if request.method == "POST" and refusal is None:
        actions.end_access(actor=request.actor, membership=row)
        messages.success(request, f"C'est fait : {name} n'a plus accès à {place.name}. Ce qui a été écrit reste.")
        return redirect("accounts:access", organisation)
    context = {
        "title": f"Retirer l'accès de {name}",
        "leaves": "",
        "to": f"{name}, {row}, pour {place.name}",
        "frozen": "L'accès se ferme tout de suite. Ce que la personne a écrit reste ; vous pourrez l'inviter de nouveau.",
        "refusal": refusal.sentence if refusal else "",
        "cancel_url": reverse("accounts:access", args=[organisation]),
    }
    return render(request, "accounts/access_end.html", context, status=403 if refusal else 200)
