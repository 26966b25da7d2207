"""The page of an invitation: public, opened by the secret of its link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cordee.actors.accounts import actions, queries
from cordee.actors.accounts.forms import JoinForm
from cordee.actors.accounts.models import Invitation, Membership, User
from cordee.actors.accounts.session import act_as, sign_in
from cordee.core.access import Refused, public

ASK_AGAIN = "Demandez-en une nouvelle à la personne qui vous l'a envoyée : elle la renvoie en un geste."
CLOSED: dict[str, tuple[str, str]] = {
    "forged": (
        "Ce lien n'ouvre aucune invitation",
        "Vérifiez qu'il est entier : certaines messageries le coupent en deux. Un lien renvoyé remplace le précédent.",
    ),
    "accepted": ("Cette invitation a déjà servi", "Votre accès est ouvert : il suffit de vous connecter."),
    "withdrawn": ("Cette invitation a été retirée", "L'organisation ne l'a pas maintenue. " + ASK_AGAIN),
    "expired": ("Cette invitation a dépassé sa date", ASK_AGAIN),
    "merged": ("Cette organisation a changé de fiche", "Sa fiche a rejoint une autre. " + ASK_AGAIN),
}


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = queries.invitation_of_token(token)
    closed = _closed(invitation)
    if invitation is None or closed:
        title, text = CLOSED[closed]
        shown = {"title": title, "text": text, "sign_in": closed == "accepted"}
        return render(request, "accounts/invitation_closed.html", shown, status=404 if closed == "forged" else 410)
    account = queries.user_by_email(invitation.email)
    if account is None and not request.user.is_authenticated:
        return _open_account(request, invitation)
    mine = account is not None and request.user.pk == account.pk
    if request.method == "POST" and account and mine:
        return _join(request, invitation, account)
    context = {"invitation": invitation, "mine": mine, "account": account, "signed_in": request.user.is_authenticated}
    return render(request, "accounts/invitation.html", context)


def _closed(invitation: Invitation | None) -> str:
    """Why the door is shut, or nothing. A passed date shuts it before the nightly job writes the state."""
    if invitation is None:
        return "forged"
    if invitation.state != Invitation.State.SENT:
        return invitation.state
    if invitation.expires_at <= timezone.now():
        return "expired"
    return "merged" if invitation.organisation.merged_into_id else ""


def _open_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.accept(invitation=invitation, values=form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            sign_in(request, membership.user, membership)
            return _welcome(request, membership)
    return render(request, "accounts/invitation_join.html", {"invitation": invitation, "form": form}, status=422 if form.errors else 200)


def _join(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        membership = actions.accept(invitation=invitation, user=user)
    except Refused as refused:
        shown = {"title": "Cette invitation ne peut pas être acceptée", "text": refused.refusal.sentence, "sign_in": False}
        return render(request, "accounts/invitation_closed.html", shown, status=409)
    act_as(request, membership)
    return _welcome(request, membership)


def _welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    messages.success(request, f"C'est fait : votre accès est ouvert, vous agissez pour {membership.organisation.name}.")
    return redirect("/")
