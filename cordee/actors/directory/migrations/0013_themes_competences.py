"""Themes of accompaniment and competences: working lists, to be changed in the settings, for no official one is public."""

import django.db.models.deletion
from django.db import migrations, models

import cordee.core.text
from cordee.core.schema import Stamped

#: code → label, where it was read
THEMES = {
    "STRAT": ("Projet, stratégie, plan stratégique", "steco.fr, bilan 2017 (36 %) ; info-dla.fr, foire aux questions 2022 (1er)"),
    "ORGA": ("Organisation interne, gouvernance", "steco.fr, bilan 2017 (14 %) ; info-dla.fr, foire aux questions 2022 (2e)"),
    "FIN": ("Diversification des financements, stratégie financière", "info-dla.fr, foire aux questions 2022 (3e)"),
    "ECO": ("Modèle économique, restructuration économique", "steco.fr, bilan 2017 (9 %) ; dla-centrevaldeloire.org"),
    "RH": ("Fonction employeur, management, qualité de vie au travail", "dla-centrevaldeloire.org"),
    "PART": ("Partenariats, ancrage territorial", "dla-centrevaldeloire.org ; avise.org"),
    "MUT": ("Fusion, mutualisation, regroupement", "dla-centrevaldeloire.org"),
    "NUM": ("Transition numérique, communication", "dla-centrevaldeloire.org ; appel à compétence des DLA des Hauts-de-France, 2021"),
    "ECOL": ("Transition écologique", "nossenateurs.fr, n° 2838711 (enveloppe depuis 2021)"),
    "COM": ("Développement commercial", "appel à compétence des DLA des Hauts-de-France, 2021"),
}
#: code → theme, label: words to start from
COMPETENCES = {
    "projet-associatif": ("STRAT", "Projet associatif et plan stratégique"),
    "utilite-sociale": ("STRAT", "Évaluation de l'utilité et de l'impact social"),
    "gouvernance": ("ORGA", "Gouvernance et vie associative"),
    "organisation-interne": ("ORGA", "Organisation interne et conduite du changement"),
    "recherche-financements": ("FIN", "Recherche et diversification des financements"),
    "gestion-financiere": ("FIN", "Gestion financière et trésorerie"),
    "modele-economique": ("ECO", "Modèle économique et plan d'affaires"),
    "redressement": ("ECO", "Redressement et structures en difficulté"),
    "fonction-employeur": ("RH", "Fonction employeur et droit social"),
    "management-qvt": ("RH", "Management et qualité de vie au travail"),
    "cooperation-territoriale": ("PART", "Coopération territoriale et partenariats"),
    "mutualisation": ("MUT", "Mutualisation et groupements"),
    "fusion": ("MUT", "Fusion et rapprochement de structures"),
    "outils-numeriques": ("NUM", "Outils numériques et systèmes d'information"),
    "communication": ("NUM", "Communication"),
    "transition-ecologique": ("ECOL", "Transition écologique et sobriété"),
    "marketing-digital": ("COM", "Marketing digital"),
    "strategie-commerciale": ("COM", "Stratégie commerciale et étude de marché"),
    "animation-collective": (None, "Animation de démarches collectives"),
    "droit-associations": (None, "Droit des associations et statuts"),
}


def load(apps, schema_editor):
    theme, competence = apps.get_model("directory", "Theme"), apps.get_model("directory", "Competence")
    themes = [theme(code=code, label=label, source=source, position=rank) for rank, (code, (label, source)) in enumerate(THEMES.items(), 1)]
    by_code = {row.code: row for row in theme.objects.bulk_create(themes)}
    lines = enumerate(COMPETENCES.items(), 1)
    competence.objects.bulk_create(
        [competence(code=code, label=label, theme=by_code.get(under), position=rank) for rank, (code, (under, label)) in lines]
    )


def label_constraint(name, message):
    return models.UniqueConstraint(cordee.core.text.FrNormalize("label"), name=name, violation_error_message=message)


def period_constraint(name):
    in_order = models.Q(
        ("starts_on__isnull", True), ("retired_on__isnull", True), ("retired_on__gte", models.F("starts_on")), _connector="OR"
    )
    return models.CheckConstraint(
        condition=in_order, name=name, violation_error_message="Le retrait ne peut pas précéder le premier jour."
    )  # fmt: skip


def term_fields():
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("code", models.CharField(max_length=30, unique=True)),
        ("label", models.CharField(max_length=120, verbose_name="libellé")),
        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
        ("starts_on", models.DateField(blank=True, null=True, verbose_name="proposé à partir du")),
        ("retired_on", models.DateField(blank=True, null=True, verbose_name="retiré le")),
    ]


class Migration(migrations.Migration):
    dependencies = [("directory", "0012_plain_words"), ("core", "0011_nomenclatures")]
    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[*term_fields(), ("source", models.CharField(blank=True, max_length=200, verbose_name="source"))],
            options={
                "verbose_name": "thème d'accompagnement",
                "ordering": ["position", "label"],
                "abstract": False,
                "constraints": [
                    period_constraint("directory_theme_period"),
                    label_constraint("directory_theme_label", "Un thème porte déjà ce libellé."),
                ],
            },
        ),
        migrations.CreateModel(
            name="Competence",
            fields=[
                *term_fields(),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="competences",
                        to="directory.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "verbose_name": "compétence",
                "ordering": ["position", "label"],
                "abstract": False,
                "constraints": [
                    period_constraint("directory_competence_period"),
                    label_constraint("directory_competence_label", "Une compétence porte déjà ce libellé."),
                ],
            },
        ),
        Stamped("directory_theme"),
        Stamped("directory_competence"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
