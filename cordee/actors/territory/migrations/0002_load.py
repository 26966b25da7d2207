"""Loads regions, departments, EPCI and communes from `data/`, and gives the nation and each department its zone."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DATA = Path(__file__).resolve().parents[1] / "data"
TABLES = {
    "regions": "code text, name text, collectivity bool",
    "departments": "code text, name text, region text, collectivity bool",
    "epcis": "code text, name text, kind text",
    "communes": (
        "code text, name text, postcodes text[], department text, epci text, population int, siren text, latitude float, longitude float"
    ),
}
INSERT = """
INSERT INTO territory_region (code, name, collectivity)
SELECT code, name, collectivity FROM load_regions ORDER BY code;

INSERT INTO territory_department (code, name, collectivity, region_id)
SELECT d.code, d.name, d.collectivity, r.id
FROM load_departments d JOIN territory_region r ON r.code = d.region ORDER BY d.code;

INSERT INTO territory_epci (code, name, kind)
SELECT code, name, kind FROM load_epcis ORDER BY code;

INSERT INTO territory_commune (code, name, postcodes, population, siren, latitude, longitude, department_id, epci_id)
SELECT c.code, c.name, c.postcodes, c.population, coalesce(c.siren, ''), c.latitude, c.longitude, d.id, e.id
FROM load_communes c JOIN territory_department d ON d.code = c.department LEFT JOIN territory_epci e ON e.code = c.epci
ORDER BY c.code;

INSERT INTO territory_zone (code, name, kind) VALUES ('00', 'France entière', 'national');

INSERT INTO territory_zone (code, name, kind, department_id, parent_id)
SELECT d.code, d.name, 'department', d.id, nation.id
FROM territory_department d, territory_zone nation WHERE nation.code = '00' ORDER BY d.code;
"""
DELETE = """
DELETE FROM territory_zonecommune; DELETE FROM territory_zone WHERE kind = 'basin';
DELETE FROM territory_zone WHERE kind = 'department'; DELETE FROM territory_zone;
DELETE FROM territory_commune; DELETE FROM territory_epci; DELETE FROM territory_department; DELETE FROM territory_region;
"""


def load(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Text first into temporary tables, then joined: natural keys in the files, ids in the tables."""
    with schema_editor.connection.cursor() as cursor:
        for table, columns in TABLES.items():
            cursor.execute(f"CREATE TEMPORARY TABLE load_{table} ({columns}) ON COMMIT DROP")
            with cursor.copy(f"COPY load_{table} FROM STDIN (FORMAT csv, HEADER)") as copy:
                copy.write(gzip.decompress((DATA / f"{table}.csv.gz").read_bytes()))
        cursor.execute(INSERT)
        # Foreign keys are checked at the end of the transaction by default: now, so that later migrations may alter these tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; ANALYZE territory_commune")


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]
    operations = [migrations.RunPython(load, lambda apps, schema_editor: schema_editor.execute(DELETE))]
