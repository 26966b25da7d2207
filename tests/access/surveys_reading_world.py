"""What the addresses of reading point at: a campaign of the officer to which the structure answered, another one before it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories import Someone
from tests.tools.surveys.reading import world


class Reading:
    def __init__(self, officer: Someone, structure: Any) -> None:
        self.campaign = world.campaign(officer.organisation)
        self.before = world.campaign(officer.organisation, self.campaign.asked, name="L'an dernier", opens_on=date(2025, 1, 6))
        world.opinions(self.campaign, "59", [3, 4, 4, 5, 5])
        self.response = world.answer(self.campaign, {"conduct": {"v": "4"}, "say": {"v": "Merci"}}, of=structure, department="59")

    def arguments(self, name: str) -> dict[str, Any] | None:
        """None: not an address of reading."""
        if name in ("response", "before_after", "response_erase"):
            return {"public_id": self.response.public_id}
        more = {
            "synthesis": {},
            "make_analysis": {},
            "words": {"code": "say"},
            "campaign_before_after": {"before_id": self.before.public_id},
            "synthesis_file": {"what": "reponses", "format_": "csv"},
            "synthesis_file_long": {"what": "reponses", "format_": "csv"},
        }
        return {"public_id": self.campaign.public_id, **more[name]} if name in more else None
