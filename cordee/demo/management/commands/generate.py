"""The nation invented at a scale, or a crowd of structures, providers or dossiers: to see and to measure the platform at size."""

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
from cordee.demo.volume.nation import Size, generate_dossiers
from cordee.demo.volume.providers import generate_providers

WIDTH = 30  # of the progress bar


def spaced(number: float) -> str:
    return f"{number:,.0f}".replace(",", "\u202f")


def bar(done: int, count: int) -> str:
    filled = WIDTH * done // count
    return "█" * filled + "░" * (WIDTH - filled)


class Command(BaseCommand):
    help = "Fabrique des données d'essai, reproductibles par leur graine : la nation entière à une échelle, ou ce que vous comptez."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--structures", type=int, default=0, help="combien de structures")
        parser.add_argument("--providers", type=int, default=0, help="combien de prestataires, avec leur fiche au registre")
        parser.add_argument("--dossiers", type=int, default=0, help="combien de dossiers, sur vingt ans, des structures inventées")
        parser.add_argument("--scale", type=float, help="part de la nation, en % : 100 pour 71 000 structures et 150 000 dossiers")
        parser.add_argument("--seed", type=int, default=2002, help="la même graine donne les mêmes structures")
        parser.add_argument("--departments", nargs="*", help="codes des départements (par défaut : toute la France)")

    def handle(
        self, *args: Any, structures: int, providers: int, dossiers: int, scale: float | None, seed: int, departments: list[str] | None,
        **options: Any,
    ) -> None:  # fmt: skip
        if scale is not None and not 0 < scale <= 100:
            raise CommandError("Donnez une échelle entre 0 et 100 (--scale 1).")
        size = Size.of(scale) if scale else Size(structures, providers, dossiers)
        if max(size.structures, size.providers, size.dossiers) < 1:
            raise CommandError(
                "Donnez une échelle (--scale 1), ou au moins une structure (--structures 62000), un prestataire ou un dossier."
            )
        for count, many, write in (
            (size.structures, "structures", generate), (size.providers, "prestataires", generate_providers),
            (size.dossiers, "dossiers", generate_dossiers),
        ):  # fmt: skip
            if count > 0:
                self.write(count, many, write, seed, departments)
        refresh_vocabulary()

    def write(self, count: int, many: str, write: Callable[..., int], seed: int, departments: list[str] | None) -> None:
        start, live = time.monotonic(), sys.stdout.isatty()

        def progress(done: int) -> None:
            if live:
                self.stdout.write(f"\r… {bar(done, count)} {100 * done // count} % ({spaced(done)} {many})", ending="")
                self.stdout.flush()

        try:
            rows = write(count, seed=seed, today=timezone.localdate(), departments=departments, progress=progress)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from None
        spent = time.monotonic() - start
        told = f"✓ {spaced(count)} {many}, {spaced(rows)} lignes, en {spent:.1f} s".replace(".", ",")
        self.stdout.write(("\r\033[K" if live else "") + f"{told} ({spaced(rows / spent)} lignes par seconde)")
