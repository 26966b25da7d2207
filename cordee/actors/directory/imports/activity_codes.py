"""Two imports for a new edition of the NAF: its codes with their labels, and the table from one version to the next.

Nothing is taken away by a file: a code that it does not bear stays, and is retired or united on its own page.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cordee.actors.directory.activities import written
from cordee.actors.directory.models import ActivityMatch
from cordee.actors.directory.nomenclatures import NAF, NAF_2025
from cordee.core.access import Actor, Refusal
from cordee.core.imports import cells
from cordee.core.imports.declare import Field, Import, Progress, Told
from cordee.core.imports.staging import Stage
from cordee.core.models import NomenclatureStamp
from cordee.core.nomenclatures import policies

TABLES = {NAF: "directory_activityrev2", NAF_2025: "directory_activity2025"}
#: the last letter says the version: no letter serves in both
IS_REV2 = r"'^\d\d\.\d\d[A-FZ]$'"
IS_2025 = r"'^\d\d\.\d\d[GHJKLY]$'"
MATCHES = ActivityMatch._meta.db_table


@dataclass(frozen=True)
class NafCode(cells.Kind):
    """« 9499Z » is 94.99Z."""

    def read(self, cell: cells.Cell, hint: cells.Hint = cells.NO_HINT) -> str:
        return written(cells.tidy(cell))


class _Codes:
    """What both hold: who imports, one writer at a time, what is told."""

    def refusal(self, actor: Actor) -> Refusal | None:
        return policies.may_keep(actor)

    def hold(self, stage: Stage) -> bool:
        """One writer at a time for all the lists, as on their pages; what was judged is judged again if a list changed meanwhile."""
        stamps = NomenclatureStamp.objects.for_system("one writer at a time")
        stamps.get_or_create(pk=1, defaults={"stamp": uuid.uuid4()})
        before = stage.counts()
        stamps.select_for_update().get(pk=1)
        stage.judge_again()
        return stage.counts() == before

    def told(self, stage: Stage, outcome: str, most: int) -> list[Told]:
        rows = stage.rows("SELECT line, said, detail FROM import_lines WHERE outcome = %s ORDER BY line LIMIT %s", [outcome, most])
        return [Told(line, said or "", detail or "") for line, said, detail in rows]

    def _twice(self, stage: Stage, columns: tuple[str, ...], sentence: str) -> None:
        alike = " AND ".join(f"o.{column} = l.{column}" for column in columns)
        stage.refuse(f"EXISTS (SELECT 1 FROM import_lines o WHERE {alike} AND o.line < l.line)", "%s", says=sentence)


class ActivityImport(_Codes, Import):
    code = "directory.activity_codes"
    slug = "codes-naf"
    title = "Importer des codes NAF"
    one, many = "code", "codes"
    keys = "Une ligne retrouve son code ; la dernière lettre dit la version : A à F ou Z pour la NAF rév. 2, G à L ou Y pour la NAF 2025."
    required = ("code", "label")
    computed = {"said": "text", "detail": "text"}

    def sections(self) -> Sequence[tuple[str, Sequence[Field]]]:
        code = Field("code", "Code", NafCode(), ("Code NAF", "Code APE", "Sous-classe", "NAF"))
        return [("Codes", [code, Field("label", "Libellé", cells.Text(250), ("Intitulé", "Libelle", "Intitulé de la sous-classe"))])]

    def judge(self, stage: Stage) -> None:
        stage.refuse(
            f"l.code !~ {IS_REV2} AND l.code !~ {IS_2025}",
            "'« ' || l.code || ' » n''est pas un code de la NAF : quatre chiffres, un point et une lettre, comme 94.99Z.'",
            "code",
        )
        self._twice(stage, ("code",), "Ce code est déjà sur une ligne plus haut dans le fichier.")
        stage.sql("UPDATE import_lines SET said = code || ' ' || label, detail = ''")
        for table in TABLES.values():
            stage.sql(
                f"UPDATE import_lines l SET target = t.id, changed = CASE WHEN t.label <> l.label THEN ARRAY['label'] ELSE '{{}}' END, "
                f"detail = CASE WHEN t.label <> l.label THEN t.label || ' → ' || l.label ELSE '' END "
                f"FROM {table} t WHERE t.code = l.code AND l.problem IS NULL"
            )

    def write(self, stage: Stage, progress: Progress) -> None:
        for table, pattern in ((TABLES[NAF], IS_REV2), (TABLES[NAF_2025], IS_2025)):
            stage.sql(
                f"INSERT INTO {table} (code, label, position) SELECT code, label, 0 FROM import_lines "
                f"WHERE outcome = 'create' AND code ~ {pattern} ORDER BY code"
            )
            stage.sql(
                f"UPDATE {table} t SET label = l.label FROM import_lines l "
                f"WHERE l.outcome = 'change' AND l.target = t.id AND l.code = t.code"
            )
            # The list is read in the order of its codes.
            stage.sql(
                f"UPDATE {table} t SET position = o.rank FROM (SELECT id, row_number() OVER (ORDER BY code) AS rank FROM {table}) o "
                f"WHERE o.id = t.id AND t.position <> o.rank"
            )
        progress(stage.run.reading["lines"])


class MatchImport(_Codes, Import):
    code = "directory.activity_matches"
    slug = "correspondances-naf"
    title = "Importer la table de correspondance NAF"
    one, many = "correspondance", "correspondances"
    keys = "Une ligne par passage d'un code de la NAF rév. 2 à un code de la NAF 2025 ; un code peut en avoir plusieurs."
    required = ("before", "after")
    computed = {"said": "text", "detail": "text", "former_id": "bigint", "next_id": "bigint"}

    def sections(self) -> Sequence[tuple[str, Sequence[Field]]]:
        before = Field("before", "Code NAF rév. 2", NafCode(), ("naf-rev2", "NAFold-code", "Ancien code", "Code 2008", "code_2008"))
        after = Field("after", "Code NAF 2025", NafCode(), ("naf-2025", "NAFnew-code", "Nouveau code", "Code 2025", "code_2025"))
        return [("Correspondance", [before, after])]

    def judge(self, stage: Stage) -> None:
        for column, key, table, name in (
            ("before", "former_id", TABLES[NAF], "NAF rév. 2"), ("after", "next_id", TABLES[NAF_2025], "NAF 2025"),
        ):  # fmt: skip
            stage.sql(f"UPDATE import_lines l SET {key} = t.id FROM {table} t WHERE t.code = l.{column}")
            sentence = f"'« ' || l.{column} || ' » n''est pas dans la liste {name} : importez d''abord les codes.'"
            stage.refuse(f"l.{key} IS NULL", sentence, column)
        self._twice(stage, ("before", "after"), "Cette correspondance est déjà sur une ligne plus haut dans le fichier.")
        stage.sql("UPDATE import_lines SET said = before || ' → ' || after, detail = ''")
        stage.sql(
            f"UPDATE import_lines l SET target = m.id, changed = CASE WHEN m.ended_on IS NOT NULL THEN ARRAY['after'] ELSE '{{}}' END "
            f"FROM {MATCHES} m WHERE m.before_id = l.former_id AND m.after_id = l.next_id AND l.problem IS NULL"
        )

    def write(self, stage: Stage, progress: Progress) -> None:
        stage.sql(
            f"INSERT INTO {MATCHES} (before_id, after_id, source) SELECT former_id, next_id, %s FROM import_lines "
            "WHERE outcome = 'create' ORDER BY line",
            [f"fichier « {stage.run.name} »"[:200]],
        )
        stage.sql(f"UPDATE {MATCHES} m SET ended_on = NULL FROM import_lines l WHERE l.outcome = 'change' AND l.target = m.id")
        progress(stage.run.reading["lines"])
