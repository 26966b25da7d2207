"""Writes docs/lifecycles.md: the diagram of each lifecycle, drawn by the table that the code obeys.

.venv/bin/python -m scripts.lifecycle_docs
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "lifecycles.md"
HEAD = """# Lifecycles

Written by `scripts/lifecycle_docs.py` from the tables of the rooms (`lifecycle.py`); a test compares. Each arrow bears the label
of its button. « Corrigible » says that the act can be taken back: a new line of the journal, never a deletion.
"""


def page() -> str:
    from cordee.core.lifecycle import Lifecycle, lifecycles

    def section(one: Lifecycle) -> str:
        rows = [
            f"| {t.label} | {t.path.replace('|', 'ou')} | {', '.join(t.audience)} | {'oui' if t.correct else 'non'} | {t.dated or 'non'} |"
            for t in one.transitions
        ]
        table = "\n".join(["| Acte | De → vers | Lu par | Corrigible | Date du fait |", "| --- | --- | --- | --- | --- |", *rows])
        return f"\n## {one.model._meta.verbose_name} (`{one.code}`)\n\n```mermaid\n{one.mermaid()}\n```\n\n{table}\n"

    return HEAD + "".join(section(one) for one in sorted(lifecycles, key=lambda one: one.code))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings_test")
    django.setup()
    PAGE.write_text(page())
