"""The words of an import's declaration. A room writes one in its `imports.py`; everything else is here.

The room says what may be written (`sections` of fields), what names a line (`judge`), and how it is written (`write`): both in SQL,
on the table of lines that the engine has read and checked (`staging`). Rights are the room's own policies, asked once a zone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cordee.core.access import Actor, Refusal
from cordee.core.imports.cells import Kind
from cordee.core.registry import Registry

if TYPE_CHECKING:
    from cordee.core.imports.staging import Block, Stage

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may fill. `titles` are the words that people write above it; `by_year` figures bear a year each."""

    name: str
    label: str
    kind: Kind
    titles: tuple[str, ...] = ()
    by_year: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a report: its number, its name, and what happens to it."""

    line: int
    name: str
    detail: str = ""


imports: Registry[Import] = Registry("import")


class Import:
    """A declared import. Subclass it in the room's `imports.py`; core mounts its pages."""

    code: ClassVar[str]
    slug: ClassVar[str]
    title: ClassVar[str]
    one: ClassVar[str]
    many: ClassVar[str]
    keys: ClassVar[str]  # the sentence that says how a line finds its sheet
    by_name: ClassVar[str] = ""  # the question « recognise by name too », empty = not asked
    adds: ClassVar[str] = ""  # the sentence that says what a file adds without ever withdrawing it
    required: ClassVar[tuple[str, ...]] = ()
    #: columns of the table of lines that the room fills itself (`complete`), with their SQL type
    computed: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls) -> None:
        imports.add(cls.code, cls())

    def sections(self) -> Sequence[tuple[str, Sequence[Field]]]:
        raise NotImplementedError

    def fields(self) -> dict[str, Field]:
        return {field.name: field for _, fields in self.sections() for field in fields}

    def refusal(self, actor: Actor) -> Refusal | None:
        """Why this actor imports nothing here, or None."""
        raise NotImplementedError

    def complete(self, block: Block) -> None:
        """What several cells of a line say together: a postcode and a town, shares that total 100."""

    def judge(self, stage: Stage) -> None:
        """Sets `target`, `changed` and `problem` of each line."""
        raise NotImplementedError

    def hold(self, stage: Stage) -> bool:
        """Locks what will change; False when it became something else since it was judged."""
        return True

    def write(self, stage: Stage, progress: Progress) -> None:
        """Writes the lines judged good, with their history and their events, in the caller's transaction."""
        raise NotImplementedError

    def told(self, stage: Stage, outcome: str, most: int) -> list[Told]:
        """The first lines of an outcome, as the report shows them."""
        raise NotImplementedError


def by_slug(slug: str) -> Import | None:
    return next((one for one in imports if one.slug == slug), None)


def of_run(run: Any) -> Import:
    return imports[run.kind]
