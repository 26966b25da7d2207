"""What the page of a diagnosis shows, to whom, and the one step that comes next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from cordee.accompaniment.cases.models import Case
from cordee.accompaniment.cases.presentation import is_inside
from cordee.accompaniment.diagnoses import content, documents, indicators, policies, queries
from cordee.accompaniment.diagnoses.actions.reviews import AFTER
from cordee.accompaniment.diagnoses.models import Contribution, Diagnosis, Version
from cordee.core import formats
from cordee.core.access import Actor
from cordee.core.clock import today
from cordee.core.lifecycle import refusal_of
from cordee.core.produce import edition_of
from cordee.core.views.acts import act_url


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: a sentence, and for whoever owes it, the act that does it. `post`: done at once, without a page."""

    sentence: str
    label: str = ""
    url: str = ""
    post: bool = False


def address(name: str, diagnosis: Diagnosis, *more: Any) -> str:
    return reverse(f"diagnoses:{name}", args=[diagnosis.public_id, *more])


def shown_version(versions: list[Version], asked: int | None, *, close: bool, conducts: bool) -> Version | None:
    """The version asked for; else the text being written for whoever writes it, the last version for those who read it. The DLA and
    the structure also ask for the text being written (0)."""
    found = next((one for one in versions if one.number == asked), None)
    live = conducts or (close and asked == 0)
    return found if found or live or not versions else versions[0]


def said_of(diagnosis: Diagnosis, version: Version | None, close: bool) -> content.Content:
    """Before any version, those who contribute read what was asked, and the notes."""
    if version:
        return content.readable(version.content, close=close)
    whole = content.written(diagnosis)
    return whole if close else {name: whole[name] for name in ("request", "contributions")}


def diagnosis_page(diagnosis: Diagnosis, actor: Actor, asked: int | None = None) -> dict[str, Any]:
    close = reads_close(diagnosis, actor)
    versions = queries.versions_of(diagnosis)
    live = not diagnosis.case.is_over
    conducts = live and policies.may_conduct(actor, diagnosis) is None
    version = shown_version(versions, asked, close=close, conducts=conducts)
    said = said_of(diagnosis, version, close)
    last = versions[0] if versions else None
    shown = version or last
    editing = conducts and version is None
    return {
        "diagnosis": diagnosis, "case": diagnosis.case, "nav_current": "cases", "close": close, "conducts": conducts, "editing": editing,
        "version": version, **where_it_stands(diagnosis, version, last), "versions": versions, "last": last,
        "rewritten": last is None or content.rewritten(last.content, diagnosis),
        "sections": content.sections_of(said), "lacking": queries.lacking(diagnosis) if close and not version else [],
        "assents": queries.assents_of(shown) if shown else [],
        "awaited": queries.awaited(diagnosis, last) if last and close else [],
        "findings": queries.findings_of(diagnosis) if editing else [],
        "notes": [one for one in queries.contributions_of(diagnosis) if one.state == Contribution.State.ASKED],
        "own_note": actor.organisation_id, "step": next_step(diagnosis, actor, last, close),
        "documents": files_shown(diagnosis, DIAGNOSIS_TYPES, close), "may_review": conducts_review(diagnosis, actor),
        "review": queries.review_of(diagnosis), "acts": acts_of(diagnosis, actor) if editing else [],
        "keeps_accounts": version is None and live and policies.may_keep_accounts(actor, diagnosis) is None,
        "answer": queries.answer_of(diagnosis) if close else None,
    }  # fmt: skip


def where_it_stands(diagnosis: Diagnosis, version: Version | None, last: Version | None) -> dict[str, str]:
    """Of the text shown: a version, or what is being written; a text that says what its last version says is that version."""
    same = version or (last if last and not content.rewritten(last.content, diagnosis) else None)
    if same is None:
        return {"text_said": "Texte en cours d'écriture", "text_tone": "warn"}
    if queries.awaited(diagnosis, same):
        return {"text_said": f"Version {same.number} à valider" if same == last else f"Version {same.number}", "text_tone": "warn"}
    return {"text_said": f"Version {same.number} validée", "text_tone": "ok"}


def reads_close(diagnosis: Diagnosis, actor: Actor) -> bool:
    """Who reads the whole: the DLA, and the structure of which it speaks; of a common one, the structures."""
    if diagnosis.organisation_id:
        return queries.may_read_accounts(diagnosis, actor)
    return actor.capacity == "structure" or is_inside(actor, diagnosis.case)


def acts_of(diagnosis: Diagnosis, actor: Actor) -> list[tuple[str, str]]:
    """What may be done of the text, besides the next step."""
    acts = [
        ("Écrire le diagnostic", address("edit", diagnosis)),
        ("Choisir les thèmes", address("topics", diagnosis)),
        ("Demander une contribution", address("ask", diagnosis)),
    ]
    case = diagnosis.case
    widen = case.lifecycle["widen"]  # type: ignore[attr-defined]
    if case.state in widen.sources and refusal_of(case, widen, actor) is None:
        acts.append(("Élargir en démarche collective", act_url(case, "widen")))
    return acts


def next_step(diagnosis: Diagnosis, actor: Actor, last: Version | None, close: bool) -> Step | None:
    """One obvious thing, for this reader."""
    case = diagnosis.case
    conducts = policies.may_conduct(actor, diagnosis) is None
    if case.state in AFTER and not (close and last and taken_up(diagnosis, last, conducts)):
        return review_step(diagnosis, actor)
    if case.is_over or not close:
        return None
    lacking = queries.lacking(diagnosis)
    if last is None and lacking:
        told = f"Il manque {formats.joined(lacking)}."
        return (
            Step(told, "Écrire le diagnostic", address("edit", diagnosis)) if conducts else Step("Votre DLA écrit le diagnostic avec vous.")
        )
    if not lacking and (last is None or content.rewritten(last.content, diagnosis)):
        number = last.number + 1 if last else 1
        if conducts:
            told = "Le texte est complet. La version proposée ne changera plus ; la structure la lira et la validera."
            return Step(told, f"Proposer la version {number} à la validation", address("propose", diagnosis), post=True)
        if last is None:
            return Step("Votre DLA relit le diagnostic avant de vous le proposer.")
    return assent_step(diagnosis, actor, last) if last else None


def taken_up(diagnosis: Diagnosis, last: Version, conducts: bool) -> bool:
    """While the work goes on: is the text written anew, or is its new version still to be validated?"""
    if diagnosis.case.is_over:
        return False
    return (conducts and content.rewritten(last.content, diagnosis)) or bool(last.number > 1 and queries.awaited(diagnosis, last))


def assent_step(diagnosis: Diagnosis, actor: Actor, last: Version) -> Step:
    awaited = queries.awaited(diagnosis, last)
    structures = [s for s in queries.structures_concerned(diagnosis) if s.name in awaited]
    own = next((s for s in structures if s.pk == actor.organisation_id), None)
    if own and policies.may_validate_for_structure(actor, diagnosis, own.pk) is None:
        told = f"La version {last.number} attend votre validation : relisez-la ci-dessous."
        return Step(told, f"Valider la version {last.number}", address("validate", diagnosis))
    if policies.may_validate_for_operator(actor, diagnosis) is None:
        if "le DLA" in awaited:
            told = f"La version {last.number} n'est pas encore validée par {formats.joined(awaited)}."
            return Step(told, "Valider au nom du DLA", address("validate_operator", diagnosis))
        if structures:
            told = f"La structure valide de son côté : {formats.joined(awaited)}. Vous pouvez aussi noter ce que ses instances ont décidé."
            return Step(told, "Noter la validation de la structure", address("validate", diagnosis))
        return shared_step(diagnosis.case, actor)
    told = (
        f"La version {last.number} n'est pas encore validée par {formats.joined(awaited)}."
        if awaited
        else "Le diagnostic est validé des deux côtés."
    )
    return Step(told)


def shared_step(case: Case, actor: Actor) -> Step:
    share = case.lifecycle["share"]  # type: ignore[attr-defined]
    if case.state not in share.sources:
        return Step("Le diagnostic est validé des deux côtés.")
    refusal = refusal_of(case, share, actor)
    if refusal:
        return Step(refusal.sentence, "Ouvrir le dossier", case.get_absolute_url())
    return Step("Les deux côtés ont validé la même version.", "Noter le diagnostic validé ensemble", act_url(case, "share"))


# -- two years later ------------------------------------------------------------------------------------------------------------
def review_due(diagnosis: Diagnosis) -> bool:
    """From the first of January that follows the accounts to read."""
    return today().year > diagnosis.review_year


def conducts_review(diagnosis: Diagnosis, actor: Actor) -> bool:
    return diagnosis.case.state in AFTER and policies.may_conduct(actor, diagnosis) is None


def review_step(diagnosis: Diagnosis, actor: Actor) -> Step | None:
    if queries.review_of(diagnosis) is not None:
        return Step("Le diagnostic post-accompagnement est écrit.", "Lire le diagnostic post-accompagnement", address("review", diagnosis))
    year = diagnosis.review_year
    if not review_due(diagnosis):
        return Step(f"Les indicateurs se relèveront à partir du 01/01/{year + 1}, sur les comptes de {year}.")
    if not conducts_review(diagnosis, actor):
        return Step(f"Votre DLA relève avec vous les indicateurs de {year}.")
    return Step(f"Les indicateurs de {year} sont à relever.", "Relever les indicateurs N+2", address("review", diagnosis))


def review_page(diagnosis: Diagnosis, actor: Actor) -> dict[str, Any]:
    review, close = queries.review_of(diagnosis), reads_close(diagnosis, actor)
    texts = [(title, text) for title, text in queries.review_texts(review) if text]
    conducts = conducts_review(diagnosis, actor)
    keeps = policies.may_keep_accounts(actor, diagnosis) is None and (conducts or not diagnosis.case.is_over)
    return {
        "diagnosis": diagnosis, "case": diagnosis.case, "review": review, "nav_current": "cases", "close": close, "texts": texts,
        "readings": indicators.readings(diagnosis, close=close), "conducts": conducts, "due": review_due(diagnosis),
        "asks_again": bool(review and review.new_needs.strip()) and policies.may_ask_again(actor, diagnosis) is None,
        "followed": [one for one in Case.objects.visible_to(actor).filter(follows=diagnosis.case).order_by("requested_on", "id")],
        "operation": uuid.uuid4(), "keeps_accounts": keeps, "years": [diagnosis.accounts_year, diagnosis.review_year],
        "documents": files_shown(diagnosis, REVIEW_TYPES, close),
    }  # fmt: skip


#: what each reader is given of the documents
DIAGNOSIS_TYPES = (documents.WHOLE.code, documents.OPEN.code)
REVIEW_TYPES = (documents.REVIEW.code, documents.REVIEW_OPEN.code)


def files_shown(diagnosis: Diagnosis, types: tuple[str, str], close: bool) -> list[SimpleNamespace]:
    """The latest of each variant, by the door of the diagnosis: a structure of a collective dossier opens no other's."""
    latest: dict[str, Any] = {}
    for document in queries.documents_of(diagnosis, types if close else types[1:]):
        latest.setdefault(document.type, document)
    return [
        SimpleNamespace(
            name=f.name, url=address("file", diagnosis, f.public_id), size=f.size, kind=f.kind.upper(), at=f.added_at, by=f.added_by_label,
            edition=edition_of(document), sealed=f.sealed, sha256=f.sha256,
        )
        for document in latest.values()
        for f in sorted(document.files.all(), key=lambda one: one.kind)
    ]  # fmt: skip


# -- on the dossier -------------------------------------------------------------------------------------------------------------
def state_of(case: Case, number: int | None, said: int, needed: int) -> tuple[str, str]:
    """In two words, and its tone. A dossier that is over, or that was validated elsewhere, awaits no validation."""
    if number is None:
        return "En cours d'écriture", "warn"
    if said < needed and (case.is_over or case.taken_over):
        return f"Version {number}", "plain"
    return (f"Version {number} validée", "ok") if said >= needed else (f"Version {number} à valider", "warn")
