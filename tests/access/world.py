"""One structure of the Nord, all that hangs on it, and one person of each kind who looks at it."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cordee.accompaniment.cases import actions as cases
from cordee.accompaniment.cases.models import Handover
from cordee.accompaniment.requests import links
from cordee.actors.accounts import actions as accounts
from cordee.actors.accounts.models import ApiToken
from cordee.actors.directory.models import CompanyAlert, DuplicateCandidate
from cordee.actors.network.actions import declinations, references
from cordee.actors.partners import actions as partners
from cordee.actors.providers import actions as register
from cordee.actors.providers.search.actions import open_shortlist
from cordee.actors.territory.models import Zone
from cordee.core import merging, outbox
from cordee.core.files.kinds import KINDS
from cordee.core.files.store import store_bytes
from cordee.core.imports import actions as imports
from cordee.core.imports.declare import imports as declared
from cordee.core.lifecycle import advance
from cordee.core.models import File, ImportRun, Mail, Notice, SavedView, Task
from tests import factories as make
from tests.access.diagnoses_world import Diagnosed
from tests.access.followup_world import Followup
from tests.access.plans_world import Plans
from tests.access.surveys_world import Surveys
from tests.accompaniment.requests import scene as requests
from tests.actors.partners import scene
from tests.factories import Someone

PERSONAS = (
    "anonymous", "officer", "officer_elsewhere", "regional", "national", "structure",
    "structure_elsewhere", "provider", "network", "funder", "admin",
)  # fmt: skip

CASE_PAGES = (
    "case", "assign", "remind", "adhesion", "validation", "accounts", "judge", "decide", "presence", "again", "accounts_log",
    "add_structure",
    "open_to", "edit", "file",
)  # fmt: skip


class World:
    def __init__(self) -> None:
        self.structure = make.organisation("La Fabrique des Rives")
        make.figures(self.structure)
        self.children = make.children(self.structure)
        self.people: dict[str, Someone] = {
            "officer": make.officer(of=make.operator("59", "DLA du Nord")),
            "officer_elsewhere": make.officer("02"),
            "regional": make.regional(),
            "national": make.national(),
            "structure": make.director(self.structure),
            "structure_elsewhere": make.director(make.organisation(zone="02")),
            "provider": make.provider("02"),
            "network": make.network("02"),
            "funder": make.funder("59"),
            "admin": make.admin(),
        }
        for capacity in ("provider", "network"):
            self.part = make.takes_part(self.people[capacity].organisation, self.structure.thread, capacity)
        self.colleague = make.director(self.structure)
        self.proposed = make.proposal(self.people["structure"], phone="0320112233")
        self.accepted = make.proposal(self.people["structure"], email="contact@rives.example")
        self.acceptance = advance(self.accepted, "accept", actor=self.people["officer"].actor)
        self.invitation = accounts.invite(
            actor=self.people["officer"].actor, organisation=self.structure, email="odile@rives.example", profile="structure"
        )
        refused = make.proposal(self.people["structure"], website="https://rives.example")
        advance(refused, "refuse", actor=self.people["officer"].actor, data={"reason": "Adresse à vérifier."})
        self.notice = Notice.objects.for_system("the refusal's own notice").get(to_organisation=self.structure.pk)
        outbox.send(self._leaving(self.notice))
        self.file = self._file()
        self._twins()
        self.alert = CompanyAlert(organisation=self.structure, kind="closed", siret="99900010200015", key="closed")
        self.alert.save()
        self._of_the_officer()
        self._case()
        self.plans = Plans(self.structure)
        self.followup = Followup(self.people["officer"], self.people["structure"], self.case)
        self.demand = requests.request()
        self._committee()
        self._register()
        self._chosen()
        self.run = self._import()
        self._scheme()
        self.surveys = Surveys(self.people["officer"], self.structure)

    def _committee(self) -> None:
        """A support committee of the officer, where the network sits; a contribution that the funder proposes."""
        officer, funder = self.people["officer"], self.people["funder"]
        self.committee = scene.committee(officer)
        self.seat = scene.seat(officer, self.committee, self.people["network"].organisation)
        self.meeting = scene.meeting(officer, self.committee)
        self.item = scene.item(officer, self.meeting, "Parcours", self.structure)
        other = scene.item(officer, self.meeting, "Autre point")
        self.interest = partners.declare_interest(actor=officer.actor, item=other, member=self.seat, reason="Lien.")
        note = SimpleUploadedFile("note.txt", b"Bonjour")
        self.paper = partners.add_paper(actor=officer.actor, item=self.item, upload=note, label="Note")
        self.other_item = other
        values = {"contributor": funder.organisation, "form": "budget", "amount": Decimal(100), "description": "", "period": make.EVER}
        target = {"sector": None, "department": None, "epci": None, "policy": ""}
        self.contribution = partners.propose_contribution(actor=funder.actor, operator=officer.organisation, values=values | target)

    def _of_committees(self, name: str) -> dict[str, Any]:
        """What the addresses of committees and contributions point at."""
        if name == "interest_lift":
            return {"public_id": self.other_item.public_id, "interest_id": self.interest.pk}
        if name == "item_act":
            return {"public_id": self.item.public_id, "act": "descendre"}
        if name == "link_give":
            return {"public_id": self.meeting.public_id, "member": self.seat.public_id}
        if name == "link_close":
            return {"public_id": STRANGER}
        if name.startswith("guest"):
            return {"token": "forgé"} | ({} if name == "guest" else {"public_id": self.item.public_id})
        if name == "member_edit":
            return {"public_id": self.committee.public_id, "child": self.seat.public_id}
        known = {
            "committee": self.committee, "edit": self.committee, "member_add": self.committee, "work_add": self.committee,
            "plan": self.committee, "meeting": self.meeting, "meeting_edit": self.meeting, "item_add": self.meeting,
            "minutes": self.meeting, "dossiers_add": self.meeting,
            "item_edit": self.item, "paper_add": self.item, "opinion": self.item, "interest": self.item, "paper": self.paper,
            "contribution": self.contribution, "contribution_edit": self.contribution,
        }  # fmt: skip
        return {"public_id": known[name].public_id} if name in known else {}

    def _import(self) -> ImportRun:
        """A file of the officer's team, imported but for one line."""
        actor, table = self.people["officer"].actor, "Nom;CP;Ville\nAtelier importé;59000;Lille\nAilleurs;02000;Laon\n"
        run = imports.send_file(
            actor=actor, declaration=declared["directory.organisations"], stream=io.BytesIO(table.encode()), name="essai.csv"
        )
        for write in (False, True):
            run = imports.work(actor=actor, run=run, write=write, progress=lambda done: None)
        return run

    def _scheme(self) -> None:
        """An initiative carried by someone, and what the DLA of the Nord is writing with an actor of its territory."""
        officer = self.people["officer"].actor
        self.entry = references.add_entry(actor=make.SYSTEM, kind="initiative", values={"title": "Essai"}, since=date(2024, 1, 1))
        self.body = references.add_body(actor=make.SYSTEM, entry=self.entry, organisation=self.structure, part="carrier")
        self.declination = declinations.start_declination(actor=officer, zone=Zone.objects.get(code="59"))
        said = {"emploi": "Un premier poste est accompagné dans le mois."}
        declinations.write_declination(
            actor=officer, declination=self.declination, intro="", texts=said, version=self.declination.version
        )  # fmt: skip
        self.consulted = declinations.add_consulted(
            actor=officer, declination=self.declination, organisation=self.structure, on=date(2024, 1, 1), form="meeting"
        )  # fmt: skip

    def _twins(self) -> None:
        """A sheet that may be the same one, and two that were one."""
        near, twice = make.organisation("Fabrique des Rives"), make.organisation("La Fabrique des Rives, annexe")
        pair = {"first": self.structure, "second": near, "reasons": ["near_name"]}
        self.pair = DuplicateCandidate(**pair)
        self.pair.save()
        officer = self.people["officer"].actor
        self.structure.refresh_from_db()
        plan = merging.plan_of(self.structure, twice, officer)
        self.merge = merging.merge(self.structure, twice, actor=officer, digest=plan.digest, choices={})

    def _register(self) -> None:
        """The provider's own sheet, all that hangs on it, a suspension to come and a joint action."""
        of = self.people["provider"].organisation
        self.provider = make.full_sheet(of)
        self.provider_key = {"public_id": of.public_id}
        kept = {"consultant": self.provider.consultants, "reference": self.provider.references, "rate": self.provider.rates}
        self.children |= {code: rows.get() for code, rows in (kept | {"paper": self.provider.papers}).items()}
        start = timezone.localdate() + timedelta(days=30)
        self.suspension = register.suspend(
            actor=self.people["regional"].actor, provider=self.provider, reason="Absence annoncée", since=start, until=None
        )
        self.emergence = register.record_emergence(
            actor=self.people["officer"].actor, values={"name": "Rencontre", "held_on": timezone.localdate(), "newcomers": [self.provider]}
        )

    def _chosen(self) -> None:
        """That provider kept for the structure, in a shortlist that the officer shares."""
        self.shortlist = open_shortlist(
            actor=self.people["officer"].actor,
            structure=self.structure,
            values={"need": "Modèle économique", "theme": None, "shared": True},
            choices=[(self.provider, "Connaît le territoire")],
        )

    def _leaving(self, notice: Notice) -> int:
        mails = Mail.objects.for_system("it leaves at once").filter(event__subject_id=notice.pk, kind="core.notice")
        mails.update(not_before=timezone.now() - timedelta(minutes=1))
        return mails.get().pk

    def _file(self) -> File:
        stored = store_bytes(b"Bonjour", kind=KINDS["txt"], name="note.txt")
        file = File(
            thread=self.structure.thread,
            audience=["operator", "structure"],
            sha256=stored.sha256,
            size=7,
            kind="txt",
            name="note.txt",
            label="Note",
        )
        file.save()
        return file

    def _case(self) -> None:
        """A dossier at reception, open to the network that contributes to it."""
        officer = self.people["officer"].actor
        values = {"kind": "individual", "title": "Consolider l'atelier", "origin": "alone", "requester": self.structure, "need": "Grandir."}
        self.case = cases.open_case(actor=officer, structures=[self.structure], values=values)
        cases.open_to(actor=officer, case=self.case, organisation=self.people["network"].organisation)
        advance(self.case, "receive", actor=officer)
        cases.hand_over(actor=officer, cases=[self.case], to=self.people["officer"].membership, on=timezone.localdate())
        self.handover = Handover.objects.for_system("test").get()
        self.diagnosed = Diagnosed(self.people, self.structure)

    def _of_the_officer(self) -> None:
        officer = self.people["officer"]
        self.token = ApiToken(
            membership=officer.membership, name="essai", sha256="0" * 64, hint="x", expires_at=timezone.now() + timedelta(days=1)
        )
        self.view = SavedView(user_id=officer.user.pk, list="directory.organisations", name="Les miennes", query="type=aci")
        result = {"sha256": self.file.sha256, "name": "export.csv", "type": "text/csv"}
        self.task = Task(
            user_id=officer.user.pk,
            membership_id=officer.membership.pk,
            kind="export",
            label="Export",
            ended_at=timezone.now(),
            result=result,
        )
        for row in (self.token, self.view, self.task):
            row.save()

    def client(self, persona: str) -> Client:
        return Client() if persona == "anonymous" else self.people[persona].client

    def arguments(self, url_name: str) -> dict[str, Any]:
        """What the address of this name needs to point at the structure of this world."""
        key, of = self.structure.public_id, {"public_id": self.structure.public_id}
        known: dict[str, dict[str, Any]] = {
            **{f"cases:{name}": {"public_id": self.case.public_id} for name in CASE_PAGES},
            "cases:handover": {"public_id": self.handover.public_id},
            **self.plans.arguments(),
            **self.diagnosed.arguments(),
            "requests:request": {"public_id": self.demand.public_id},
            "requests:tracking": {"token": links.token_of(self.demand)},
            "takeover:copy": {"public_id": self.case.public_id},
            "core:take_back": {
                "lifecycle": "directory.change_request",
                "public_id": self.accepted.public_id,
                "event_id": self.acceptance.pk,
            },
            "core:act": {"lifecycle": "directory.change_request", "public_id": self.proposed.public_id, "transition": "accept"},
            "core:draft": {"form": "directory.organisation"},
            "core:draft_drop": {"form": "directory.organisation"},
            "core:draft_of": {"form": "directory.organisation", "object_id": key},
            "core:draft_drop_of": {"form": "directory.organisation", "object_id": key},
            "core:setting": {"code": "core.notice_send_days"},
            "core:setting_withdraw": {"code": "core.notice_send_days"},
            "core:nomenclature": {"code": "secteurs"},
            "core:term": {"code": "secteurs", "item": "textile"},
            "core:notice": {"public_id": self.notice.public_id},
            "core:notice_proof": {"public_id": self.notice.public_id},
            "core:file": {"public_id": self.file.public_id},
            "core:file_replace": {"public_id": self.file.public_id},
            "core:delete_view": {"public_id": self.view.public_id},
            "accounts:agenda_feed": {"secret": "forgé"},
            "accounts:token_revoke": {"public_id": self.token.public_id},
            "accounts:access": {"organisation": key},
            "accounts:access_end": {"organisation": key, "membership": self.colleague.membership.public_id},
            "accounts:share": {"organisation": key},
            "accounts:share_end": {"organisation": key, "part": self.part.public_id},
            "accounts:support": {"organisation": key, "membership": self.colleague.membership.public_id},
            "accounts:second_factor_reset": {"organisation": key, "membership": self.colleague.membership.public_id},
            "accounts:session_end": {"public_id": STRANGER},
            "accounts:support_end_mine": {"public_id": STRANGER},
            "accounts:login_link": {"token": "forgé"},
            "accounts:invitation": {"token": self.invitation.secret},
            "accounts:opening_code": {"code": "AAAAA-BBBBB-CCCCC-DDDDD"},
            "accounts:stop": {"signed": "forgé"},
            "account_reset_password_from_key": {"uidb36": "1", "key": "forgee"},
            "territory:department": {"code": "59"},
            "help:role": {"code": "structure"},
            "network:territory": {"code": "59"},
            "network:assign": {"code": "59"},
            "network:declination_start": {"code": "59"},
            "network:entry_add": {"kind": "figure"},
            "network:entry": {"public_id": self.entry.public_id},
            "network:entry_correct": {"public_id": self.entry.public_id},
            "network:entry_retire": {"public_id": self.entry.public_id},
            "network:body_add": {"public_id": self.entry.public_id},
            "network:body_remove": {"public_id": self.entry.public_id, "body": self.body.public_id},
            "network:declination": {"public_id": self.declination.public_id},
            "network:declination_edit": {"public_id": self.declination.public_id},
            "network:declination_compare": {"public_id": self.declination.public_id},
            "network:consulted_add": {"public_id": self.declination.public_id},
            "network:consulted_remove": {"public_id": self.declination.public_id, "consulted": self.consulted.public_id},
            "directory:alert": {"public_id": self.alert.public_id},
            "directory:place": of | {"child": self.children["site"].public_id},
            "directory:change": {"public_id": self.proposed.public_id},
            "directory:year": of | {"number": 2025},
            "directory:duplicate": {"public_id": self.pair.public_id},
            "directory:merge_done": {"public_id": self.merge.public_id},
            "demo:enter": {"code": "charge-mission-nord"},
        }
        if url_name.startswith(("committees:", "partners:")) and not url_name.endswith("_export"):
            return self._of_committees(url_name.split(":")[1])
        if url_name in ("core:import", "core:import_file", "core:import_refused"):
            return {"public_id": self.run.public_id}
        if url_name in ("core:import_send", "core:import_model"):
            return {"slug": "organisations"}
        if url_name.startswith("core:task"):
            return {"public_id": self.task.public_id}
        if url_name.endswith("_export"):
            return {"format_": "csv"}
        if url_name.startswith(("followup:", "surveys:")):
            return self.of_a_room(*url_name.split(":"))
        if url_name.startswith("providers:"):
            return self.provider_arguments(url_name)
        if row := self.child_of(url_name):
            return (self.provider_key if hasattr(row, "provider_id") else of) | {"child": row.public_id}
        if url_name.endswith("_add") and url_name.startswith("directory:"):
            return self.provider_key if url_name.removeprefix("directory:").removesuffix("_add") in PROVIDER_KINDS else of
        plain = ("organisation", "edit", "propose", "year_add", "make_sheet", "make_figures", "file_add", "notice_send", "review")
        plain += ("merge", "succession", "logo", "activity")
        return known.get(url_name) or (of if url_name in {f"directory:{name}" for name in plain} else {})

    def of_a_room(self, room: str, name: str) -> dict[str, Any]:
        return (self.followup if room == "followup" else self.surveys).arguments(name)

    def provider_arguments(self, url_name: str) -> dict[str, Any]:
        sheet = {"public_id": self.provider.public_id}
        known: dict[str, dict[str, Any]] = {
            "spot_known": {"public_id": self.people["provider"].organisation.public_id},
            "section": sheet | {"section": "identity"},
            "file": sheet | {"file_id": self.children["paper"].file.public_id},
            "lift": sheet | {"suspension_id": self.suspension.public_id},
            "age": sheet | {"consultant_id": self.children["consultant"].public_id},
            "emergence": {"public_id": self.emergence.public_id},
            "emergence_edit": {"public_id": self.emergence.public_id},
            "for_structure": {"public_id": self.structure.public_id},
            "keep": {"public_id": self.structure.public_id},
            "shortlist": {"public_id": self.shortlist.public_id},
            "shortlist_edit": {"public_id": self.shortlist.public_id},
            "shortlist_drop": {"public_id": self.shortlist.public_id, "provider": self.provider.public_id},
        }
        name = url_name.removeprefix("providers:")
        alone = ("spot", "own", "emergence_add", "choose_structure", "compare", "coverage", "enee", "enee_mapping")
        lists = ("emergences", "providers", "shortlists", "enee_file")
        return known.get(name) or ({} if name in alone or name.startswith(lists) else sheet)

    def child_of(self, url_name: str) -> Any:
        """The row of the structure's sheet that an address of `directory.children` points at."""
        code, _, act = url_name.removeprefix("directory:").rpartition("_")
        return self.children.get(code) if act in ("change", "end", "withdraw", "leave") else None


PROVIDER_KINDS = ("consultant", "reference", "rate", "bank", "paper")
STRANGER = uuid.UUID("00000000-0000-4000-8000-000000000000")
