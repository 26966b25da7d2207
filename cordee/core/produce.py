"""Producing a document: its context frozen, its bytes made, hashed and kept; asking again makes a new version."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from cordee.core.access import READERS, Actor, Refusal, Refused, capacities_in
from cordee.core.documents import document_types, edition, freeze, missing, render
from cordee.core.files.kinds import KINDS
from cordee.core.files.store import store_bytes
from cordee.core.journal import history, record
from cordee.core.models import Document, File
from cordee.core.text import words


def may_produce(type_code: str, obj: Any, actor: Actor) -> Refusal | None:
    """Those who would read it. An open card, which everyone sees, gives no document of the sheet behind it; who only looks adds no
    version to it."""
    if actor.profile in READERS:
        return Refusal("reader", "Votre accès est en lecture seule : lisez la dernière version produite, ou demandez au DLA une nouvelle.")
    if actor.is_system or set(document_types[type_code].audience) & set(capacities_in(actor, obj.thread)):
        return None
    return Refusal("audience", "Ce document se produit par celles et ceux qui prennent part au dossier.")


def produce(type_code: str, obj: Any, *, actor: Actor) -> Document:
    """One more version of a document about an object, in each of its formats, on the object's thread."""
    if refusal := may_produce(type_code, obj, actor):
        raise Refused(refusal)
    kind = document_types[type_code]
    context = freeze(type_code, obj, actor)
    made_at = timezone.now()
    with transaction.atomic(), history(actor, act=f"{type_code}.produce"):
        type(obj)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)  # two askers get two versions
        last = Document.objects.for_system("next version").filter(type=type_code, subject_id=obj.pk).order_by("-version").first()
        document = Document(
            type=type_code,
            subject_id=obj.pk,
            version=last.version + 1 if last else 1,
            thread_id=obj.thread_id,
            zone=obj.zone,
            audience=list(kind.audience),
            context=context,
            missing=missing(type_code, context),
            made_at=made_at,
            made_by=actor.user_id,
            made_by_label=actor.label,
        )
        document.save()
        document.files.set([_file(document, kind.title, str(obj), format_, context) for format_ in kind.formats])
        data = {"title": kind.title, "version": document.version, "edition": edition_of(document)}
        record(obj, "core.document.made", actor=actor, audience=list(kind.audience), data=data)
    return document


def edition_of(document: Document) -> str:
    """What its reader calls this version of a document."""
    return edition(document.type, document.context, document.version)


def _without(title: str, subject: str) -> str:
    """« Diagnostic partagé : La Fabrique » under the title « Diagnostic partagé » is « La Fabrique »."""
    head, said, rest = subject.partition(" : ")
    return rest if said and title.startswith(head) else subject


def _file(document: Document, title: str, subject: str, format_: Any, context: dict[str, Any]) -> File:
    reference = f"{'-'.join(words(title)).upper()}-{document.subject_id}"
    data = render(document.type, context, format_, version=document.version, reference=reference, made_at=document.made_at)
    said = edition_of(document)
    short = said.replace("version ", "v").replace(",", "")
    name = f"{title} - {_without(title, subject)} - {short}.{format_}".replace("/", "-")
    stored = store_bytes(data, kind=KINDS[format_], name=name)
    file = File(
        thread_id=document.thread_id,
        zone=document.zone,
        audience=document.audience,
        sha256=stored.sha256,
        size=stored.size,
        kind=stored.kind.code,
        name=stored.name,
        label=f"{title}, {said}",
        added_by=document.made_by,
        added_by_label=document.made_by_label,
    )
    file.save()
    return file
