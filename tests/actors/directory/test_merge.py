"""Two sheets that are one: what moves, what collides, what an undo puts back; nothing is rewritten in the journal."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cordee.actors.accounts.actions import invite
from cordee.actors.accounts.models import ApiToken, Invitation
from cordee.actors.directory.actions import edit_organisation
from cordee.actors.directory.models import Agreement, Alias, Organisation, Sector, Site
from cordee.core import merging
from cordee.core.access import Refused
from cordee.core.edits import Stale, keep_draft
from cordee.core.files.kinds import KINDS
from cordee.core.files.store import store_bytes
from cordee.core.journal import fil, record
from cordee.core.models import Draft, Event, File, Merge, MergeLine, Thread
from tests import factories as make

pytestmark = pytest.mark.covers("ORG-901")


def again(of: Organisation) -> Organisation:
    return Organisation.objects.for_system("test").select_related("thread", "merged_into").get(pk=of.pk)


def joined_file(of: Organisation, text: bytes) -> File:
    stored = store_bytes(text, kind=KINDS["txt"], name="note.txt")
    made = File(
        thread=of.thread, audience=["operator", "structure"], sha256=stored.sha256, size=len(text), kind="txt", name="note.txt"
    )  # fmt: skip
    made.save()
    return made


def do(winner: Organisation, loser: Organisation, by: Any, choices: dict[str, str] | None = None, **more: Any) -> Merge:
    plan = merging.plan_of(again(winner), again(loser), by)
    return merging.merge(winner, loser, actor=by, digest=plan.digest, choices=choices or {}, **more)


def tables(*skipped: str) -> dict[str, list[str]]:
    """Every row of the rooms, histories and journals aside: what an undo must give back to the letter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(core|directory|accounts)_'")
        names = sorted(name for (name,) in cursor.fetchall() if not name.endswith("event") and name not in skipped)
        found = {}
        for name in names:
            cursor.execute(f"SELECT (to_jsonb(t) - 'version')::text FROM {name} t ORDER BY 1")
            found[name] = [row for (row,) in cursor.fetchall()]
    return found


def draft(by: make.Someone, form: str, of: Organisation) -> None:
    keep_draft(user_id=by.user.pk, form=form, object_key=of.public_id, payload={"phone": [of.phone]}, version=of.version)


class Pair:
    """One association known twice, and the life of each sheet."""

    def __init__(self) -> None:
        self.ines = make.officer("59")
        self.kept = make.organisation("Atelier du Pévèle", siret="12000101100010", phone="0320000001")
        both_roles = ("beneficiary", "provider")
        self.other = make.organisation(
            "Ateliers du Pevele", siret="13000548100018", phone="0320000002", vocation="Coudre", roles=both_roles
        )
        self.salome, self.odile = make.director(self.kept), make.director(self.other)
        both = make.person(self.kept, "structure")
        make.person(self.other, "structure", user=both.user)
        self.both = both
        for sheet, name in ((self.kept, "Verrou"), (self.other, "Serrure")):
            make.figures(sheet, 2024, permanent=3 if sheet is self.kept else 4)
            make.position(sheet, name)
            joined_file(sheet, name.encode())
            make.takes_part(make.provider("02").organisation, sheet.thread, "provider")
            draft(self.ines, "directory.organisation", sheet)
            Site(organisation=sheet, kind="head", period=make.EVER).save()
            sheet.sectors.set(Sector.objects.filter(code__in=("iae", "conseil") if sheet is self.kept else ("iae", "textile")))
            make.child("agreement", sheet, type="aci", period=make.EVER, reference=name)
        make.figures(self.other, 2023)
        make.child("agreement", self.other, type="ai", period=make.EVER)
        make.child("tie", self.other, kind="antenna", period=make.EVER, target=self.kept)
        self.case = make.child_thread(self.other.thread)
        self.change = make.proposal(self.odile, phone="0320999999")
        draft(self.odile, "directory.proposal", self.other)
        self.mine = make.proposal(self.salome, phone="0320888888")
        self.invitation = invite(actor=self.ines.actor, organisation=self.other, email="ana@pevele.example", profile="structure")
        self.token = ApiToken(membership=self.odile.membership, name="a", sha256="1" * 64, hint="x", expires_at="2030-01-01T00:00Z")
        self.token.save()

    def plan(self) -> merging.Plan:
        return merging.plan_of(again(self.kept), again(self.other), self.ines.actor)


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def test_a_plan_says_what_moves_what_differs_and_what_collides_and_writes_nothing(pair: Pair) -> None:
    before = tables()
    plan = pair.plan()
    assert tables() == before
    assert plan.refusals == []
    assert {gap.name: gap.keep for gap in plan.gaps}.items() >= {"name": "winner", "phone": "winner", "vocation": "loser"}.items()
    collided = {collision.rule.key for collision in plan.collisions}
    assert collided == {
        "directory.identifier.organisation",
        "directory.agreement.organisation",
        "directory.yearfigures.organisation",
        "directory.position.organisation",
    }
    said = [moving.said for moving in plan.moving if moving.ids]
    assert "1 année de chiffres" in said
    assert "1 conventionnement" in said
    assert "2 accès à Cordée" not in said, "the one who belongs to both keeps the membership of the sheet that stays"


@pytest.mark.covers("ORG-903")
def test_two_sheets_with_threads_files_and_drafts_become_one_and_each_finds_its_own_back(pair: Pair) -> None:
    record(pair.other, "directory.organisation.edited", actor=pair.ines.actor, audience=["operator"], data={"fields": ["phone"]})
    events, before = Event.objects.for_system("t").count(), tables("core_merge", "core_mergeline", "core_event")
    done = do(pair.kept, pair.other, pair.ines.actor)

    kept, other = again(pair.kept), again(pair.other)
    assert other.merged_into == kept
    assert other.thread.parent_id == kept.thread_id
    assert Event.objects.for_system("t").filter(thread=other.thread).count() > 1, "its events stay on its own thread"
    assert File.objects.for_system("t").filter(thread=kept.thread).count() == 2
    assert Thread.objects.get(pk=pair.case.pk).parent_id == kept.thread_id
    assert set(kept.sectors.order_by("id").values_list("code", flat=True)) == {"iae", "conseil", "textile"}
    assert kept.vocation == "Coudre", "what it did not say is taken from the other"
    assert kept.phone == "0320000001"
    assert Alias.objects.for_system("t").filter(organisation=kept, name="Ateliers du Pevele").exists(), "the other name finds it"
    assert set(kept.agreements.order_by("type").values_list("type", "reference")) == {("aci", "Verrou"), ("ai", "")}
    assert set(kept.years.order_by("year").values_list("year", "permanent")) == {(2023, 11), (2024, 3)}
    lines, _ = fil(kept.thread, pair.ines.actor)
    assert {line.about for line in lines} == {"", "Ateliers du Pevele"}, "both pasts, each with its origin"
    assert pair.odile.actor.organisation_id == kept.pk, "its people act for the sheet that stays"
    assert pair.both.actor.organisation_id == kept.pk
    assert {m[2] for m in pair.both.actor.memberships} == {kept.name}
    pair.change.refresh_from_db()
    assert (pair.change.organisation_id, pair.change.thread_id) == (kept.pk, kept.thread_id)
    own = Draft.objects.for_system("t").get(user_id=pair.odile.user.pk)
    assert own.object_key == kept.public_id
    assert own.version != kept.version, "what was typed for the other sheet is compared before it is saved"
    assert Draft.objects.for_system("t").filter(user_id=pair.ines.user.pk, object_key=other.public_id).exists(), "one has both: each stays"

    merging.undo(done, actor=pair.ines.actor)
    assert tables("core_merge", "core_mergeline", "core_event") == before
    assert again(pair.other).merged_into is None
    assert Event.objects.for_system("t").count() == events + 4, "two lines for the merge, two for its undo, none rewritten"


def test_the_other_side_of_a_collision_may_be_kept_and_nothing_is_lost(pair: Pair) -> None:
    before = tables("core_merge", "core_mergeline", "core_event")
    choices = {collision.name: "loser" for collision in pair.plan().collisions} | {"phone": "loser", "vocation": "winner"}
    done = do(pair.kept, pair.other, pair.ines.actor, choices)
    kept, other = again(pair.kept), again(pair.other)
    assert set(kept.agreements.order_by("type").values_list("type", "reference")) == {("aci", "Serrure"), ("ai", "")}
    assert list(other.agreements.order_by("id").values_list("reference", flat=True)) == ["Verrou"], "set aside, still readable"
    assert dict(kept.years.order_by("year").values_list("year", "permanent"))[2024] == 4
    assert (kept.phone, kept.vocation) == ("0320000002", "")
    assert [i.value for i in kept.identifiers.filter(kind="siret").order_by("id")] == ["13000548100018"]
    merging.undo(done, actor=pair.ines.actor)
    assert tables("core_merge", "core_mergeline", "core_event") == before


def everyone() -> Any:
    return Organisation.objects.for_system("test")


def retitled(pair: Pair) -> None:
    Invitation.objects.for_system("t").filter(pk=pair.invitation.pk).update(title="Autre")


@pytest.mark.parametrize(
    ("touch", "named"),
    [
        (retitled, "invitation « Invitation de ana@"),
        (lambda p: p.kept.roles.filter(kind="provider").delete(), "rôle « Prestataire » n'existe plus"),
        (lambda p: everyone().filter(pk=p.kept.pk).update(vocation="Filer"), "« Atelier du Pévèle » a changé depuis (vocation)"),
    ],
)
def test_an_undo_is_refused_when_a_row_changed_since_and_names_it(pair: Pair, touch: Any, named: str) -> None:
    done = do(pair.kept, pair.other, pair.ines.actor)
    touch(pair)
    refusal = merging.undo_refusal(done, pair.ines.actor)
    assert refusal is not None
    assert named in refusal.sentence
    with pytest.raises(Refused):
        merging.undo(done, actor=pair.ines.actor)
    assert again(pair.other).merged_into_id == pair.kept.pk


def test_an_undo_whose_place_was_taken_says_by_which_row(pair: Pair) -> None:
    choices = {c.name: "loser" for c in pair.plan().collisions if c.rule.key == "directory.agreement.organisation"}
    done = do(pair.kept, pair.other, pair.ines.actor, choices)
    aci = Agreement.objects.for_system("t").get(organisation=pair.kept, type="aci")
    Agreement.objects.for_system("t").filter(pk=aci.pk).update(reference="autre")
    with pytest.raises(Refused, match="conventionnement « ACI » a changé"):
        merging.undo(done, actor=pair.ines.actor)


def test_who_may_merge(pair: Pair) -> None:
    marc, regional = make.officer("02"), make.regional()
    away = make.organisation("Au loin", zone="02")
    host = make.operator("59", "DLA du Nord")
    refused = {
        "zone": merging.plan_of(again(pair.kept), again(away), pair.ines.actor),
        "profile": merging.plan_of(again(pair.kept), again(pair.other), pair.salome.actor),
        "other": merging.plan_of(again(pair.kept), again(pair.other), marc.actor),
        "mandate": merging.plan_of(again(host), again(pair.other), pair.ines.actor),
    }
    assert "niveau régional ou national" in refused["zone"].refusals[0]
    assert "signalez-lui le doublon" in refused["profile"].refusals[0]
    assert refused["other"].refusals
    assert "niveau national" in refused["mandate"].refusals[0]
    assert merging.plan_of(again(pair.kept), again(away), regional.actor).refusals == []
    national = make.national().actor
    assert "porte un mandat en cours" in merging.plan_of(again(pair.kept), again(host), national).refusals[0]
    with pytest.raises(Refused, match="mandat"):
        do(pair.kept, host, national)


def test_sheets_of_two_territories_the_place_stays_that_of_the_kept_one(db: None) -> None:
    near, far = make.organisation("Ici"), make.organisation("Ailleurs", zone="02", address="2 rue du Port", vocation="Semer")
    file = joined_file(far, b"loin")
    by = make.regional().actor
    plan = merging.plan_of(again(near), again(far), by)
    assert not {"address", "commune", "city"} & {gap.name for gap in plan.gaps}
    done = do(near, far, by)
    file.refresh_from_db()
    assert (file.thread_id, file.zone) == (near.thread_id, "59")
    merging.undo(done, actor=by)
    file.refresh_from_db()
    assert (file.thread_id, file.zone) == (far.thread_id, "02")


def test_a_merge_on_a_merge_is_undone_in_order(db: None) -> None:
    one, two, three = (make.organisation(name) for name in ("Une", "Deux", "Trois"))
    by = make.officer("59").actor
    first, second = do(two, three, by), do(one, two, by)
    assert again(three).merged_into_id == one.pk
    assert again(three).thread.parent_id == one.thread_id
    with pytest.raises(Refused, match="annulez d'abord cette fusion-là"):
        merging.undo(first, actor=by)
    merging.undo(second, actor=by)
    assert again(three).merged_into_id == two.pk
    merging.undo(first, actor=by)
    assert again(three).merged_into_id is None


def test_what_changed_since_the_preview_is_looked_at_again(pair: Pair) -> None:
    digest = pair.plan().digest
    make.child("agreement", pair.other, type="ei", period=make.EVER)
    with pytest.raises(Refused, match="a changé depuis cet aperçu"):
        merging.merge(pair.kept, pair.other, actor=pair.ines.actor, digest=digest, choices={})


def test_whoever_was_editing_the_kept_sheet_gets_both_versions(pair: Pair) -> None:
    opened = again(pair.kept)
    do(pair.kept, pair.other, pair.ines.actor)
    with pytest.raises(Stale) as stale:
        edit_organisation(actor=pair.ines.actor, organisation=again(pair.kept), values={"vocation": "Tisser"}, version=opened.version)
    assert stale.value.act == "directory.organisation.merge"
    assert [d.theirs for d in stale.value.differences] == ["Coudre"]


def test_a_double_click_makes_one_merge(pair: Pair) -> None:
    key, digest = uuid.uuid4(), pair.plan().digest
    made = [merging.merge(pair.kept, pair.other, actor=pair.ines.actor, digest=digest, choices={}, operation=key) for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert MergeLine.objects.for_system("t").filter(merge=made[0]).exists()
    with pytest.raises(Refused, match="déjà été réunie"):
        merging.merge(pair.kept, pair.other, actor=pair.ines.actor, digest=digest, choices={}, operation=uuid.uuid4())


def test_the_lines_of_a_merge_cannot_be_rewritten(pair: Pair) -> None:
    done = do(pair.kept, pair.other, pair.ines.actor)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MergeLine.objects.for_system("t").filter(merge=done).delete()
