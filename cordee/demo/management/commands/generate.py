"""A crowd of invented structures, to see and to measure the platform at the size of the nation."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cordee.core.find.near import refresh_vocabulary
from cordee.demo.volume.load import generate


def spaced(number: float) -> str:
    return f"{number:,.0f}".replace(",", "\u202f")


class Command(BaseCommand):
    help = "Fabrique des structures d'essai, reproductibles par leur graine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--structures", type=int, required=True, help="combien de structures")
        parser.add_argument("--seed", type=int, default=2002, help="la même graine donne les mêmes structures")
        parser.add_argument("--departments", nargs="*", help="codes des départements (par défaut : toute la France)")

    def handle(self, *args: Any, structures: int, seed: int, departments: list[str] | None, **options: Any) -> None:
        if structures < 1:
            raise CommandError("Donnez au moins une structure : --structures 62000.")
        start, live = time.monotonic(), sys.stdout.isatty()

        def progress(done: int) -> None:
            if live:
                self.stdout.write(f"\r… {100 * done // structures} % ({spaced(done)} structures)", ending="")
                self.stdout.flush()

        try:
            rows = generate(structures, seed=seed, today=timezone.localdate(), departments=departments, progress=progress)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        spent = time.monotonic() - start
        refresh_vocabulary()
        told = f"✓ {spaced(structures)} structures, {spaced(rows)} lignes, en {spent:.1f} s".replace(".", ",")
        self.stdout.write(("\r\033[K" if live else "") + f"{told} ({spaced(rows / spent)} lignes par seconde)")
