"""`migrate`, several times faster from an empty base.

At each operation Django renders anew every model that the changed one is tied to, from neighbour to neighbour: here, nearly all of
them, a thousand times. What an operation writes in the base is read from the model that it changes: this one alone is rendered. An
operation in Python, which may read any of them, still gets them all afresh.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class LightState(ProjectState):
    """A state in which a change leaves its neighbours as they are, until an operation in Python asks for all of them."""

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        self.is_delayed = True
        return {(app_label, model_name)}

    def clone(self) -> ProjectState:
        return light(super().clone())


def light(state: ProjectState) -> ProjectState:
    state.__class__ = LightState
    return state


class LightExecutor(MigrationExecutor):
    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        return light(super()._create_project_state(with_applied_migrations))  # type: ignore[misc]  # absent from the stubs


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        vars(migrate)["MigrationExecutor"] = LightExecutor  # found by its name when the command runs
        super().handle(*arguments, **options)
