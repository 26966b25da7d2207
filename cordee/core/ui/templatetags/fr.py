"""The formatters of `cordee.core.formats` as template filters: `{{ amount|euros }}`, `{{ done|percent:asked }}`."""

from datetime import date

from django import template

from cordee.core import formats

register = template.Library()

for formatter in (
    formats.number,
    formats.euros,
    formats.percent,
    formats.days,
    formats.hours,
    formats.file_size,
    formats.phone,
    formats.siret,
    formats.joined,
    formats.time_fr,
    formats.date_long,
    formats.date_fr,
    formats.date_short,
    formats.moment_short,
    formats.until,
    formats.ago,
    formats.unbroken,
):
    register.filter(formatter.__name__, formatter)


@register.filter
def counted(value: formats.Number, words: str) -> str:
    """`{{ 3|counted:"dossier" }}`, `{{ 3|counted:"cheval,chevaux" }}`."""
    one, _, many = words.partition(",")
    return formats.counted(value, one, many)


@register.simple_tag
def period(start: date | None, end: date | None) -> str:
    """`{% period mission.start mission.end %}`."""
    return formats.period(start, end)
