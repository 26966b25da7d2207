"""What the search box keeps for itself: the text of files, and the words that exist."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from cordee.core.models.bases import HouseModel, Search
from cordee.core.models.files import File
from cordee.core.text import FrNormalize


def Spelled(*columns: str) -> Any:
    """The words of these columns exactly as written, without stems: where a correction is read."""
    vectors = [SearchVector(FrNormalize(column), config="simple") for column in columns]
    expression: Any = vectors[0]
    for vector in vectors[1:]:
        expression = expression + vector
    return expression


class FileText(HouseModel):
    """The words of a file. Triggers make the row with the file and take it away when a newer version comes (migration 0006), so that
    a document is one line, the last; a job reads its content.

    Rights are never copied here: whoever searches starts from the file's own zone, thread and audience.
    """

    file = models.OneToOneField(File, models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField()
    body = models.TextField(db_default="")
    attempts = models.PositiveSmallIntegerField(db_default=0)
    read_at = models.DateTimeField(null=True)
    readable = models.BooleanField(null=True)  # None = not read yet
    search = models.GeneratedField(expression=Search(("title", "A"), ("body", "D")), output_field=SearchVectorField(), db_persist=True)
    spelled = models.GeneratedField(expression=Spelled("title", "body"), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        verbose_name = "texte d'un fichier"
        indexes = [
            GinIndex(fields=["search"], name="core_filetext_search"),
            models.Index(fields=["file"], condition=Q(read_at__isnull=True), name="core_filetext_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Word(HouseModel):
    """A word that something bears, and its trigrams. Made of everything: `core.find.near` alone reads it, and never shows it unchecked."""

    word = models.CharField(max_length=40, primary_key=True)
    trigrams = ArrayField(models.TextField())

    class Meta:
        verbose_name = "mot"
        indexes = [GinIndex(fields=["trigrams"], name="core_word_trigrams")]

    def __str__(self) -> str:
        return self.word
