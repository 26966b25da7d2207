"""Migration operations that Django has no words for: the thread's double key, journals and texts that cannot be rewritten."""

from __future__ import annotations

from django.db.migrations.operations.special import RunSQL


class ThreadedForeignKey(RunSQL):
    """(thread_id, zone) references the thread, ON UPDATE CASCADE: the copied zone cannot drift, re-zoning is one UPDATE."""

    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table
        name = f"{table}_thread_zone"
        super().__init__(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (thread_id, zone) "
            f"REFERENCES core_thread (id, zone) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {})


class AppendOnly(RunSQL):
    """UPDATE, DELETE and TRUNCATE are refused, save for a transaction that names an `Erasure` row."""

    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION cordee_append_only()",
            f"DROP TRIGGER {table}_append_only ON {table}",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {})


class Kept(RunSQL):
    """Rows that are never deleted and whose text never changes once written: a letter as it was sent. An `Erasure` may blank it."""

    reduces_to_sql = True

    def __init__(self, table: str, *columns: str) -> None:
        self.table, self.columns = table, columns
        changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
        super().__init__(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION cordee_append_only();"
            f"CREATE TRIGGER {table}_frozen AFTER UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION cordee_append_only();",
            f"DROP TRIGGER {table}_kept ON {table}; DROP TRIGGER {table}_frozen ON {table}",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table, *self.columns], {})


class Stamped(RunSQL):
    """Any write to this table, by whatever way, renews the stamp of nomenclatures in the same transaction."""

    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            f"CREATE TRIGGER {table}_stamped AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION cordee_nomenclature_changed()",
            f"DROP TRIGGER {table}_stamped ON {table}",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {})
