"""What `/design/` shows: each component with the very line that draws it, so that neither can drift from the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace as Thing

from django import forms

from cordee.core.formats import PARIS
from cordee.core.ui.forms import CheckboxGroup, CheckboxList, FrDecimalField, RadioCards, SiretField

NOW = datetime(2027, 4, 9, 10, 30, tzinfo=PARIS)


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    code: str
    note: str = ""


class SampleForm(forms.Form):
    """One field of each kind, in two sections."""

    sections = [
        ("La structure", ["name", "siret", "kind", "sites"]),
        ("La demande", ["channel", "needs", "wanted", "amount", "story", "joint"]),
    ]

    name = forms.CharField(label="Nom de la structure", help_text="Le nom d'usage, celui que l'on dit au téléphone.")
    siret = SiretField(label="SIRET", required=False, help_text="Quatorze chiffres ; les espaces sont acceptés.")
    kind = forms.ChoiceField(
        label="Type", choices=[("", "Choisir…"), ("aci", "Atelier et chantier d'insertion"), ("ei", "Entreprise d'insertion")]
    )
    sites = forms.MultipleChoiceField(
        label="Communes des sites",
        required=False,
        widget=CheckboxList,
        choices=[
            (name.lower(), name) for name in ("Anzin", "Douai", "Dunkerque", "Lille", "Maubeuge", "Roubaix", "Tourcoing", "Valenciennes")
        ],
    )
    channel = forms.ChoiceField(
        label="Comment la demande est-elle arrivée",
        choices=[("online", "En ligne"), ("post", "Par courrier"), ("phone", "Par téléphone")],
        widget=RadioCards(hints={"online": "Le formulaire public", "post": "Le papier est à joindre", "phone": "Vous la notez ici"}),
    )
    needs = forms.MultipleChoiceField(
        label="Sujets",
        required=False,
        widget=CheckboxGroup,
        choices=[("eco", "Modèle économique"), ("hr", "Ressources humaines"), ("gov", "Gouvernance")],
    )
    wanted = forms.DateField(label="Premier échange souhaité", required=False)
    amount = FrDecimalField(label="Budget annuel", required=False, help_text="En euros, par exemple 125 000,00.")
    story = forms.CharField(label="Ce qui amène la structure", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    joint = forms.BooleanField(label="La direction et la présidence portent la demande ensemble", required=False)


# What the samples speak of. Everything and everyone here is invented.
STATES = [
    ("request", "Demande"),
    ("welcome", "Accueil"),
    ("diagnosis", "Diagnostic partagé"),
    ("plan", "Plan"),
    ("work", "Mise en œuvre"),
    ("follow", "Suivi"),
    ("closed", "Clôture"),
]
OFFERS = [
    Thing(label="Signer la convention", url="#signer", refusal=None, form=True),
    Thing(label="Ajouter une note", url="#note", refusal=None, form=True),
    Thing(label="Verser le solde", url="#solde", refusal="Le solde attend le rapport papier. Nord Actif peut attester sa réception."),
]
TODO = [
    Thing(
        title="Relancer la note à mi-parcours",
        url="#1",
        verb="Relancer",
        due=date(2027, 4, 5),
        detail="Stratégie commerciale · Les Jardins du Hainaut (fictif)",
    ),
    Thing(
        title="Ouvrir les trois propositions",
        url="#2",
        verb="Ouvrir",
        due=NOW + timedelta(days=1),
        detail="Scellées jusqu'à l'échéance",
    ),
    Thing(
        title="Préparer le comité d'appui",
        url="#3",
        verb="Préparer",
        due=date(2027, 4, 22),
        detail="Quatre dossiers à l'ordre du jour",
    ),
]
EVENTS = [
    Thing(
        at=NOW - timedelta(minutes=12),
        title="Note à mi-parcours reçue",
        detail="six jours réalisés sur douze",
        actor="Personne fictive C, consultante",
    ),
    Thing(at=NOW - timedelta(days=1), title="Alerte du prestataire", detail="la direction change en mai", level="late"),
    Thing(at=NOW - timedelta(days=40), title="Convention signée par les trois parties", url="#", link="voir le document"),
]
FACTS = [("Montant", "9 500,00 € TTC"), ("FSE+", "4 750,00 €"), ("État", "2 850,00 €"), ("Banque des Territoires", "")]
ROWS = [
    ("Ateliers et chantiers", 26),
    ("Associations intermédiaires", 14),
    ("Entreprises d'insertion", 9),
    ("Intérim d'insertion", 3),
]
TABS = [("story", "Le fil", "#fil"), ("files", "Pièces", "#pieces", 4), ("money", "Financement", "#financement")]


def context() -> dict[str, object]:
    """What the samples speak of, with the two forms: one to fill, one to take up again."""
    typed = {"name": "", "siret": "123 456 789 0001", "kind": "", "channel": "post", "wanted": "demain", "amount": "9 500,5"}
    return {
        "now": NOW,
        "states": STATES,
        "offers": OFFERS,
        "todo": TODO,
        "events": EVENTS,
        "facts": FACTS,
        "rows": ROWS,
        "tabs": TABS,
        "file": Thing(name="Rapport final.pdf", url="#", size=1_240_000, kind="PDF", at=NOW, by="Personne fictive C", version=2),
        "sealed": Thing(name="Proposition 2", url="#", size=310_000, kind="Word", sealed=True),
        "form": SampleForm(),
        "filled": SampleForm(typed, auto_id="reprise_%s"),
    }


SAMPLES = {
    "Où en est-on": [
        Sample("La corde", '{% rope states "work" %}'),
        Sample("La corde, arrêtée", '{% rope states "plan" stopped="Arrêté à votre demande le 12/04/2027." label="Avancement arrêté" %}'),
        Sample(
            "La prochaine étape",
            '{% next_step "recevoir la note à mi-parcours" detail="Attendue du prestataire depuis le 17/03/2027 · 6 jours sur 12 réalisés" '
            'url="#" label="Relancer le prestataire" %}',
        ),
        Sample("Ce que l'on peut faire", "{% offers offers %}", "Un seul bouton plein par écran. Un refus reste visible, avec sa raison."),
        Sample(
            "Étiquettes",
            '{% tag "Individuel" %} {% tag "Convention signée" "ok" %} {% tag "Demain" "warn" %} {% tag "En retard" "late" '
            '%} {% tag "Close" "plain" %}',
        ),
    ],
    "Travailler": [
        Sample("À faire", "{% todo todo now=now %}"),
        Sample("Le fil", '{% fil events more_url="#" now=now %}'),
        Sample("Onglets", '{% tabs tabs "story" %}'),
        Sample("Chemin", "{% crumbs crumbs_path %}"),
        Sample("Pages", '{% pagination previous="#avant" following="#apres" summary="50 structures sur plus de 1 000" %}'),
        Sample(
            "Avant l'irréversible",
            '{% confirm_dialog name="envoi" opener="Notifier le choix" title="Notifier le choix aux quatre prestataires" '
            'act="Notifier le choix" url="#" '
            'leaves="Quatre courriels, dont trois réponses motivées" to="Les quatre prestataires consultés" frozen="La '
            'grille et les notes du comité" %}',
        ),
    ],
    "Messages": [
        Sample(
            "C'est fait",
            '{% notice "ok" "C\'est fait : la convention est signée par les trois parties." detail="Prochaine étape : la '
            'réunion de lancement." %}',
        ),
        Sample("À savoir", '{% notice "info" "Deux DLA se partagent ce territoire." url="#" label="Voir qui fait quoi" %}'),
        Sample(
            "Attention",
            '{% notice "warn" "Le plafond de 1 000,00 € TTC par jour est dépassé." detail="Une raison écrite sera demandée." %}',
        ),
        Sample("À reprendre", '{% notice "late" "Le SIRET compte 13 chiffres, il en faut 14. Votre saisie est conservée." %}'),
        Sample(
            "Refus",
            '{% refusal "Le solde attend le rapport papier." reason="La convention prévoit un exemplaire relié." who="Nord '
            'Actif peut attester sa réception." '
            'url="#" label="Demander l\'attestation" %}',
        ),
        Sample(
            "Page vide",
            '{% empty_state "Aucune proposition pour l\'instant." detail="L\'échéance est le 12/04/2027 ; rien à faire '
            'd\'ici là." url="#" label="Relire la consultation" %}',
        ),
    ],
    "Faits et chiffres": [
        Sample("Faits", "{% facts facts %}"),
        Sample("Chiffres", '<div class="figures">{% figure 42 "dossiers actifs" url="#" %}{% figure 11 "missions en cours" %}</div>'),
        Sample("Jauge", '{% meter 61400 92000 "61 400 € engagés sur 92 000 €" %}'),
        Sample(
            "Barres",
            '{% bars rows "Structures accompagnées en 2026" unit="structures" source="Source : dossiers ouverts au 31/12/2026." %}',
        ),
        Sample("Long travail", '{% progress "/design/avancement/" "Export : 1 200 lignes sur 5 000" done=1200 total=5000 %}'),
        Sample("Personnes", '{% person "Personne fictive A" role="Directrice" fictional=True %}'),
        Sample("Organisation inventée", "Les Jardins du Hainaut {% fictional %}"),
        Sample("Pièces", "{% file_row file %}{% file_row sealed %}"),
        Sample("Sigle", 'Un {% sigle "DLA" "dispositif local d\'accompagnement" %}, puis le {% sigle "DLA" %}.'),
        Sample("Aide", '{% help_link "gestes#exporter" %} {% copy_button "CR-2027-0187" label="Copier le numéro" %}'),
        Sample(
            "Écritures",
            "{{ now|date_fr }}<br>{{ now|date_short }}, {{ now|until:now }}<br>{{ 9500|euros }} · {{ 9500|euros:'HT' }}<br>"
            "{{ 9.5|days }} · {{ 26|percent:30 }}<br>{{ '0320123456'|phone }} · {{ '12345678900012'|siret }}",
        ),
    ],
    "Formulaires": [
        Sample("Un formulaire", "{{ form }}", "Libellé au-dessus, « facultatif » écrit. `form.sections` fait les parties."),
        Sample("Une saisie à reprendre", "{{ filled }}", "Le résumé mène à chaque réponse ; rien de ce qui a été tapé n'est perdu."),
    ],
}
