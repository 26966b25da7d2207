"""Who proves what: only tests that ran and passed count, and the table cannot drift in silence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scripts import traceability
from tests import traceability_plugin

ROOT = Path(__file__).parents[1]
REQUIREMENTS = "id,level,statement,room\nAAA-001,S·M,One.,near\nAAA-002,S·F,Two | more.,near\nBBB-001,I,Three.,far\n"
ROOMS = "room,open,holds\nnear,yes,x\nfar,no,y\n"
PROOFS = {"tests/test_a.py::test_one": ["AAA-001"], "tests/test_b.py::test_two": ["AAA-001", "AAA-002"]}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "requirements.csv").write_text(REQUIREMENTS)
    (folder / "rooms.csv").write_text(ROOMS)
    (folder / "coverage-notes.csv").write_text("id,status,reason\n")
    (folder / "worked-examples.csv").write_text("id,statement\n")
    return folder


def marks(tmp_path: Path, proofs: dict[str, list[str]], unproved: tuple[str, ...] = ()) -> Path:
    path = tmp_path / "marks.json"
    path.write_text(json.dumps({"proofs": proofs, "unproved": list(unproved)}))
    return path


def test_the_table_says_what_proves_each_requirement(docs: Path, tmp_path: Path) -> None:
    kept = marks(tmp_path, PROOFS)
    assert traceability.main(docs, kept, check=False) == []
    assert (docs / "traceability.csv").read_text() == (
        "id,status,tests,reason\n"
        "AAA-001,covered,tests/test_a.py::test_one tests/test_b.py::test_two,\n"
        "AAA-002,covered,tests/test_b.py::test_two,\n"
        "BBB-001,planned,,\n"
    )
    assert "| near | yes | 2 | 0 | 0 | 0 |" in (docs / "traceability.md").read_text().replace("[near](#near)", "near")
    assert "Two \\| more." in (docs / "traceability.md").read_text()
    assert traceability.main(docs, kept, check=True) == []


def test_a_worked_example_is_proved_like_a_requirement(docs: Path, tmp_path: Path) -> None:
    (docs / "worked-examples.csv").write_text("id,statement\nWE-01.2,Two of three.\n")
    kept = marks(tmp_path, PROOFS | {"tests/test_c.py::test_three": ["WE-01.2"]})
    assert traceability.main(docs, kept, check=False) == []
    assert "WE-01.2,covered,tests/test_c.py::test_three,\n" in (docs / "traceability.csv").read_text()
    assert "| WE-01.2 |  | Two of three. | covered | `tests/test_c.py::test_three` |" in (docs / "traceability.md").read_text()
    assert traceability.main(docs, kept, check=True) == []
    reproaches = traceability.main(docs, marks(tmp_path, PROOFS), check=True)
    assert reproaches[-1] == "a worked example that nothing proves: WE-01.2"


def test_a_lost_proof_is_seen(docs: Path, tmp_path: Path) -> None:
    traceability.main(docs, marks(tmp_path, PROOFS), check=False)
    reproaches = traceability.main(docs, marks(tmp_path, {"tests/test_a.py::test_one": ["AAA-001"]}), check=True)
    assert reproaches[0] == "still planned in an open room: AAA-002"
    assert [line.split()[0] for line in reproaches[1:]] == ["docs/traceability.csv", "docs/traceability.md"]


def test_a_table_never_written_is_a_drift(docs: Path, tmp_path: Path) -> None:
    assert len(traceability.main(docs, marks(tmp_path, PROOFS), check=True)) == 2


def test_a_note_takes_the_place_of_a_proof_and_says_why(docs: Path, tmp_path: Path) -> None:
    (docs / "coverage-notes.csv").write_text("id,status,reason\nAAA-002,external,Done by another system.\n")
    kept = marks(tmp_path, {"tests/test_a.py::test_one": ["AAA-001"]})
    traceability.main(docs, kept, check=False)
    assert "AAA-002,external,,Done by another system.\n" in (docs / "traceability.csv").read_text()
    assert traceability.main(docs, kept, check=True) == []


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("coverage-notes.csv", "id,status,reason\nAAA-002,external,\n", "a reason"),
        ("coverage-notes.csv", "id,status,reason\nAAA-002,planned,Later.\n", "a reason"),
        ("coverage-notes.csv", "id,status,reason\nZZZ-009,external,Why not.\n", "no such requirement: ZZZ-009"),
        ("rooms.csv", "room,open,holds\nnear,yes,x\n", "no line for far"),
        ("requirements.csv", REQUIREMENTS + "AAA-001,I,Again.,far\n", "written twice: AAA-001"),
    ],
)
def test_what_no_table_can_be_made_of(docs: Path, tmp_path: Path, file: str, text: str, says: str) -> None:
    (docs / file).write_text(text)
    with pytest.raises(traceability.Trouble, match=says):
        traceability.main(docs, marks(tmp_path, PROOFS), check=False)


def test_a_run_that_skipped_a_proof_writes_nothing(docs: Path, tmp_path: Path) -> None:
    with pytest.raises(traceability.Trouble, match="test_browser"):
        traceability.main(docs, marks(tmp_path, PROOFS, ("tests/test_browser.py::test_x",)), check=False)
    with pytest.raises(traceability.Trouble, match="run the whole suite"):
        traceability.main(docs, tmp_path / "nothing.json", check=False)
    assert not (docs / "traceability.csv").exists()


def test_the_requirements_of_the_house() -> None:
    wanted = traceability.requirements(ROOT / "docs")
    assert len(wanted) == 688
    assert [r.id for r in wanted] == sorted(r.id for r in wanted)
    assert {r.level for r in wanted} == {"S·M", "S·R", "S·O", "S·F", "I"}
    assert all(r.statement for r in wanted)
    assert traceability.open_rooms(ROOT / "docs", {r.room for r in wanted}) == {
        "core", "core-complete", "territory", "directory", "directory-complete", "directory-links", "accounts",
        "network", "partners", "providers", "surveys", "cases",
    }  # fmt: skip


# -- the collection of marks ------------------------------------------------------------------------------------------------
def report(nodeid: str, when: str, outcome: str, **more: Any) -> Any:
    properties = [("covers", ["AAA-001"])]
    return SimpleNamespace(nodeid=nodeid, when=when, passed=outcome == "passed", user_properties=properties, **more)


def gathered(*reports: Any) -> traceability_plugin.Gathering:
    gathering = traceability_plugin.Gathering()
    for one in reports:
        gathering.pytest_runtest_logreport(one)
    return gathering


def test_a_mark_counts_only_on_a_test_that_ran_and_passed() -> None:
    passed = [report("t.py::test_a[x]", when, "passed") for when in ("setup", "call", "teardown")]
    assert gathered(*passed).proofs == {"t.py::test_a": {"AAA-001"}}
    assert gathered(*passed).unproved == set()
    assert gathered(report("t.py::test_a", "setup", "skipped")).unproved == {"t.py::test_a"}
    assert gathered(report("t.py::test_a", "call", "failed")).unproved == {"t.py::test_a"}
    assert gathered(report("t.py::test_a", "call", "passed", wasxfail="known")).unproved == {"t.py::test_a"}
    assert gathered(*passed, report("t.py::test_a[y]", "call", "failed")).unproved == {"t.py::test_a"}
    assert gathered(*passed[:2], report("t.py::test_a[x]", "teardown", "failed")).unproved == {"t.py::test_a"}


SUITE = """
import pytest

@pytest.mark.covers("AAA-001", "AAA-002")
def test_proof():
    pass

@pytest.mark.covers("BBB-001")
@pytest.mark.parametrize("skipped", [False, True])
def test_half(skipped):
    if skipped:
        pytest.skip("not here")
"""


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "workers"])
@pytest.mark.parametrize(("narrowed", "kept"), [([], True), (["-k", "proof"], False), (["suite"], False)], ids=str)
def test_only_a_whole_run_is_kept(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: list[str], narrowed: list[str], kept: bool
) -> None:
    pytester.makeini("[pytest]\ntestpaths = suite\nmarkers = covers(*ids)\nfilterwarnings = ignore\n")
    pytester.mkdir("suite").joinpath("test_suite.py").write_text(SUITE)
    monkeypatch.setenv("CORDEE_VAR", str(pytester.path / "var"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    run = pytester.run(sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "tests.traceability_plugin", *workers, *narrowed)
    assert run.ret == 0
    path = pytester.path / "var" / "coverage-marks.json"
    assert path.exists() is kept
    if kept:
        assert json.loads(path.read_text()) == {
            "proofs": {"suite/test_suite.py::test_proof": ["AAA-001", "AAA-002"]},
            "unproved": ["suite/test_suite.py::test_half"],
        }
