"""Why an anonymous campaign is anonymous for whoever holds the base too.

An answer and the mark « has answered » of its invitation are written by one transaction: until the closing, its number would join
them, and so would the order of arrival. At the closing every row is written anew, in one transaction, in an order drawn at random,
under new keys. The numbers of sendings are dealt again among them: a telephone that sends late still finds that it was received, and
the number no longer leads to what it sent. The day stays; there never was an hour.
"""

from __future__ import annotations

from django.db import connection

from cordee.tools.surveys.models import Campaign, Response

DRAWN = {"public_id": "gen_random_uuid()", "submission": "dealt.submission"}


def shuffle(campaign: Campaign) -> int:
    """Inside `erasing`: rows of answers are not rewritten otherwise. Answers how many there are."""
    columns = [str(field.column) for field in Response._meta.concrete_fields if not field.primary_key]
    values = ", ".join(DRAWN.get(name, f"kept.{name}") for name in columns)
    query = f"""
    WITH gone AS (DELETE FROM surveys_response WHERE campaign_id = %s AND submitted_at IS NULL RETURNING *),
    kept AS (SELECT *, row_number() OVER (ORDER BY random()) AS place FROM gone),
    dealt AS (SELECT submission, row_number() OVER (ORDER BY random()) AS place FROM gone)
    INSERT INTO surveys_response ({", ".join(columns)}) SELECT {values} FROM kept JOIN dealt USING (place) ORDER BY place"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [campaign.pk])
        return int(cursor.rowcount)
