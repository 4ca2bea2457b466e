"""A backup of either database becomes an office on a server, in a database that is empty (security.md R09, R10)."""

from uuid import uuid4

import psycopg
import pytest

from desktop.administration import backup, keys, restore
from desktop.audit.keystore import Keystore
from desktop.audit.verify import verify
from desktop.errors import UserError
from desktop.office import Office, verifications
from tests.builders.cases import a_case
from tests.conftest import PASSWORD

CHEAP = keys.PasswordCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "a lighthouse in fog"


@pytest.mark.postgresql
def test_R10_an_office_comes_back_on_an_empty_server_database_only(office, actor, place, clock, tmp_path):
    if place.kind == "sqlite":
        return  # there is no server beside this run
    case = a_case(office, actor("ana"))
    made = backup.make(office, actor("adam"), tmp_path, PASSPHRASE, cost=CHEAP)
    order = restore.Order(made.path, PASSPHRASE, place.address, "sara", PASSWORD, "A new server.", {"case/2027": 4})

    def run(to: restore.Order) -> restore.Restored:
        return restore.restore(to, clock=clock, keystore=lambda _office: Keystore(tmp_path / "memory"))

    with pytest.raises(UserError, match="an office in this database already"):
        run(order)
    name = f"restored_{uuid4().hex[:12]}"
    head, _, tail = place.address.rpartition("/office_")
    address = f"{head}/{name}?{tail.partition('?')[2]}"
    with psycopg.connect(place.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        done = run(restore.Order(made.path, PASSPHRASE, address, "sara", PASSWORD, "A new server.", {"case/2027": 4}))
        assert done.numbers_left_out == {"case/2027": [2, 3, 4]}
        restored = Office(address, clock=clock, keystore=tmp_path / "memory")
        assert list(verify(restored.database, restored.keystore, further=verifications())) == []
        with restored.read() as connection:
            assert case.reference in connection.exec_driver_sql("SELECT reference FROM cases").scalars().all()
        restored.close()
    finally:
        with psycopg.connect(place.address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
