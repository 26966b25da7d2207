"""One document that holds every block, for the three writers."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from PIL import Image as Pillow

from cordee.core.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Check,
    Checklist,
    Document,
    Facts,
    Heading,
    Image,
    Logo,
    LogoBand,
    Numbered,
    PageBreak,
    Paragraph,
    Run,
    Series,
    Signatory,
    Signatures,
    Table,
)

MADE_AT = datetime(2027, 4, 12, 9, 30, tzinfo=UTC)
LITERAL = "*gras* _penché_ #let x = 1 #panic() $x^2$ <x> É & Œ `code` \\ @ref"


def png(format: str = "PNG") -> bytes:
    out = BytesIO()
    Pillow.new("RGB", (300, 120), (11, 90, 84)).save(out, format)
    return out.getvalue()


def charts() -> list[Chart]:
    return [
        Chart("radar", "Profil", ["Projet", "Gouvernance", "Équipe"], [Series("Avant", [2, 3, 1]), Series("Après", [3, 4, 3])], maximum=5),
        Chart("bar", "Emplois", ["2024", "2025"], [Series("Équivalents temps plein", [14, 17.25])]),
        Chart("hbar", "Recettes", ["Ventes", "Dons"], [Series("2024", [80000, 3000]), Series("2025", [95000, 4500])], "€"),
        Chart("line", "Trésorerie", ["T1", "T2", "T3"], [Series("Solde", [10, None, -5])], "k€"),
    ]


def blocks() -> list[Block]:
    return [
        Paragraph(["Montant : 9 500,00 € TTC ; ", Run("voir la page", link="https://www.exemple.fr/a?b=1&c=2"), Run(" fort", bold=True)]),
        Paragraph([LITERAL, Run(" piège", link="javascript:alert(1)")]),
        *(Heading(f"Niveau {level}", level) for level in (1, 2, 3, 4)),
        Facts([("Dénomination", "Élan & Œuvre <x>"), ("Présidence", "")]),
        Bullets(["Premier point", [Run("Second", italic=True), " point"]]),
        Numbered(["Un", "Deux"]),
        Numbered(["Encore un"]),
        Table(["Poste", "Montant"], [["Diagnostic", "2 500,00 €"], ["Ligne courte"]], "Plan de financement", ["left", "right"], [3, 1]),
        *charts(),
        Checklist([Check("Statuts", True), Check("Comptes annuels", False, "attendus depuis le 3 mai")]),
        Callout("Le solde attend le rapport.", "À retenir", "warning"),
        Image(png("WEBP"), "Un aplat vert", "Légende", 0.5),
        PageBreak(),
        Signatures(
            [Signatory("La directrice", "Direction", "12/04/2027"), Signatory("Le financeur", "DREETS"), Signatory("Le DLA", "Opérateur")],
            "Fait à Lille",
        ),
    ]


def document(content: list[Block] | None = None) -> Document:
    return Document(
        title="Fiche d'identité : Élan & Œuvre",
        reference="DLA59-2027-014",
        version=3,
        edition="version 3",
        fingerprint="a3f9c0de12" * 6,
        made_at=MADE_AT,
        blocks=blocks() if content is None else content,
        publicity=LogoBand([Logo("FSE+", png(), "Cofinancé par l'Union européenne"), Logo("Avise")], ["Cofinancé par le FSE+."]),
        subtitle="Nord",
    )
