"""The statements. Each counts: so many answers of this department and this kind of structure gave this value to this question.

One pass over the answers each, grouped by both dimensions at once; figures and masking come after, in Python, on the few rows left.
Syntheses count the latest revision that the structure or the person gave, or what was agreed in a meeting in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from django.db import connection

#: of a question (its code; its place, of marks), in a group: a value and how many times it was given
Tally: TypeAlias = dict[Any, dict[tuple[str, str], Counter[Any]]]
ALL = ("", "")
FETCHED = 5000

COUNTED = """
WITH counted AS NOT MATERIALIZED (
  SELECT r.department, r.structure_kind, r.answers, r.marks, r.total, r.result
  FROM surveys_response r
  WHERE r.campaign_id = %(campaign)s AND r.latest AND (
    r.voice = 'agreed' OR r.voice = 'respondent' AND NOT EXISTS (
      SELECT 1 FROM surveys_response a WHERE a.invitation_id = r.invitation_id AND a.voice = 'agreed' AND a.latest)))
"""
RESPONSES = "SELECT department, structure_kind, '', 0, count(*) FROM counted GROUP BY 1, 2"
#: marks by the million are grouped by one number for both dimensions, half as dear as by two texts. The join is a left one although
#: nothing is missing on its right: the planner then knows how many rows come, and hashes them instead of sorting
MARKS = """
, placed AS MATERIALIZED (SELECT row_number() OVER ()::int AS id, department, structure_kind FROM counted GROUP BY 2, 3)
SELECT department, structure_kind, place, mark, times FROM (
  SELECT p.id, i.place, i.mark, count(*) AS times
  FROM counted LEFT JOIN placed AS p USING (department, structure_kind), unnest(marks) WITH ORDINALITY AS i(mark, place)
  WHERE i.mark IS NOT NULL GROUP BY 1, 2, 3) AS given JOIN placed USING (id)
"""
TOTALS = """
SELECT department, structure_kind, '', round(total * 10000) / 10000, count(*) FROM counted WHERE total IS NOT NULL GROUP BY 1, 2, 4
"""
LEVELS = """
SELECT department, structure_kind, '', result->'level'->>'code', count(*) FROM counted GROUP BY 1, 2, 4
"""
AXES = """
SELECT department, structure_kind, x.code, round((x.axis->>'value')::float8 * 10000) / 10000, count(*)
FROM counted, jsonb_each(result->'axes') AS x(code, axis) WHERE x.axis->>'value' IS NOT NULL GROUP BY 1, 2, 3, 4
"""
SPECIAL = """
SELECT department, structure_kind, e.key, e.value->>'s', count(*) FROM {rows}, jsonb_each(answers) AS e
WHERE e.key = ANY(%(codes)s::text[]) AND e.value ? 's' GROUP BY 1, 2, 3, 4
"""
#: beside each choice, a line without one for each who answered: of a multiple choice, what shares are shares of
CHOICES = """
SELECT department, structure_kind, c.code, e.value, count(*) FROM {rows}, unnest(%(codes)s::text[]) AS c(code)
CROSS JOIN LATERAL (
  SELECT NULL AS value
  UNION ALL SELECT jsonb_array_elements_text(CASE jsonb_typeof(answers->c.code->'v') WHEN 'array' THEN answers->c.code->'v' ELSE '[]' END)
  UNION ALL SELECT answers->c.code->>'v' WHERE jsonb_typeof(answers->c.code->'v') = 'string'
  UNION ALL SELECT p.key || ':' || p.value
    FROM jsonb_each_text(CASE jsonb_typeof(answers->c.code->'v') WHEN 'object' THEN answers->c.code->'v' ELSE '{{}}' END) AS p) AS e
WHERE answers->c.code->'v' IS NOT NULL GROUP BY 1, 2, 3, 4
"""
#: a number under the question's own code; a share, or a rank, under « question:option »
NUMBERS = r"""
SELECT department, structure_kind, e.code, e.value::numeric, count(*) FROM {rows}, unnest(%(codes)s::text[]) AS c(code)
CROSS JOIN LATERAL (
  SELECT c.code AS code, answers->c.code->>'v' AS value WHERE jsonb_typeof(answers->c.code->'v') IN ('string', 'number')
  UNION ALL SELECT c.code || ':' || o.value, o.rank::text
    FROM jsonb_array_elements_text(CASE jsonb_typeof(answers->c.code->'v') WHEN 'array' THEN answers->c.code->'v' ELSE '[]' END)
      WITH ORDINALITY AS o(value, rank)
  UNION ALL SELECT c.code || ':' || p.key, p.value
    FROM jsonb_each_text(CASE jsonb_typeof(answers->c.code->'v') WHEN 'object' THEN answers->c.code->'v' ELSE '{{}}' END) AS p) AS e
WHERE e.value ~ '^-?[0-9]+([.][0-9]+)?$' GROUP BY 1, 2, 3, 4
"""
ANSWERED = """
SELECT department, structure_kind, c.code, 0, count(*) FROM {rows}, unnest(%(codes)s::text[]) AS c(code)
WHERE answers->c.code->'v' IS NOT NULL GROUP BY 1, 2, 3
"""
#: the blocks of a repeated section, in the place of responses
BLOCKS = """
(SELECT department, structure_kind, b.block AS answers FROM counted,
  jsonb_array_elements(
    CASE jsonb_typeof(counted.answers->%(section)s->'rows') WHEN 'array' THEN counted.answers->%(section)s->'rows' ELSE '[]' END
  ) AS b(block)) AS blocks
"""


class Source:
    """The answers of one campaign, asked statement after statement."""

    def __init__(self, campaign_id: int) -> None:
        self.campaign_id = campaign_id

    def tally(self, statement: str, codes: Sequence[str] = (), section: str = "") -> Tally:
        """`section`: count the blocks of this repeated section."""
        found: Tally = {}
        for department, kind, code, value, count in self._rows(statement, codes, section):
            places = found.setdefault(code, {})
            for place in (ALL, ("department", department), ("kind", kind)):
                places.setdefault(place, Counter())[value] += count
        return found

    def _rows(self, statement: str, codes: Sequence[str], section: str) -> Iterator[tuple[str, str, Any, Any, int]]:
        sql = COUNTED + statement.format(rows=BLOCKS if section else "counted")
        with connection.cursor() as cursor:
            cursor.execute(sql, {"campaign": self.campaign_id, "codes": list(codes), "section": section})
            while rows := cursor.fetchmany(FETCHED):
                yield from rows
