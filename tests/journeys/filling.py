"""Someone who fills a questionnaire on a phone, whatever it asks: touches what is shown, as it comes."""

from __future__ import annotations

from typing import Any

from cordee.tools.surveys.definition import Definition, Item, conditions

MOST_PARTS = 60


def fill(page: Any, definition: Definition, *, begun: bool = False) -> None:
    """From the first screen, or from the part in sight, to the last part; sending is left to the caller."""
    if not begun:
        page.locator("section[data-step='0'] [data-go='next']").click()
    for _ in range(MOST_PARTS):
        part = page.locator("section[data-step]:visible")
        part.first.wait_for()
        if part.get_attribute("data-last") is not None:
            return
        step = part.get_attribute("data-step")
        answer_part(part, definition)
        part.locator("[data-go='next']").click()
        page.wait_for_function("step => document.querySelector(`section[data-step='${step}']`).hidden", arg=step)
    raise AssertionError("the questionnaire has no end")


def answer_part(part: Any, definition: Definition) -> None:
    """All that is shown, then what these answers opened. A question that an answer closed meanwhile is passed over."""
    items = {item.code: item for item in definition.items}
    done: set[str] = set()
    while waiting := [name for name in shown(part) if name not in done]:
        deciding = conditional_upon(definition)
        for name in waiting:
            done.add(name)
            code = name.rpartition(".")[2]
            answer(part.locator(f".question[data-name='{name}']"), items[code])
            if code in deciding:
                part.page.locator("#questionnaire:not([data-keeping])").wait_for()
                break  # what follows may have changed: it is read again


def conditional_upon(definition: Definition) -> set[str]:
    """Questions that decide whether another one is asked."""
    asked = [*(section.condition for section in definition.sections), *(item.condition for item in definition.items)]
    return {code for condition in asked for code in conditions.named(condition)}


def shown(part: Any) -> list[str]:
    """Names of the questions in sight."""
    found: list[str] = part.locator(".question:visible").evaluate_all("all => all.map(one => one.dataset.name)")
    return found


def answer(question: Any, item: Item) -> None:
    if item.kind in ("single", "level", "three", "multiple"):
        question.locator("label.choice-card").first.click()
    elif item.kind == "matrix":
        for line in question.locator("fieldset.line-choices").all():
            line.locator("label.small-choice").first.click()
    elif item.kind == "ranking":
        for rank, choice in enumerate(question.locator("select[data-option]").all(), 1):
            choice.select_option(str(rank))
    elif item.kind == "shares":
        for rank, share in enumerate(question.locator("input[data-option]").all()):
            share.fill("0" if rank else "100")
    elif item.kind != "file":
        typed = {"number": f"{2025 if (item.least or 0) > 1000 else max(item.least or 0, 1):g}", "money": "12,50", "date": "2026-05-12"}
        question.locator(f"[name='{question.get_attribute('data-name')}']").fill(typed.get(item.kind, "Une réponse en quelques mots"))
