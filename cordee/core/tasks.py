"""Long work with its progress: a row that its owner watches, a job that does it and says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cordee.core.access import Actor, actor_of_membership
from cordee.core.models import Task
from cordee.core.registry import Registry

Progress = Callable[[int], None]
#: kind → function(task, actor, progress) that returns the result to keep
workers: Registry[Callable[[Task, Actor, Progress], dict[str, Any]]] = Registry("travail long")


def start_task(actor: Actor, *, kind: str, label: str, request: dict[str, Any], total: int = 0) -> Task:
    """The row and its job, in one transaction: neither exists without the other."""
    from cordee.core.jobs import run_task

    with transaction.atomic():
        task = _of(actor, kind=kind, label=label, request=request, total=total)
        task.save()
        run_task.defer(task_id=task.pk)
    return task


def ended_task(actor: Actor, *, kind: str, label: str, result: dict[str, Any]) -> Task:
    """Work that took no time and yet has something to give and something to say: the same page tells both."""
    task = _of(actor, kind=kind, label=label, ended_at=timezone.now(), result=result)
    task.save()
    return task


def _of(actor: Actor, *, label: str, **values: Any) -> Task:
    if actor.user_id is None:
        raise ValueError("a task belongs to someone")
    return Task(user_id=actor.user_id, membership_id=actor.membership_id, label=label[:200], **values)


def _progress(task_id: int, done: int) -> None:
    """Seen at once by whoever watches: from inside the transaction of a long write, by a connection of its own."""
    if not connection.in_atomic_block:
        Task.objects.for_system("the worker").filter(pk=task_id).update(done=done)
        return
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute("UPDATE core_task SET done = %s WHERE id = %s", [done, task_id])
    finally:
        aside.close()


def do_task(task_id: int) -> None:
    """Runs a task as the membership that asked for it: if it may no longer, the task says so and stops."""
    tasks = Task.objects.for_system("the worker")
    task = tasks.get(pk=task_id)
    if task.ended_at:
        return
    actor = actor_of_membership(task.user_id, task.membership_id)
    if actor is None:
        tasks.filter(pk=task_id).update(
            ended_at=timezone.now(), trouble="Votre accès a changé depuis la demande : recommencez depuis la liste."
        )
        return
    try:
        result = workers[task.kind](task, actor, lambda done: _progress(task_id, done))
    except Exception:
        tasks.filter(pk=task_id).update(
            ended_at=timezone.now(),
            trouble="Un incident de notre côté a interrompu ce travail. Rien n'est perdu\u00a0: recommencez depuis la liste.",
        )
        raise
    tasks.filter(pk=task_id).update(ended_at=timezone.now(), result=result)
