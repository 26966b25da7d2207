"""What diagnoses put on people's day: a version to validate, a note to write, indicators to read again."""

from __future__ import annotations

from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, DateField, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from cordee.accompaniment.cases.models import Beneficiary, Case
from cordee.accompaniment.cases.queries import on_the_day_of, thought_of_by
from cordee.accompaniment.diagnoses.models import Assent, Contribution, Diagnosis, Review, Version
from cordee.accompaniment.diagnoses.parameters import REREAD_DAYS
from cordee.core.access import READERS, Actor
from cordee.core.clock import today
from cordee.core.models import ReadLog
from cordee.core.models.bases import TODAY
from cordee.core.parameters import param
from cordee.core.todo import NO_DATE, TodoSource, declare, evening, line, words

OPERATOR = frozenset({"officer", "head", "regional"})
STRUCTURE = frozenset({"structure"})
CONTRIBUTE = frozenset({"network", "partner"})
PAGE = "/diagnostics/{key}/"
NAMED = Coalesce(F("diagnosis__organisation__name"), F("diagnosis__case__title"))
OVER = Case.OVER
#: two years after the accounts of a diagnosis, its dossier is under way, or over
REVIEWED_IN = (Case.State.UNDER_WAY, Case.State.FOLLOW_UP, Case.State.REVIEWED, Case.State.CLOSED)


def _assents(**more: Any) -> Any:
    return Assent.objects.for_system("of a version that its reader owes").filter(version=OuterRef("pk"), **more).order_by()


def _standing(actor: Actor) -> Any:
    """The last version of each diagnosis, in the dossiers that are at this step."""
    later = Version.objects.for_system("is there a later one?").filter(diagnosis=OuterRef("diagnosis"), number__gt=OuterRef("number"))
    rows = Version.objects.visible_to(actor).filter(~Exists(later.order_by()), diagnosis__case__state=Case.State.DIAGNOSING)
    return rows.none() if actor.profile in READERS else rows


def _version_line(rows: Any, title: Any, detail: Any) -> Any:
    return line(rows, due=NO_DATE, since=F("proposed_at"), title=title, detail=detail, key=F("diagnosis__public_id"))


NUMBER = words("version ", F("number"))
KIND = Choice(
    *(When(kind=kind, then=Value(f"{kind.label[:1].lower()}{kind.label[1:]}")) for kind in Contribution.Kind), output_field=CharField()
)


def to_validate(actor: Actor) -> Any:
    rows = _standing(actor).filter(on_the_day_of(actor, "diagnosis__case"), ~Exists(_assents(side="operator")))
    return _version_line(rows, words("Valider ensemble le diagnostic : ", NAMED), NUMBER)


def own_to_validate(actor: Actor) -> Any:
    inside = Beneficiary.objects.for_system("is one's organisation in it?").filter(
        case=OuterRef("diagnosis__case"), organisation_id=actor.organisation_id, state=Beneficiary.State.IN
    )
    rows = _standing(actor).filter(Exists(inside.order_by()), ~Exists(_assents(side="structure", organisation_id=actor.organisation_id)))
    return _version_line(rows, words("Valider le diagnostic : ", NAMED), NUMBER)


def structure_awaited(actor: Actor) -> Any:
    """The DLA has said yes; a structure has not yet."""
    given = Assent.objects.for_system("of these versions").filter(
        version=OuterRef(OuterRef("pk")), side="structure", organisation_id=OuterRef("organisation_id")
    )
    silent = Beneficiary.objects.for_system("structures of these dossiers").filter(
        ~Exists(given.order_by()), case=OuterRef("diagnosis__case"), state=Beneficiary.State.IN
    )
    own = Exists(silent.filter(organisation_id=OuterRef("diagnosis__organisation")).order_by())
    any_of_them = Q(Exists(silent.order_by()), diagnosis__organisation__isnull=True)
    rows = _standing(actor).filter(on_the_day_of(actor, "diagnosis__case"), own | any_of_them, Exists(_assents(side="operator")))
    return _version_line(rows, words("Validation du diagnostic : ", NAMED), words("attendue de la structure"))


def to_reread(actor: Actor) -> Any:
    """Adopted by the bodies of one's structure, and not opened since by this reader, who did not note it either."""
    read = ReadLog.objects.for_system("one's own readings").filter(
        actor_user=actor.user_id, subject_kind="diagnoses.diagnosis", subject_id=OuterRef("version__diagnosis_id"),
        at__gte=OuterRef("version__proposed_at"), what="diagnosis",
    )  # fmt: skip
    later = Version.objects.for_system("is there a later one?").filter(
        diagnosis=OuterRef("version__diagnosis"), number__gt=OuterRef("version__number")
    )
    rows = Assent.objects.for_system("of one's own structure").filter(
        ~Exists(read.order_by()), ~Exists(later.order_by()), organisation_id=actor.organisation_id, side="structure", by_bodies=True,
        on__gte=TODAY - Value(param(REREAD_DAYS), output_field=IntegerField()),
    )  # fmt: skip
    named = Coalesce(F("version__diagnosis__organisation__name"), F("version__diagnosis__case__title"))
    return line(
        rows.exclude(noted_by=actor.user_id), due=NO_DATE, since=F("on"),
        title=words("Relire le diagnostic adopté : ", named), detail=words(F("body")), key=F("version__diagnosis__public_id"),
    )  # fmt: skip


def notes_to_write(actor: Actor) -> Any:
    rows = Contribution.objects.visible_to(actor).filter(organisation_id=actor.organisation_id, state=Contribution.State.ASKED)
    rows = (rows.none() if actor.profile in READERS else rows).exclude(diagnosis__case__state__in=OVER)
    return line(
        rows, due=evening("due_on"), since=F("asked_on"), title=words("Écrire la ", KIND, " : ", NAMED), detail=words(F("question")),
        key=F("public_id"),
    )  # fmt: skip


def notes_awaited(actor: Actor) -> Any:
    asked = Contribution.objects.visible_to(actor).filter(on_the_day_of(actor, "diagnosis__case"), state=Contribution.State.ASKED)
    rows = asked.exclude(diagnosis__case__state__in=OVER)
    return line(
        rows, due=evening("due_on"), since=F("asked_on"), title=words(F("organisation__name"), " : ", KIND, " pour ", NAMED),
        detail=words("demandée à ", F("organisation__name")), key=F("diagnosis__public_id"),
    )  # fmt: skip


def to_review(actor: Actor) -> Any:
    """From the first of January that follows the accounts to read again, for two years: later, nobody reads them any more."""
    written = Review.objects.for_system("of diagnoses already seen").filter(diagnosis=OuterRef("pk"))
    year = today().year
    owed = Diagnosis.objects.visible_to(actor).filter(
        ~Exists(written.order_by()), case__state__in=REVIEWED_IN, case__taken_over=False, organisation__isnull=False,
        review_year__in=(year - 2, year - 1),
    )  # fmt: skip
    rows = thought_of_by(actor, owed)
    last = Func(F("review_year") + 1, Value(12), Value(31), function="make_date", output_field=DateField())
    return line(
        rows.annotate(last_day=last), due=evening("last_day"), since=F("opened_on"),
        title=words("Relever les indicateurs N+2 : ", F("organisation__name")), detail=words("comptes et effectifs de ", F("review_year")),
        key=F("public_id"),
    )  # fmt: skip


declare(TodoSource("diagnoses.to_validate", "Valider", PAGE, to_validate, OPERATOR))
declare(TodoSource("diagnoses.own_to_validate", "Valider", PAGE, own_to_validate, STRUCTURE))
declare(TodoSource("diagnoses.structure_awaited", "Relancer", PAGE, structure_awaited, OPERATOR, awaited=True))
declare(TodoSource("diagnoses.to_reread", "Relire", PAGE, to_reread, STRUCTURE))
declare(TodoSource("diagnoses.notes_to_write", "Écrire", "/diagnostics/notes/{key}/", notes_to_write, CONTRIBUTE))
declare(TodoSource("diagnoses.notes_awaited", "Attendre", PAGE, notes_awaited, OPERATOR, awaited=True))
declare(TodoSource("diagnoses.to_review", "Relever", "/diagnostics/{key}/bilan/", to_review, OPERATOR))
