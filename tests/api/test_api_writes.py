"""Writes: through the forms and actions of the screens, once per key, never over someone else's save."""

from __future__ import annotations

from typing import Any

import pytest

from cordee.actors.directory.actions import edit_organisation
from cordee.actors.directory.models import ChangeRequest, Identifier, Organisation
from cordee.core.models import Event, IdempotencyKey
from tests.api.conftest import SIRETS, SYSTEM, World
from tests.api.test_api_tokens import says

LILLE, LAON, LA_POSTE = "59350", "02408", SIRETS[2]


def new(name: str = "Les Ateliers neufs", **more: Any) -> dict[str, Any]:
    return {"name": name, "commune": LILLE, **more}


def test_a_sheet_is_created_as_on_the_screen(world: Any) -> None:
    made = world.officer().post("/organisations", new(siret=LA_POSTE, legal_form="association", analytical_accounting=True))
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["zone"], body["sheet"]["city"], body["sheet"]["analytical_accounting"]) == ("59", "Lille", True)
    assert body["identifiers"][0]["value"] == LA_POSTE
    assert made["ETag"] == '"1"'


def test_a_known_siret_out_of_reach_says_that_it_exists_and_nothing_more(world: Any) -> None:
    body = world.officer().post("/organisations", new(siret=SIRETS[1])).json()
    assert body == {
        "code": "known",
        "message": "Cette structure existe déjà : demandez l'accès à sa fiche.",
        "fields": {},
        "reference": "",
        "differences": [],
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (new(siret="5520813176652"), "siret"),
        (new(siret="55208131766523"), "siret"),
        (new(commune="99999"), "commune"),
        (new(commune=LAON), "commune"),
        (new(email="sans-arobase"), "email"),
        (new(name=""), "name"),
        (new(name="A\x00B"), "_"),
        (new(founded_in=12), "founded_in"),
        (new(couleur="bleu"), "couleur"),
        (new(sectors=["inconnu"]), "sectors"),
        (new(legal_form="club"), "legal_form"),
    ],
)
def test_what_does_not_hold_is_told_field_by_field(world: Any, body: dict[str, Any], field: str) -> None:
    before = Organisation.objects.count()
    response = world.officer().post("/organisations", body)
    says(response, 422, "incomplete")
    assert list(response.json()["fields"]) == [field], response.json()
    assert Organisation.objects.count() == before


def test_faults_are_french_whatever_the_path(world: Any) -> None:
    officer = world.officer()
    assert "JSON" in says(officer.client.generic("POST", "/api/v1/organisations", b"{", content_type="application/json",
                          headers={"Authorization": f"Bearer {officer.secret}"}), 400, "unreadable")  # fmt: skip
    for path in ("/nulle-part", "/organisations/1/2/3/4"):
        says(officer.get(path), 404, "not_found")
    says(officer.client.get("/api/autre"), 404, "not_found")
    wrong = officer.ask("DELETE", "/organisations")
    says(wrong, 405, "method")
    assert set(wrong["Allow"].split(", ")) == {"GET", "POST"}
    for query in ("limit=0", "limit=999999", "limit=x", f"limit={10**30}", "q=%00"):
        response = officer.get(f"/organisations?{query}")
        says(response, 422, "incomplete")
        sentence = next(iter(response.json()["fields"].values()))[0]
        assert sentence.endswith(".")
        assert "Input" not in sentence
    says(officer.get("/organisations/pas-un-uuid"), 422, "incomplete")


def test_only_the_given_fields_change(world: Any) -> None:
    officer, path = world.officer(), f"/organisations/{world.structure.public_id}"
    etag = officer.get(path)["ETag"]
    edited = officer.patch(path, {"acronym": "ADP", "founded_in": 1998}, If_Match=etag)
    assert edited.status_code == 200, edited.content
    sheet = edited.json()["sheet"]
    assert (sheet["acronym"], sheet["founded_in"], sheet["name"]) == ("ADP", 1998, "Atelier du Pévèle")
    assert edited["ETag"] == '"2"' != etag
    assert Event.objects.filter(thread=world.structure.thread).latest("id").data == {"fields": ["acronym", "founded_in"]}


def test_a_stale_save_gives_the_three_values(world: Any) -> None:
    officer, path = world.officer(), f"/organisations/{world.structure.public_id}"
    edit_organisation(actor=SYSTEM, organisation=world.structure, values={"acronym": "LEUR"}, version=1)
    response = officer.patch(path, {"acronym": "MIEN"}, If_Match='"1"')
    says(response, 409, "stale")
    difference = response.json()["differences"][0]
    assert [difference[key] for key in ("name", "before", "theirs", "mine", "clash")] == ["acronym", "", "LEUR", "MIEN", True]
    assert response["ETag"] == '"2"'
    for missing in ({}, {"If_Match": "hier"}):
        response = officer.patch(path, {"acronym": "MIEN"}, **missing)
        assert (response.status_code, list(response.json()["fields"])) == (422, ["If-Match"])
    assert Organisation.objects.get(pk=world.structure.pk).acronym == "LEUR"


def test_a_refusal_gives_its_rule(world: Any) -> None:
    director, path = world.director(), f"/organisations/{world.structure.public_id}"
    assert "proposez" in says(director.patch(path, {"acronym": "ADP"}, If_Match='"1"'), 409, "propose")
    assert "DLA" in says(director.post("/organisations", new()), 409, "profile")
    assert "Seule la structure" in says(world.officer().post(f"{path}/propositions", {"changes": {"acronym": "ADP"}}), 409, "hidden")
    assert says(director.post(f"{path}/propositions", {"changes": {"acronym": ""}}), 409, "same")


def test_a_number_is_declared_and_the_former_one_kept(world: Any) -> None:
    officer, path = world.officer(), f"/organisations/{world.structure.public_id}/identifiants"
    Identifier.objects.filter(organisation=world.structure).update(period="[2020-01-01,)")
    items = officer.post(path, {"kind": "siret", "value": LA_POSTE}).json()["items"]
    assert [(i["value"], i["until"] is None) for i in items] == [(LA_POSTE, True), (SIRETS[0], False)]
    assert list(officer.post(path, {"kind": "siren", "value": "732829321"}).json()["fields"]) == ["value"]
    assert list(officer.post(path, {"kind": "rna", "value": "732829320"}).json()["fields"]) == ["value"]
    assert officer.post(path, {"kind": "rna", "value": "W595001234"}).status_code == 200
    says(officer.post(path, {"kind": "siret", "value": SIRETS[1]}), 409, "known")


def test_a_proposal_lives_through_the_api(world: Any) -> None:
    director, officer = world.director(), world.officer()
    made = director.post(
        f"/organisations/{world.structure.public_id}/propositions", {"changes": {"acronym": "ADP"}, "note": "Nouveau sigle"}
    )
    assert made.status_code == 201, made.content
    path = f"/propositions/{made.json()['id']}"
    offered = {item["name"]: item for item in officer.get(f"{path}/transitions").json()["items"]}
    assert offered["accept"]["possible"]
    assert [(f["name"], f["type"], f["required"], f["max_length"]) for f in offered["refuse"]["form"]] == [("reason", "text", True, 500)]
    assert [item["name"] for item in director.get(f"{path}/transitions").json()["items"]] == ["withdraw"]
    says(officer.post(f"{path}/transitions/refuse", {}), 422, "incomplete")
    says(officer.post(f"{path}/transitions/envoler", {}), 404, "not_found")
    says(officer.post(f"{path}/transitions/propose", {}), 404, "not_found")
    says(officer.post(f"{path}/transitions/accept", {"version": 7}), 409, "stale")
    accepted = officer.post(f"{path}/transitions/accept", {"version": 1}).json()
    assert (accepted["state"], accepted["state_label"], accepted["version"]) == ("accepted", "Acceptée", 2)
    assert Organisation.objects.get(pk=world.structure.pk).acronym == "ADP"
    says(officer.post(f"{path}/transitions/refuse", {"data": {"reason": "Trop tard"}}), 409, "state")
    says(officer.post(f"{path}/evenements/{2**62}/correction", {"reason": "Clic"}), 404, "not_found")
    taken_back = officer.post(f"{path}/evenements/{accepted['event']}/correction", {"reason": "Mauvais bouton"})
    assert taken_back.json()["state"] == "proposed"
    assert Organisation.objects.get(pk=world.structure.pk).acronym == ""
    lines = officer.get(f"{path}/journal").json()["items"]
    assert next(line for line in lines if line["id"] == accepted["event"])["corrected"]


def test_the_same_key_writes_once_and_answers_the_same(world: Any) -> None:
    officer = world.officer()
    first = officer.post("/organisations", new(), Idempotency_Key="abc-1")
    again = officer.post("/organisations", new(), Idempotency_Key="abc-1")
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    assert first["ETag"] == again["ETag"]
    assert Organisation.objects.filter(name="Les Ateliers neufs").count() == 1
    says(officer.post("/organisations", new("Autre corps"), Idempotency_Key="abc-1"), 422, "key_reused")
    assert world.officer().post("/organisations", new(), Idempotency_Key="abc-1").status_code == 201


def test_a_key_of_a_refused_write_stays_free(world: Any) -> None:
    officer = world.officer()
    assert officer.post("/organisations", new(siret=SIRETS[1]), Idempotency_Key="k").status_code == 409
    assert not IdempotencyKey.objects.exists()
    assert officer.post("/organisations", new(), Idempotency_Key="k").status_code == 201
    assert officer.post("/organisations", new(), Idempotency_Key="é" * 2).status_code == 422


def test_two_at_once_with_one_key_write_once(own_db: Any) -> None:
    world = World()
    officer = world.officer()

    def create() -> Any:
        return officer.__class__(officer.secret, officer.token).post("/organisations", new(), Idempotency_Key="ensemble")

    answers = own_db.together(create, create)
    assert [answer.status_code for answer in answers] == [201, 201], answers
    assert answers[0].json() == answers[1].json()
    assert sorted("Idempotency-Replayed" in answer for answer in answers) == [False, True]
    assert Organisation.objects.filter(name="Les Ateliers neufs").count() == 1
    assert ChangeRequest.objects.count() == 0


def test_the_history_names_the_bearer_whatever_the_session(world: Any) -> None:
    officer = world.officer()
    officer.client.force_login(world.director().token.membership.user)
    made = officer.post("/organisations", new()).json()
    history = Organisation.history.rel.related_model.objects.filter(public_id=made["id"]).select_related("pgh_context").get()
    assert history.pgh_context.metadata["membership"] == officer.token.membership_id
    assert history.pgh_context.metadata["user"] == officer.token.membership.user_id
