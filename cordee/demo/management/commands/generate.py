"""A crowd of invented structures, to see and to measure the platform at the size of the nation."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cordee.core.find.near import refresh_vocabulary
from cordee.demo.volume.load import generate
from cordee.demo.volume.providers import generate_providers


def spaced(number: float) -> str:
    return f"{number:,.0f}".replace(",", "\u202f")


class Command(BaseCommand):
    help = "Fabrique des structures d'essai, reproductibles par leur graine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--structures", type=int, default=0, help="combien de structures")
        parser.add_argument("--providers", type=int, default=0, help="combien de prestataires, avec leur fiche au registre")
        parser.add_argument("--seed", type=int, default=2002, help="la même graine donne les mêmes structures")
        parser.add_argument("--departments", nargs="*", help="codes des départements (par défaut : toute la France)")

    def handle(self, *args: Any, structures: int, providers: int, seed: int, departments: list[str] | None, **options: Any) -> None:
        if structures < 1 and providers < 1:
            raise CommandError("Donnez au moins une structure (--structures 62000) ou un prestataire (--providers 2000).")
        for count, many, write in ((structures, "structures", generate), (providers, "prestataires", generate_providers)):
            if count > 0:
                self.write(count, many, write, seed, departments)
        refresh_vocabulary()

    def write(self, count: int, many: str, write: Callable[..., int], seed: int, departments: list[str] | None) -> None:
        start, live = time.monotonic(), sys.stdout.isatty()

        def progress(done: int) -> None:
            if live:
                self.stdout.write(f"\r… {100 * done // count} % ({spaced(done)} {many})", ending="")
                self.stdout.flush()

        try:
            rows = write(count, seed=seed, today=timezone.localdate(), departments=departments, progress=progress)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        spent = time.monotonic() - start
        told = f"✓ {spaced(count)} {many}, {spaced(rows)} lignes, en {spent:.1f} s".replace(".", ",")
        self.stdout.write(("\r\033[K" if live else "") + f"{told} ({spaced(rows / spent)} lignes par seconde)")
