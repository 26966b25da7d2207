"""Brings the ready grids into the base: run by `migrate`, it may be run again at will."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cordee.tools.surveys.library.loading import load


class Command(BaseCommand):
    help = "Met en service les grilles prêtes de la bibliothèque ; une grille modifiée reçoit une nouvelle version."

    def handle(self, *args: Any, **options: Any) -> None:
        codes = load()
        if options["verbosity"]:
            self.stdout.write(
                f"{len(codes)} grilles nouvelles ou modifiées" if len(codes) > 1 else f"{len(codes)} grille nouvelle ou modifiée"
            )
