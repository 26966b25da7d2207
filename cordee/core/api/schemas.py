"""The types of what is asked: bounded, without the characters that PostgreSQL does not store, and nothing undeclared."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema
from ninja.parser import Parser
from pydantic import ConfigDict, StringConstraints, model_validator

NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=8000, pattern=NO_NUL)]
Code = Annotated[str, StringConstraints(max_length=12, pattern=r"^[0-9A-Za-z-]*$")]
Limit = Annotated[int, Query(ge=1, le=200, description="Nombre de lignes, au plus 200.")]
Cursor = Annotated[
    str, Query(max_length=600, pattern=r"^[\x21-\x7e]*$", description="La valeur « next » de la page précédente, telle quelle.")
]


class StrictJson(Parser):
    """JSON as the standard writes it: NaN and Infinity are not numbers, and no database keeps them."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=self.refuse)

    @staticmethod
    def refuse(constant: str) -> Any:
        raise ValueError(constant)


class Input(Schema):
    """A body: an unknown field is a fault of who writes, told at once."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def storable(cls, data: Any) -> Any:
        if not can_be_stored(getattr(data, "_obj", data)):
            raise ValueError("Le caractère nul et les moitiés de caractère ne s'enregistrent pas.")
        return data


def can_be_stored(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(can_be_stored(key) and can_be_stored(item) for key, item in value.items())
    return all(map(can_be_stored, value)) if isinstance(value, list) else True
