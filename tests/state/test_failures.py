from contextlib import closing

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from bot.state import State
from bot.state.failures import storage_errors
from index.errors import StorageError
from tests.support.needs import PSYCOPG

ADDRESS = make_url("postgresql+psycopg://quotebot@db.example/quotes")


def told(url):
    with pytest.raises(StorageError) as caught, closing(State.open(url)):
        pass
    return str(caught.value)


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ('FATAL: password authentication failed for user "quotebot"', "correct the user, or the password in its "),
        ("fe_sendauth: no password supplied", "set PGPASSWORD, or put the password into its address"),
        ('FATAL: no pg_hba.conf entry for host "10.0.0.1"', "let the bot's machine in, in pg_hba.conf of the server"),
        ("server does not support SSL, but SSL was required", "take sslmode out of its address, or turn ssl on"),
        ('invalid sslmode value: "on"', "correct sslmode, sslrootcert and the host in its address"),
        ("failed to resolve host 'db.example': unknown", "correct the host in its address, or look at the DNS"),
        ("could not extend file: No space left on device", "make room on the disk of the server"),
        ("cannot execute INSERT in a read-only transaction", "name the primary server; this one is a copy"),
        ("FATAL: sorry, too many clients already", "raise max_connections, or put a pooler in front"),
        ("FATAL: Passwort-Authentifizierung fehlgeschlagen", "see that the database runs and lets the bot in"),
    ],
)
def test_what_postgresql_says_decides_what_to_do(said, step):
    error = OperationalError(None, None, RuntimeError(said))
    with pytest.raises(StorageError) as caught, storage_errors(ADDRESS):
        raise error
    beginning = "the state in the PostgreSQL database 'quotes' on db.example cannot be used: "
    assert str(caught.value).startswith(f"{beginning}{said}; {step}")


def test_a_real_server_is_told_by_what_it_refuses(postgres):
    with postgres.database() as url:
        address = make_url(url)
        nowhere = address.set(database="nowhere").render_as_string(hide_password=False)
        nobody = address.set(username="nobody-here").render_as_string(hide_password=False)
        assert told(nowhere).endswith("; correct the name in its address, or make it: createdb")
        assert told(nobody).endswith("; correct the user in its address, or make it: createuser")


def test_a_port_that_kubernetes_wrote_is_told_as_such(monkeypatch):
    PSYCOPG.require()
    monkeypatch.setenv("PGPORT", "tcp://10.0.0.1:5432")
    assert told("postgresql://quotebot@127.0.0.1/quotes").endswith("; give the port in its address, or unset PGPORT")
