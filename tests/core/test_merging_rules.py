"""Every reference to what can be merged is declared: a new model says what a merge does to it."""

from cordee.core import merging
from cordee.core.merging import rules


def test_every_reference_to_an_organisation_or_a_thread_says_what_a_merge_does_to_it() -> None:
    assert merging.undeclared() == []


def test_a_reference_that_nobody_declared_is_seen(monkeypatch: object) -> None:
    kept = {key: rule for key, rule in rules.rules.items() if key != "directory.site.organisation"}
    monkeypatch.setattr(rules.rules, "_items", kept)  # type: ignore[attr-defined]
    assert merging.undeclared() == ["directory.site.organisation"]


def test_a_declaration_names_columns_that_exist() -> None:
    for rule in rules.rules:
        assert rule.attname in {column.attname for column in rule.model._meta.concrete_fields}, rule.key
        assert rule.how in ("move", "absorb", "stay", "refuse"), rule.key
        assert rule.one or rule.reason, rule.key
