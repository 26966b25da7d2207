"""DATABASE_URL: what is understood, and the sentence for what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.utils import ConnectionHandler

from cordee.config.database import database, refusal, require_recent, require_usable
from cordee.config.embedded import EmbeddedPostgres
from cordee.config.trouble import Trouble

NOWHERE = {"HOST": "db.example", "PORT": "", "USER": "cordee", "NAME": "dla"}


@pytest.fixture
def ours() -> EmbeddedPostgres:
    return EmbeddedPostgres(Path("/nowhere/pg"), user="cordee", dbname="cordee")


def test_without_an_address_the_embedded_server_is_used(ours: EmbeddedPostgres) -> None:
    assert database("", ours)["ENGINE"] == "cordee.config.pgbackend"


def test_every_part_of_the_address_is_read(ours: EmbeddedPostgres) -> None:
    read = database("postgresql://jo%40dla:p%2Fq@db.example:5433/dla?sslmode=require", ours)
    assert {name: read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "dla", "USER": "jo@dla", "PASSWORD": "p/q", "HOST": "db.example", "PORT": "5433",
    }  # fmt: skip
    assert read["OPTIONS"] == {"connect_timeout": "10", "sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u@h/x", "doit désigner un serveur PostgreSQL"),
        ("dla", "doit désigner un serveur PostgreSQL"),
        ("postgresql://u@h", "ne dit pas le nom de la base"),
        ("postgresql://u@h:port/x", "le port est un nombre"),
    ],
)
def test_an_address_that_cannot_be_read(ours: EmbeddedPostgres, url: str, words: str) -> None:
    with pytest.raises(Trouble, match=words):
        database(url, ours)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ('FATAL:  password authentication failed for user "cordee"', "refuse le compte « cordee »"),
        ("FATAL:  authentification par mot de passe échouée pour l'utilisateur", "refuse le compte « cordee »"),
        ('FATAL:  database "dla" does not exist', "La base « dla »"),
        ("FATAL:  la base de données « dla » n'existe pas", "La base « dla »"),
        ("FATAL:  sorry, too many clients already", "n'a plus de connexion libre"),
        ("connection refused", "Aucun serveur PostgreSQL ne répond à l'adresse db.example:5432"),
    ],
)
def test_each_refusal_of_the_server_has_its_sentence(message: str, words: str) -> None:
    assert words in str(refusal(message, NOWHERE))


def test_an_old_server_is_refused() -> None:
    require_recent(150000)
    with pytest.raises(Trouble, match="en version 14"):
        require_recent(140012)


@pytest.mark.django_db
def test_nobody_listens_at_the_address(ours: EmbeddedPostgres) -> None:
    handler = ConnectionHandler({DEFAULT_DB_ALIAS: database("postgresql://u:p@127.0.0.1:9/x", ours)})
    with pytest.raises(Trouble, match=r"127\.0\.0\.1:9"):
        require_usable(handler[DEFAULT_DB_ALIAS])


@pytest.mark.debian_pg
def test_a_base_that_does_not_exist(own_db: object) -> None:
    given = connection.settings_dict
    handler = ConnectionHandler({DEFAULT_DB_ALIAS: given | {"NAME": "absente", "ENGINE": "django.db.backends.postgresql"}})
    with pytest.raises(Trouble, match="« absente »"):
        require_usable(handler[DEFAULT_DB_ALIAS])


@pytest.mark.debian_pg
@pytest.mark.django_db
def test_migrations_are_applied_and_the_order_is_the_same_everywhere() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fr_normalize('Éco-Œuvre'), (SELECT datcollate FROM pg_database WHERE datname = current_database())")
        assert cursor.fetchone() == ("eco oeuvre", "C.UTF-8")
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    assert major >= 15
