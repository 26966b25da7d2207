"""What dossiers put on people's day. Each profile its own: who follows, who heads the DLA, the structure. A lateness is read by the DLA
alone: what a structure is asked has no date, and what it waits for says since when."""

from __future__ import annotations

from typing import Any

from django.db.models import Case as Pick
from django.db.models import DateField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, TextField, Value, When

from cordee.accompaniment.cases import policies, queries
from cordee.accompaniment.cases.models import Adhesion, Assignment, Beneficiary, Case, Eligibility, Step, Validation
from cordee.accompaniment.cases.parameters import STAGE_NOTICE, SUBSTITUTE_NOTICE, delays
from cordee.accompaniment.cases.validating import VALIDATES
from cordee.core.access import Actor
from cordee.core.models.bases import TODAY, period_contains_today
from cordee.core.parameters import param
from cordee.core.todo import NO_DATE, TodoSource, declare, evening, last_moment, line, words

State = Case.State
FOLLOW = frozenset(policies.CONDUCT)
#: states whose step asks for an adhesion before it is left
ADHERING = {state: step for state, step in queries.STEP_OF.items() if state not in (State.SHARED, State.REVIEWED)}
#: a diagnosis is asked version after version by its own room; only the wait of a structure is said here
PLAN_ONLY = {State.SHARED: Validation.What.PLAN}
CALLED = {Validation.What.DIAGNOSIS: "le diagnostic partagé", Validation.What.PLAN: "le parcours d'accompagnement"}


# -- whose dossiers ---------------------------------------------------------------------------------------------------------------
def handled(actor: Actor) -> Any:
    """Open dossiers that the actor follows today, or where it stands in."""
    return Case.objects.visible_to(actor).filter(pk__in=queries.these(queries.day_of(actor).own))


def unheld(actor: Actor) -> Any:
    """Open dossiers of the actor's DLA that nobody follows."""
    return Case.objects.visible_to(actor).filter(queries.without_holder()).exclude(state__in=Case.OVER)


def mine_or_nobody_s(actor: Actor) -> Any:
    """For an officer: a request that arrives is everyone's until someone follows it."""
    if actor.profile != "officer":
        return handled(actor)
    return Case.objects.visible_to(actor).filter(queries.on_the_day_of(actor, "pk"))


def dated(rows: Any) -> Any:
    """With the day by which each dossier usually leaves its stage, and the names of its structures."""
    usual = Pick(*(When(state=state, then=Value(days)) for state, days in delays().items()), output_field=IntegerField())
    names = queries.structures_named(state=Beneficiary.State.IN)
    return rows.annotate(_usual=ExpressionWrapper(F("stage_since") + usual, output_field=DateField()), _names=names)


def _line(rows: Any, verb: str, detail: Any, *, due: Any = None) -> Any:
    return line(
        dated(rows),
        due=evening("_usual") if due is None else due,
        since=F("stage_since"),
        title=words(verb, F("_names")),
        detail=detail,
        key=F("public_id"),
    )


TITLE = words(F("title"))
STAGE = Pick(*(When(state=state, then=Value(str(label).lower())) for state, label in State.choices), output_field=TextField())


# -- the DLA ------------------------------------------------------------------------------------------------------------------------
def to_receive(actor: Actor) -> Any:
    return _line(mine_or_nobody_s(actor).filter(state=State.REQUESTED), "Accueillir ", TITLE)


def to_decide(actor: Actor) -> Any:
    """The criteria, then the decision."""
    decided = Eligibility.objects.for_system("decided?").filter(case=OuterRef("pk"), accepted__isnull=False)
    rows = handled(actor).filter(~Exists(decided.order_by()), state=State.RECEIVED, taken_over=False)
    return _line(rows, "Décider l'éligibilité : ", TITLE)


def late_stages(actor: Actor) -> Any:
    """A dossier that has stood at its stage for as long as is usual, or is about to."""
    decided = Eligibility.objects.for_system("decided?").filter(case=OuterRef("pk"), accepted__isnull=False)
    rows = dated(handled(actor).exclude(state=State.REQUESTED)).filter(
        ~Q(state=State.RECEIVED) | Q(Exists(decided.order_by())) | Q(taken_over=True),
        queries.moved_here(),
        _usual__lte=TODAY + Value(param(STAGE_NOTICE), IntegerField()),
    )
    return _line(rows, "Faire avancer : ", words("étape « ", STAGE, " » · ", F("title")))


def without_holder(actor: Actor) -> Any:
    return _line(unheld(actor).filter(queries.moved_here()), "Confier à quelqu'un : ", words("étape « ", STAGE, " » · ", F("title")))


def substitutes_ending(actor: Actor) -> Any:
    """Told to the substitute and to whoever takes the dossier back."""
    soon = TODAY + Value(param(SUBSTITUTE_NOTICE) + 1, IntegerField())
    theirs = Assignment.objects.for_system("one's own dossiers").filter(period_contains_today(), membership_id=actor.membership_id)
    rows = Assignment.objects.for_system("of one's own dossiers").filter(
        period_contains_today(), role=Assignment.Role.SUBSTITUTE, case__in=theirs.order_by().values("case"), period__endswith__lte=soon
    )
    verb = Pick(When(membership_id=actor.membership_id, then=Value("Passer le relais : ")), default=Value("Reprendre la main : "))
    return line(
        rows.exclude(case__state__in=Case.OVER),
        due=last_moment("period"),
        since=F("period__startswith"),
        title=words(verb, F("case__title")),
        detail=words("dernier jour du remplacement"),
        key=F("case__public_id"),
    )


# -- adhesion and validations -------------------------------------------------------------------------------------------------------
def _silent(beneficiaries: Any) -> Any:
    """Structures that have said nothing yet at the step where their dossier stands."""
    step = Pick(*(When(case__state=state, then=Value(int(step))) for state, step in ADHERING.items()), output_field=IntegerField())
    said = Adhesion.objects.for_system("said at this step?").filter(
        case=OuterRef("case"), organisation=OuterRef("organisation"), step=OuterRef("_step")
    )
    rows = beneficiaries.filter(state=Beneficiary.State.IN, case__state__in=list(ADHERING), case__taken_over=False)
    return rows.annotate(_step=step).filter(~Exists(said.order_by()))


STEP_NAME = Pick(*(When(_step=int(step), then=Value(f"« {step.label} »")) for step in Step), output_field=TextField())


def _of(actor: Actor) -> Any:
    """The places of the actor's own structure in its dossiers."""
    return Beneficiary.objects.for_system("one's own dossiers").filter(organisation_id=actor.organisation_id or 0)


def _among(cases: Any) -> Any:
    return Beneficiary.objects.for_system("of one's own dossiers").filter(case__in=cases.order_by().values("pk"))


def _told(rows: Any, title: Any, detail: Any) -> Any:
    return line(rows, due=NO_DATE, since=F("case__stage_since"), title=title, detail=detail, key=F("case__public_id"))


def adhesion_to_say(actor: Actor) -> Any:
    return _told(_silent(_of(actor)), words("Dire votre adhésion à l'étape ", STEP_NAME), words(F("case__title")))


def adhesion_awaited(actor: Actor) -> Any:
    """Of the structures, by the DLA."""
    rows = _silent(_among(handled(actor)))
    return _told(rows, words("Noter l'adhésion à l'étape ", STEP_NAME, " : ", F("organisation__name")), words(F("case__title")))


def _half_validated(beneficiaries: Any, done: str, lacking: str, validated: Any = PLAN_ONLY) -> Any:
    """Where one side has said yes and the other has not."""
    what = Pick(*(When(case__state=state, then=Value(str(what))) for state, what in validated.items()), output_field=TextField())
    called = Pick(*(When(_what=str(what), then=Value(name)) for what, name in CALLED.items()), output_field=TextField())

    def said(side: str) -> Any:
        rows = Validation.objects.for_system("validated by this side?").filter(case=OuterRef("case"), what=OuterRef("_what"), side=side)
        return Exists((rows.filter(organisation=OuterRef("organisation")) if side == "structure" else rows).order_by())

    rows = beneficiaries.filter(state=Beneficiary.State.IN, case__state__in=list(validated), case__taken_over=False)
    return rows.annotate(_what=what, _called=called).filter(said(done), ~said(lacking))


def validation_of_structure(actor: Actor) -> Any:
    rows = _half_validated(_of(actor), "operator", "structure")
    return _told(rows, words("Valider ", F("_called")), words(F("case__title")))


def validation_awaited_by_structure(actor: Actor) -> Any:
    rows = _half_validated(_of(actor), "structure", "operator", VALIDATES)
    return _told(rows, words("Suivre la validation de votre DLA : ", F("_called")), words("votre DLA"))


def validation_of_operator(actor: Actor) -> Any:
    rows = _half_validated(_among(handled(actor)), "structure", "operator")
    return _told(rows, words("Valider ", F("_called"), " : ", F("organisation__name")), words(F("case__title")))


def validation_awaited_by_operator(actor: Actor) -> Any:
    rows = _half_validated(_among(handled(actor)), "operator", "structure")
    return _told(rows, words("Noter la validation de ", F("organisation__name"), " : ", F("_called")), words(F("organisation__name")))


PAGE = "/dossiers/{key}/"
STRUCTURES = frozenset({"structure"})
declare(TodoSource("cases.receive", "Accueillir", PAGE, to_receive, FOLLOW))
declare(TodoSource("cases.eligibility", "Décider", PAGE, to_decide, FOLLOW))
declare(TodoSource("cases.stage", "Faire avancer", PAGE, late_stages, FOLLOW))
declare(TodoSource("cases.unheld", "Confier", "/dossiers/{key}/confier/", without_holder, frozenset({"head"})))
declare(TodoSource("cases.substitute", "Passer", PAGE, substitutes_ending, FOLLOW))
declare(TodoSource("cases.adhesion", "Dire", "/dossiers/{key}/adhesion/", adhesion_to_say, STRUCTURES))
declare(TodoSource("cases.adhesion_awaited", "Noter", "/dossiers/{key}/adhesion/", adhesion_awaited, FOLLOW, awaited=True))
declare(TodoSource("cases.validation", "Valider", "/dossiers/{key}/validation/", validation_of_structure, STRUCTURES))
declare(TodoSource("cases.validation_dla", "Suivre", PAGE, validation_awaited_by_structure, STRUCTURES, awaited=True))
declare(TodoSource("cases.validation_own", "Valider", "/dossiers/{key}/validation/", validation_of_operator, FOLLOW))
declare(
    TodoSource("cases.validation_structure", "Noter", "/dossiers/{key}/validation/", validation_awaited_by_operator, FOLLOW, awaited=True)
)
