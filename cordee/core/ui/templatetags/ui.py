"""The components of the house. Each tag names its arguments, so that a page cannot forget one silently.

Every component is shown in every state on `/design/`, with the line that writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from cordee.core import formats
from cordee.core.access import Refusal
from cordee.core.help.glossary import linked
from cordee.core.ui.forms import mistakes, sections

register = template.Library()

TAG_LEVELS = {"": "tag", "info": "tag", "ok": "tag ok", "warn": "tag warn", "late": "tag late", "plain": "tag plain"}
NOTICE_ICONS = {"ok": "circle-check", "info": "info", "warn": "triangle-alert", "late": "circle-alert"}
# Django's message levels, in our four.
MESSAGE_LEVELS = {"debug": "info", "info": "info", "success": "ok", "warning": "warn", "error": "late"}
SOON = 2


# -- where it stands, what to do -----------------------------------------------------------------------------------------


@register.inclusion_tag("ui/bits/rope.html")
def rope(states: Iterable[tuple[str, str]], now: str, stopped: str = "", label: str = "Avancement") -> dict[str, Any]:
    """A lifecycle as a rope with knots. `states`: (code, public name), in order; `stopped`: the sentence of a side exit."""
    names = list(states)
    place = [code for code, _ in names].index(now)
    over = place + 1 == len(names) and not stopped  # at the last knot nothing goes on
    knots = [
        {
            "name": name,
            "kind": "done" if index < place or over else "now" if index == place else "",
            "word": "fait" if over else _word(index - place, bool(stopped)),
            "here": index == place,
        }
        for index, (_, name) in enumerate(names)
    ]
    after = names[place + 1][1] if place + 1 < len(names) and not stopped else ""
    return {
        "knots": knots,
        "label": label,
        "rank": place + 1,
        "total": len(names),
        "now": names[place][1],
        "after": after,
        "stopped": stopped,
    }


def _word(distance: int, stopped: bool) -> str:
    if distance == 0:
        return "arrêté ici" if stopped else "en cours"
    return "fait" if distance < 0 else "non atteint" if stopped else "à venir"


@register.inclusion_tag("ui/bits/next_step.html")
def next_step(title: str, detail: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """The one obvious next step: what, who owes it and since when, and the button that does it."""
    return {"title": title, "detail": detail, "url": url, "label": label}


@register.inclusion_tag("ui/bits/offers.html", takes_context=True)
def offers(context: Context, items: Iterable[Any], filled: bool = True) -> dict[str, Any]:
    """The transitions of an object. The first allowed one is filled (unless `filled=False`); a refused one says why.

    An offer bears `label`, `url`, `refusal` (None, a sentence, or an object with `.sentence`) and `form` (true: ask first).
    """
    rows, free = [], filled
    for item in items:
        refusal = getattr(item, "refusal", None)
        row = {"label": item.label, "url": getattr(item, "url", ""), "asks": bool(getattr(item, "form", None))}
        row["why"] = str(getattr(refusal, "sentence", refusal)) if refusal else ""
        row["style"] = "btn-primary" if free and not refusal else "btn-quiet"
        row["id"] = f"offre-{slugify(item.label)}"
        free = free and bool(refusal)
        rows.append(row)
    return {"offers": rows, "csrf": _csrf(context)}


def _csrf(context: Context) -> str:
    request = context.get("request")
    return get_token(request) if isinstance(request, HttpRequest) else ""


@register.inclusion_tag("ui/bits/todo.html")
def todo(items: Iterable[Any], shown: int = 50, now: datetime | None = None) -> dict[str, Any]:
    """« À faire ». An item bears `title` (a verb and its object), `url`, and may bear `due` (day or moment), `detail`, `awaited`, `since`.

    The first `shown` lines are in sight, the others one gesture away. What someone else owes says since when, never how late.
    """
    rows = [_todo_row(item, now) for item in items]
    return {"rows": rows[:shown], "more": rows[shown:]}


def _todo_row(item: Any, now: datetime | None) -> dict[str, Any]:
    row = {"title": item.title, "url": item.url, "detail": getattr(item, "detail", ""), "level": "", "until": "", "date": ""}
    due: date | None = getattr(item, "due", None)
    if getattr(item, "awaited", False):
        return row | {"date": f"depuis le {formats.date_short(item.since)}"}
    if due is None:
        return row
    return row | {"date": formats.date_short(due), "until": formats.until(due, now), "level": _urgency(due, now)}


def _urgency(due: date, now: datetime | None) -> str:
    if formats.is_late(due, now):
        return "late"
    return "warn" if formats.days_left(due, now) <= SOON else ""


# -- small facts ------------------------------------------------------------------------------------------------------


@register.simple_tag
def tag(label: str, level: str = "") -> SafeString:
    """A state or a kind, in words: levels `info`, `ok`, `warn`, `late`, `plain`."""
    return format_html('<span class="{}">{}</span>', TAG_LEVELS[level], label)


@register.inclusion_tag("ui/bits/facts.html")
def facts(pairs: Iterable[tuple[str, object]]) -> dict[str, Any]:
    return {"pairs": [(label, formats.EMPTY if value in (None, "") else value) for label, value in pairs]}


@register.inclusion_tag("ui/bits/figure.html")
def figure(value: object, label: str, url: str = "") -> dict[str, Any]:
    return {"value": formats.number(value) if isinstance(value, int) else value, "label": label, "url": url}


@register.inclusion_tag("ui/bits/meter.html")
def meter(done: formats.Number, total: formats.Number, label: str) -> dict[str, Any]:
    """A gauge; `label` is the sentence that says the same in words (« 61 400 € engagés sur 92 000 € »)."""
    share = min(max(float(done) / float(total), 0), 1) if total else 0
    return {"width": f"{share * 100:.1f}", "label": label, "full": bool(total) and done > total}


@register.inclusion_tag("ui/bits/progress.html")
def progress(url: str, label: str, done: int = 0, total: int = 0, here: bool = False) -> dict[str, Any]:
    """A long act (export, import) that tells where it stands: `url` answers {done, total, label, state, url}.

    `here`: the result is read on this very page, which opens again at the end.
    """
    return {"url": url, "label": label, "done": done, "total": total, "here": here}


@register.inclusion_tag("ui/bits/person.html")
def person(name: object, role: object = "", fictional: bool = False) -> dict[str, Any]:
    words = str(name).split()
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
    return {"name": name, "role": role, "fictional": fictional, "initials": initials}


@register.simple_tag
def fictional(yes: object = True) -> SafeString:
    """« (fictif) » after the name of an invented organisation."""
    return SafeString('<span class="fictional">(fictif)</span>' if yes else "")


@register.simple_tag
def sigle(letters: str, meaning: str = "") -> SafeString:
    """An acronym that opens the glossary; `meaning` unfolds it at its first appearance."""
    link = format_html('<a class="sigle" href="/aide/glossaire/#{}"><abbr>{}</abbr></a>', slugify(letters), letters)
    return format_html("{} ({})", link, meaning) if meaning else link


register.filter("sigles", linked)


@register.filter
def lower_first(text: str) -> str:
    """A title in the middle of a sentence, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@register.inclusion_tag("ui/bits/help_link.html")
def help_link(page: str, label: str = "Aide sur cette page") -> dict[str, Any]:
    """`{% help_link "structure#sites" %}` opens `/aide/structure/#sites`."""
    name, _, anchor = page.partition("#")
    return {"url": f"/aide/{name}/" + (f"#{anchor}" if anchor else ""), "label": label}


@register.inclusion_tag("ui/bits/copy.html")
def copy_button(text: str, label: str = "Copier") -> dict[str, Any]:
    return {"text": text, "label": label}


@register.inclusion_tag("ui/bits/file.html")
def file_row(file: Any) -> dict[str, Any]:
    """A file bears `name`, `url`, `size`, and may bear `kind`, `at`, `by`, `version` (or `edition`), `sha256`, `sealed`."""
    notes = [str(getattr(file, "kind", "") or ""), formats.file_size(file.size)]
    if edition := getattr(file, "edition", ""):
        notes.append(edition)
    elif version := getattr(file, "version", None):
        notes.append(f"version {version}")
    if at := getattr(file, "at", None):
        notes.append(f"déposé le {formats.date_short(at)}")
    if by := getattr(file, "by", ""):
        notes.append(f"par {by}")
    if sha256 := getattr(file, "sha256", ""):
        notes.append(f"empreinte {sha256[:8]}")
    return {"name": file.name, "url": file.url, "notes": " · ".join(filter(None, notes)), "sealed": bool(getattr(file, "sealed", False))}


# -- what happened, what is missing ------------------------------------------------------------------------------------


@register.inclusion_tag("ui/bits/fil.html")
def fil(events: Iterable[Any], more_url: str = "", now: datetime | None = None) -> dict[str, Any]:
    """The story of a dossier. An event bears `at`, `title`, and may bear `detail`, `actor`, `url`, `link`, `level`."""
    rows = []
    for event in events:
        row = {name: getattr(event, name, "") for name in ("title", "detail", "actor", "url", "link", "level")}
        row |= {"iso": event.at.isoformat(), "full": formats.date_fr(event.at), "ago": formats.ago(event.at, now)}
        rows.append(row)
    return {"rows": rows, "more_url": more_url}


@register.inclusion_tag("ui/bits/empty_state.html")
def empty_state(title: str, detail: str = "", url: str = "", label: str = "", icon: str = "mountain") -> dict[str, Any]:
    """An empty page: what will come here, when, and the only useful gesture."""
    return {"title": title, "detail": detail, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("ui/bits/refusal.html")
def refusal(rule: str | Refusal, reason: str = "", who: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """A refusal: the rule, its reason, who can act."""
    return {"rule": rule.sentence if isinstance(rule, Refusal) else rule, "reason": reason, "who": who, "url": url, "label": label}


@register.inclusion_tag("ui/bits/notice.html")
def notice(level: str, title: str, detail: str = "", url: str = "", label: str = "", live: bool = False) -> dict[str, Any]:
    """A message: `ok`, `info`, `warn`, `late`. `live=True` is read aloud as soon as it appears."""
    return {"level": level, "icon": NOTICE_ICONS[level], "title": title, "detail": detail, "url": url, "label": label, "live": live}


@register.filter
def message_level(tags: str) -> str:
    """Our level for the `level_tag` of a Django message."""
    return MESSAGE_LEVELS.get(tags, "info")


@register.inclusion_tag("ui/bits/bars.html")
def bars(rows: Sequence[tuple[str, formats.Number]], caption: str, unit: str = "", source: str = "") -> dict[str, Any]:
    """A bar chart that is its own table: each row says its name, draws its bar, writes its figure."""
    top = max((float(value) for _, value in rows), default=0) or 1
    drawn = [
        {
            "label": label,
            "width": f"{max(float(value), 0) / top * 100:.1f}",
            "value": f"{formats.number(value)}{formats.NBSP + unit if unit else ''}",
        }
        for label, value in rows
    ]
    return {"rows": drawn, "caption": caption, "source": source}


# -- moving around ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/bits/tabs.html")
def tabs(items: Iterable[Sequence[Any]], current: str, label: str = "Parties de la page") -> dict[str, Any]:
    """`items`: (code, name, address) or (code, name, address, count)."""
    rows = [(code, name, url, rest[0] if rest else None) for code, name, url, *rest in items]
    return {"items": rows, "current": current, "label": label}


@register.inclusion_tag("ui/bits/crumbs.html")
def crumbs(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`items`: (name, address), from the top; the page itself is not repeated."""
    return {"items": items}


@register.inclusion_tag("ui/bits/pagination.html")
def pagination(previous: str = "", following: str = "", summary: str = "") -> dict[str, Any]:
    """Keyset pages: no page number, only what comes before and after."""
    return {"previous": previous, "following": following, "summary": summary}


# -- before the irreversible -----------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/bits/confirm_dialog.html", takes_context=True)
def confirm_dialog(
    context: Context, name: str, opener: str, title: str, act: str, url: str, leaves: str = "", to: str = "", frozen: str = ""
) -> dict[str, Any]:
    """A native dialog before the irreversible; `url` without JavaScript opens the full page `ui/confirm.html`."""
    shown = {"leaves": leaves, "to": to, "frozen": frozen}
    return shown | {"name": name, "opener": opener, "title": title, "act": act, "url": url, "csrf": _csrf(context)}


# -- forms --------------------------------------------------------------------------------------------------------------


@register.simple_tag
def form_parts(form: forms.BaseForm) -> dict[str, Any]:
    """What `ui/form.html` draws: the mistakes to take up, the hidden fields, the sections."""
    groups = [(title, fields[0].auto_id, fields) for title, fields in sections(form)]
    return {"mistakes": mistakes(form), "hidden": form.hidden_fields(), "sections": groups}
