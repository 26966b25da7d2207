"""The demonstration's organisations, people and living dossiers, as of today."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from cordee.demo.examples.load import load


class Command(BaseCommand):
    help = "Charge les exemples de la démonstration, s'ils n'y sont pas déjà."

    def handle(self, *args: Any, **options: Any) -> None:
        load(timezone.localdate())
