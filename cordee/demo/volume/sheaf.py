"""Rows of many tables, gathered dossier after dossier and written together: one COPY a table, parents first."""

from __future__ import annotations

import json
import random
import uuid
from typing import Any

from cordee.demo.volume.load import Row, copy, reserve

BLOCK = 2_000  # ids are taken from the sequences so many at a time
THREADED = ("public_id", "thread_id", "zone")
#: what is written of each table, in the order in which they are written
TABLES: dict[str, tuple[str, ...]] = {
    "core_thread": ("id", "kind", "zone", "parent_id"),
    "directory_person": ("id", "public_id", "first_name", "last_name", "email", "phone", "channel", "fictitious", "version"),
    "cases_case": (
        "id", *THREADED, "version", "opened_by_id", "year", "rank", "own_number", "kind", "title", "state", "origin", "requester_id",
        "need", "taken_over", "requested_on", "stage_since", "results", "stopped_on_request", "fictitious",
        "structure_names",
    ),
    "cases_case_motives": ("case_id", "entry_id"),
    "cases_case_objectives": ("case_id", "entry_id"),
    "cases_beneficiary": (*THREADED, "version", "case_id", "organisation_id", "state", "since", "until", "reason"),
    "accounts_participation": ("public_id", "thread_id", "organisation_id", "capacity", "period"),
    "cases_assignment": ("public_id", "case_id", "operator_id", "membership_id", "role", "period", "note"),
    "cases_eligibility": (
        "public_id", "version", "case_id", "proposal", "comment", "answered_elsewhere", "elsewhere", "accepted", "decided_on", "override",
    ),
    "cases_reorientation": ("public_id", "case_id", "body", "contact", "on", "reason"),
    "cases_adhesion": ("public_id", "case_id", "step", "organisation_id", "who", "capacity", "on", "channel", "decision"),
    "cases_presence": ("public_id", "case_id", "step", "organisation_id", "who", "on"),
    "cases_validation": ("public_id", "case_id", "what", "side", "organisation_id", "body", "on"),
    "cases_accounts": (
        *THREADED, "version", "case_id", "organisation_id", "year", "net_result", "equity", "working_capital", "working_need", "cash",
    ),
    "requests_request": (
        "id", *THREADED, "version", "channel", "channel_on", "channel_by_label", "channel_note", "state", "asker", "label", "contact_id",
        "function", "origin", "origin_body", "need", "answered_elsewhere", "elsewhere", "self_check", "deposited_at", "decided_at",
        "case_id", "reason", "referred_to", "token_sha256", "fictitious",
    ),
    "requests_party": ("request_id", "part", "rank", "name", "siret", "organisation_id"),
    "surveys_invitation": (
        "id", *THREADED, "asked_id", "organisation_id", "department", "structure_kind", "channel", "token_sha256", "links", "sent_at",
        "reminded", "answered",
    ),
    "surveys_response": (
        *THREADED, "submission", "asked_id", "invitation_id", "organisation_id", "department", "structure_kind", "voice", "revision",
        "latest", "channel", "answers", "marks", "total", "result", "submitted_on", "submitted_at", "entered_by_label", "reason",
    ),
    "diagnoses_diagnosis": (
        "id", *THREADED, "version", "case_id", "organisation_id", "opened_on", "accounts_year", "review_year", "request", "synthesis",
        "objectives", "stakes", "method", "needs", "accounts_analysis", "grid_id",
    ),
    "diagnoses_finding": ("public_id", "version", "diagnosis_id", "rank", "kind", "axis", "title", "comment", "confined"),
    "diagnoses_version": ("id", *THREADED, "diagnosis_id", "number", "content", "sha256", "proposed_at"),
    "diagnoses_assent": ("public_id", "version_id", "side", "organisation_id", "by_bodies", "body", "on"),
    "diagnoses_review": (
        *THREADED, "version", "diagnosis_id", "taken_on", "results", "induced", "professionalisation", "network", "jobs", "new_needs",
    ),
    "plans_plan": ("id", *THREADED, "case_id", "shared_on"),
    "plans_version": (
        "id", *THREADED, "version", "plan_id", "number", "state", "starts_on", "ends_on", "objectives", "follow_up", "updating", "reason",
        "settled_on", "content",
    ),
    "plans_planaction": (
        "id", *THREADED, "version", "plan_id", "state", "title", "kind", "nature_id", "issue", "held_by", "owner", "starts_on", "due_on",
        "cost", "objective", "context", "deliverables", "days", "constraints", "validated_in", "ended_on", "outcome",
    ),
    "followup_note": (*THREADED, "case_id", "kind", "held_on", "who", "body", "internal", "author_id", "at"),
    "followup_step": (*THREADED, "version", "case_id", "contact", "what", "due", "internal", "state", "reason"),
    "core_event": (
        "at", "fact_on", "thread_id", "subject_kind", "subject_id", "code", "from_state", "to_state", "audience", "actor_membership",
        "actor_label", "data",
    ),
}  # fmt: skip


class Sheaf:
    """What is drawn and not written yet."""

    def __init__(self, draw: random.Random) -> None:
        self.draw, self.rows = draw, {table: list[Row]() for table in TABLES}
        self.free: dict[str, list[int]] = {}

    def id(self, table: str) -> int:
        free = self.free.get(table)
        if not free:
            free = self.free[table] = reserve(table, BLOCK)[::-1]
        return free.pop()

    def key(self) -> str:
        """A public identifier: the same draw gives the same."""
        return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))

    def add(self, table: str, *values: Any) -> None:
        self.rows[table].append(values)

    def write(self) -> int:
        written = sum(copy(table, TABLES[table], rows) for table, rows in self.rows.items() if rows)
        for rows in self.rows.values():
            rows.clear()
        return written


def said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
