"""The rules of the house that a machine can hold."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FILE_LIMIT, FUNCTION_LIMIT = 400, 40
MODULES = sorted(path for path in (ROOT / "cordee").rglob("*.py") if not {"migrations", "data"} & set(path.relative_to(ROOT).parts))
LOCKS = {"requirements.txt": False, "requirements-dev.txt": True}
NOT_PYTHON = ["Makefile", ".ci/run", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "scripts/requirements-uv.txt"]


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def long_functions(path: Path) -> list[str]:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f"{path.relative_to(ROOT)}:{f.lineno} {f.name}" for f in functions if (f.end_lineno or 0) - f.lineno + 1 > FUNCTION_LIMIT]


def test_no_file_is_longer_than_a_reader_holds() -> None:
    assert [str(path.relative_to(ROOT)) for path in MODULES if lines_of(path) > FILE_LIMIT] == []


def test_no_function_is_longer_than_a_screen() -> None:
    assert [name for path in MODULES for name in long_functions(path)] == []


def pinned(name: str) -> dict[str, str]:
    """Package -> version; every line must be a pin with its hashes."""
    entries = re.split(r"(?<!\\)\n", (ROOT / name).read_text().strip())
    read = {}
    for entry in (entry for entry in entries if not entry.lstrip().startswith("#")):
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", entry)
        assert match, entry
        assert "--hash=sha256:" in entry, match[0]
        read[canonicalize_name(match[1])] = match[2]
    return read


@pytest.mark.parametrize("name", [*LOCKS, "scripts/requirements-uv.txt"])
def test_every_package_is_pinned_with_its_hash(name: str) -> None:
    assert pinned(name)


@pytest.mark.parametrize(("name", "dev"), LOCKS.items())
def test_the_locked_lists_follow_the_declared_dependencies(name: str, dev: bool) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if dev else [])
    locked = pinned(name)
    for requirement in map(Requirement, declared):
        assert locked.get(canonicalize_name(requirement.name), "absent") in requirement.specifier, requirement
    if dev:
        assert pinned("requirements.txt").items() <= locked.items()


@pytest.mark.parametrize("name", NOT_PYTHON)
def test_packages_are_named_and_never_located(name: str) -> None:
    """Where they come from is the machine's affair: no address of a registry, no option that gives one."""
    text = (ROOT / name).read_text()
    assert re.findall(r"https?://(?!127\.0\.0\.1|localhost)\S+|--(?:extra-)?index-url|--find-links|git\+|file:", text) == []


def test_every_variable_of_the_environment_is_documented_and_conversely() -> None:
    words = {
        node.value
        for node in ast.walk(ast.parse((ROOT / "cordee/config/env.py").read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    read = {word for word in words if re.fullmatch(r"[A-Z][A-Z0-9_]{2,}", word)}
    documented = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", (ROOT / "docs/operations/README.md").read_text(), re.MULTILINE))
    assert read == documented


#: what a secret looks like once it is written down: keys, tokens of known makers, ours, a password within an address
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abprs]-[\w-]{20}|\bcordee_[\w-]{43}\b"
    r"|\b[a-z+]+://[\w.-]+:(?!(?:secret|password|mot-?de-?passe|passe|x+)@)[^\s/@{}<>$\"'…]{6,}@"
)


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="no git here: what is committed is not known")
def test_no_secret_is_committed() -> None:
    found = []
    for path in committed():
        if path.suffix not in (".png", ".jpg", ".gz", ".woff2", ".ico") and path.is_file():
            text = path.read_text(errors="replace")
            found += [f"{path.relative_to(ROOT)}: {match[0][:24]}" for match in SECRETS.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "written", ["-----BEGIN RSA " + "PRIVATE KEY", "AKIA" + "A" * 16, "cordee_" + "x" * 43, "smtp://moi:Passe7passe" + "@courrier"]
)
def test_the_scan_of_secrets_sees_them(written: str) -> None:
    assert SECRETS.search(written)
    assert not SECRETS.search("postgres://cordee:secret@serveur/base et https://cordee.example/comptes/")
