"""Collects `@pytest.mark.covers(…)` from the tests that ran and passed, and keeps them at the end of a whole run.

A part of the suite proves a part of the requirements: it writes nothing. `scripts/traceability.py` reads what is kept.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

MARKS = Path(os.environ.get("CORDEE_VAR", Path(__file__).parents[1] / "var")) / "coverage-marks.json"
KEY = "covers"


def pytest_itemcollected(item: pytest.Item) -> None:
    """User properties travel with the report, from any worker to the process that gathers them."""
    if ids := {str(identifier) for mark in item.iter_markers(KEY) for identifier in mark.args}:
        item.user_properties.append((KEY, sorted(ids)))


class Gathering:
    """What the covering tests said. A parametrised test proves its requirements only if all its cases passed."""

    def __init__(self) -> None:
        self.proofs: dict[str, set[str]] = {}
        self.unproved: set[str] = set()

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = dict(report.user_properties).get(KEY)
        if not ids:
            return
        test = report.nodeid.split("[")[0]
        if report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.proofs.setdefault(test, set()).update(ids)
        elif not report.passed or hasattr(report, "wasxfail"):
            self.unproved.add(test)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not is_whole(session.config) or exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return
        proofs = {test: sorted(ids) for test, ids in sorted(self.proofs.items()) if test not in self.unproved}
        MARKS.parent.mkdir(parents=True, exist_ok=True)
        MARKS.write_text(json.dumps({"proofs": proofs, "unproved": sorted(self.unproved)}, indent=1) + "\n")


def is_whole(config: Any) -> bool:
    """No path, no word, no mark, no subset was asked for."""
    option = config.option
    narrowed = option.keyword or option.markexpr or option.deselect or getattr(option, "lf", False) or option.collectonly
    return not narrowed and config.args_source is pytest.Config.ArgsSource.TESTPATHS


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Gathering(), "traceability")
