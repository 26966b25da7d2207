"""The addresses of a list: its page (or the fragment that htmx swaps), its export, its bulk acts, its saved views."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from cordee.core.access import ActingRequest, Actor, Refused
from cordee.core.asked import operation_of, plain, way_back
from cordee.core.lists import bulk, export
from cordee.core.lists.declare import Act, Choice, List, Switch, lists
from cordee.core.lists.render import options, table
from cordee.core.lists.run import Asked, Page, active, ask, counted, filtered, loosen, run
from cordee.core.lists.work import collected, result_of
from cordee.core.models import SavedView
from cordee.core.tasks import ended_task, start_task

LONGEST = 20_000  # of a text that is typed for all the rows: its own form says less
APART = 3  # more acts than this: the first two on the bar, the others in its menu


def controls(narrowing: Choice | Switch, actor: Actor, value: str) -> tuple[Choice | Switch, str, str]:
    """A filter as the page draws it: its declaration, its options as HTML (escaped when drawn), its value."""
    drawn = options(narrowing.offered(actor), value) if isinstance(narrowing, Choice) else ""
    return narrowing, mark_safe(drawn), value  # noqa: S308


def list_urls(declared: type[List], name: str) -> list[URLPattern]:
    """Mounts a declared list: page, export and bulk acts, under the room's own prefix."""
    a_list = lists[declared.code]
    return [
        path("", page_view(a_list, name), name=name),
        path("export.<slug:format_>", export_view(a_list, name), name=f"{name}_export"),
        path("actes/", bulk_view(a_list, name), name=f"{name}_bulk"),
    ]


def _open(a_list: List, request: ActingRequest) -> List:
    """The list as this actor reads it."""
    if not a_list.may_open(request.actor):
        raise Http404
    return a_list.seen_by(request.actor)


def answer_to(a_list: List, asked: Asked, actor: Actor) -> tuple[Asked, Page, str]:
    """What is asked, its page and, when nothing answered what was typed, those of what was meant with the text first typed."""
    page = run(a_list, asked, actor)
    if not page.rows and asked.q and (meant := a_list.meant(asked.q, actor)):
        nearer = replace(asked, q=meant)
        found = run(a_list, nearer, actor)
        if found.rows:
            return nearer, found, asked.q
    return asked, page, ""


def page_view(declared: List, name: str) -> Any:
    @require_GET
    @vary_on_headers("HX-Request")
    def list_page(request: ActingRequest) -> HttpResponse:
        a_list = _open(declared, request)
        params = request.GET or QueryDict(a_list.default_for(request.actor))
        asked, page, typed = answer_to(a_list, ask(a_list, params, request.actor), request.actor)
        rows = a_list.completed(page.rows, request.actor)
        acts = a_list.bulk_acts(request.actor)
        context = {
            "list": a_list,
            "asked": asked,
            "typed": typed,
            "page": page,
            "counted": counted(a_list, page.count),
            "chips": active(a_list, asked, request.actor),
            "table": mark_safe(table(a_list, rows, asked, selectable=bool(acts))) if rows else "",  # noqa: S308 (cells escape)
            "loosen": loosen(a_list, asked, request.actor) if not page.rows and (asked.values or asked.q) else [],
            "acts": acts if len(acts) <= APART else acts[: APART - 1],
            "more_acts": [] if len(acts) <= APART else acts[APART - 1 :],
            "query": asked.query(),
            "export_url": reverse(f"{request.resolver_match.namespace}:{name}_export", args=["xlsx"]).removesuffix("xlsx"),  # type: ignore[union-attr]
            "bulk_url": reverse(f"{request.resolver_match.namespace}:{name}_bulk"),  # type: ignore[union-attr]
        }
        if request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request:
            return render(request, "lists/results.html", context)
        context |= {
            "narrows": bool(page.count or asked.values or asked.q),  # a list with nothing in it has nothing to filter
            "filters": [controls(f, request.actor, asked.values.get(f.key, "")) for f in a_list.filters],
            "views": list(
                SavedView.objects.for_system("one's own views").filter(user_id=request.actor.user_id, list=a_list.code).order_by("name")
            ),
            "actions": a_list.actions(request.actor),
            "tabs": [(query, name, f"?{query or 'q='}") for name, query in a_list.tabs_of(request.actor)],
        }
        return render(request, "lists/page.html", context)

    return list_page


def export_view(declared: List, name: str) -> Any:
    @require_GET
    def list_export(request: ActingRequest, format_: str) -> HttpResponseBase:
        a_list = _open(declared, request)
        if format_ not in export.FORMATS:
            raise Http404
        asked = ask(a_list, request.GET, request.actor)
        total = filtered(a_list, asked, request.actor).values("pk")[: export.STREAMED + 1].count()
        file_name = export.file_name(a_list, format_)
        if total > export.STREAMED:
            return render(
                request, "lists/export_long.html", {"list": a_list, "format": format_, "query": asked.query(), "file_name": file_name}
            )
        if format_ == "csv":
            response: HttpResponseBase = StreamingHttpResponse(
                export.csv_stream(a_list, asked, request.actor), content_type=export.FORMATS["csv"]
            )
            response["Content-Disposition"] = f'attachment; filename="{file_name}"'
            return response
        made = export.write_xlsx(a_list, asked, request.actor)
        handle = made.open("rb")
        made.unlink()
        return FileResponse(handle, as_attachment=True, filename=file_name, content_type=export.FORMATS["xlsx"])

    return list_export


@require_POST
def export_task(request: ActingRequest) -> HttpResponse:
    """A long export becomes a task: the page shows how far it is, then gives the file."""
    a_list, format_ = lists.get(request.POST.get("liste", "")), request.POST.get("format", "")
    if a_list is None or format_ not in export.FORMATS or not a_list.may_open(request.actor):
        raise Http404
    task = start_task(
        request.actor,
        kind="export",
        label=f"Export de la liste « {a_list.title} »",
        request={"list": a_list.code, "query": plain(request.POST.get("query")), "format": format_},
    )
    return redirect("core:task", task.public_id)


def bulk_view(declared: List, name: str) -> Any:
    @require_POST
    def list_bulk(request: ActingRequest) -> HttpResponse:
        a_list = _open(declared, request)
        back = f"{reverse(f'{request.resolver_match.namespace}:{name}')}?{plain(request.POST.get('retour'))}"  # type: ignore[union-attr]
        act = bulk.find_act(a_list, request.POST.get("acte", ""), request.actor)
        if act is None:
            raise Http404
        objects = bulk.chosen(a_list, request.actor, request.POST.getlist("ligne"))
        if not objects:
            messages.warning(request, f"Choisissez d'abord au moins une ligne, puis « {bulk.label_of(a_list, act)} ».")
            return redirect(back)
        if isinstance(act, Act) and act.opens:
            return redirect(act.opens(objects))
        return _bulk_step(request, a_list, act, objects, back)

    return list_bulk


def _bulk_step(request: ActingRequest, a_list: List, act: Act | str, objects: list[Any], back: str) -> HttpResponse:
    """First the confirmation (how many, what is asked), then the act, at once or as a task when it is long."""
    form_class = bulk.form_for(a_list, act)
    confirmed = "confirme" in request.POST
    form = form_class(request.POST if confirmed else None) if form_class else None
    name = act if isinstance(act, str) else act.name
    back_query = plain(request.POST.get("retour"))
    context = {
        "list": a_list,
        "act_name": name,
        "back_query": back_query,
        "label": bulk.label_of(a_list, act),
        "warning": bulk.warning_of(a_list, act),
        "count": counted(a_list, len(objects)),
        "operation": request.POST.get("operation") or uuid.uuid4(),
        "form": form,
        "back": back,
    }
    if not confirmed or (form is not None and not form.is_valid()):
        return _confirm(request, a_list, act, objects, context)
    return _bulk_do(request, a_list, act, objects, context)


def _bulk_do(request: ActingRequest, a_list: List, act: Act | str, objects: list[Any], context: dict[str, Any]) -> HttpResponse:
    typed = {key: [plain(value, LONGEST) for value in request.POST.getlist(key)] for key in request.POST}
    data = {key: values if len(values) > 1 else values[0] for key, values in typed.items() if values}
    operation = operation_of(request.POST) or uuid.uuid4()
    label, back = f"{context['label']}\u00a0: {context['count']}", context["back"]
    if len(objects) > bulk.AT_ONCE:
        ids = [str(o.public_id) for o in objects]
        asked = {"list": a_list.code, "act": context["act_name"], "ids": ids, "data": data, "operation": str(operation)}
        return redirect("core:task", start_task(request.actor, kind="bulk", label=label, request=asked | {"back": back}).public_id)
    outcome = bulk.perform(a_list, act, objects, request.actor, data, operation)
    try:
        made = collected(act, outcome, request.actor)
    except Refused as refused:
        return _confirm(request, a_list, act, objects, context | {"refusal": refused.refusal.sentence})
    if made is None:
        return render(request, "lists/bulk_done.html", context | {"outcome": outcome, "done": counted(a_list, outcome.done)})
    if outcome.refused or outcome.remarks:  # a download alone would not say them
        result = result_of(a_list, outcome, made, back)
        return redirect("core:task", ended_task(request.actor, kind="bulk", label=label, result=result).public_id)
    file_name, content_type, content = made
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _confirm(request: ActingRequest, a_list: List, act: Act | str, objects: list[Any], context: dict[str, Any]) -> HttpResponse:
    """How many are served and how, how many are not and why; then what the act asks."""
    served, refused = bulk.foreseen(a_list, act, objects, request.actor)
    told = {"served": served, "refused": refused, "keys": [one.public_id for one in objects], "count": counted(a_list, len(served))}
    status = 422 if context.get("refusal") or (context["form"] is not None and context["form"].errors) else 200
    return render(request, "lists/bulk_confirm.html", context | told, status=status)


@require_POST
def save_view(request: ActingRequest) -> HttpResponse:
    """Keeps a list as it is shown, under a name; the same name again replaces it."""
    a_list = lists.get(request.POST.get("liste", ""))
    name = plain(request.POST.get("nom"), 60)
    if a_list is None:
        raise Http404
    if not name:
        messages.warning(request, "Donnez un nom à cette vue : « Mes structures d'Avesnes », par exemple.")
    else:
        SavedView.objects.for_system("one's own views").update_or_create(
            user_id=request.actor.user_id, list=a_list.code, name=name, defaults={"query": plain(request.POST.get("query"), 1000)}
        )
        messages.success(request, f"C'est fait : la vue « {name} » est enregistrée.")
    return redirect(way_back(request.POST.get("retour")))


@require_POST
def delete_view(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    view = SavedView.objects.for_system("one's own views").filter(user_id=request.actor.user_id, public_id=public_id).first()
    if view is None:
        raise Http404
    view.delete()
    messages.success(request, f"La vue « {view.name} » est supprimée.")
    return redirect(way_back(request.POST.get("retour")))
