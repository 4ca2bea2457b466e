"""One open office: its database, its clock, and the one way to do something in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from db.engine import Database, is_server
from db.locations import NotHere
from db.schema import Migrated, NewerDatabase, NotOurs, bring_up_to_date, refuse_foreign_file
from db.tables.administration import office as office_table
from desktop.act import Act, Hooks
from desktop.actor import Actor
from desktop.audit import checkpoints
from desktop.audit.keystore import Keystore
from desktop.audit.model import Check
from desktop.audit.verify import Further
from desktop.changes import Changes
from desktop.clock import Clock, SystemClock
from desktop.errors import Refused, UserError
from desktop.faults import sentence_of, told_in_sentences

T = TypeVar("T")


class Office:
    """The office database opened by this program.

    ``address`` is a file or a ``postgresql:`` URL; it is migrated when it is older than the program. ``keystore`` is
    the folder outside the office file that remembers journal heads (R27); by default it lies in the person's profile.
    """

    def __init__(
        self,
        address: str | Path,
        *,
        clock: Clock | None = None,
        keystore: Path | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        self.database, self.migrated = _open(str(address))
        self.clock: Clock = clock or SystemClock()
        self._keystore_folder = keystore
        self._hooks = hooks if hooks is not None else _standard_hooks()

    def keystore_of(self, office_id: str) -> Keystore:
        """Return the memory outside the office file for the office with this random name."""
        return Keystore(self._keystore_folder) if self._keystore_folder else Keystore.of_office(office_id)

    @cached_property
    def keystore(self) -> Keystore:
        """Return the memory outside the office file; the office must have been set up."""
        with self.read() as connection:
            return self.keystore_of(str(connection.execute(select(office_table.c.office_id)).scalar_one()))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading one consistent moment."""
        with told_in_sentences(), self.database.read() as connection:
            yield connection

    def write(self, actor: Actor, operation: Callable[[Act], T]) -> tuple[T, Changes]:
        """Run ``operation`` as one act of ``actor``: all of it and its journal entries, or nothing (R06).

        Returns what the operation returned, and what it changed. Whatever it raises has changed nothing; a refusal
        and a wrong password are entries of their own (domain.md AU-1, R25).
        """
        try:
            with told_in_sentences(), self.database.write() as connection:
                act = Act(connection, actor, self.clock.now(), self._hooks)
                result = operation(act)
                head = act.end()
        except UserError as error:
            if error.is_noted:
                self._note_refusal(actor, error)
            raise
        if head is not None:
            checkpoints.after_act(self, *head)
        return result, act.changes

    def _note_refusal(self, actor: Actor, error: UserError) -> None:
        with self.database.write() as connection:
            act = Act(connection, actor, self.clock.now())
            rule = error.rule if isinstance(error, Refused) else "R21"
            act.record("act.refused", "audit", rule=rule, sentence=error.message)
            head = act.end()
        if head is not None and self.is_set_up:
            checkpoints.after_act(self, *head)

    @property
    def is_set_up(self) -> bool:
        """Whether this office has its profile and people yet."""
        with self.read() as connection:
            return connection.execute(select(office_table.c.id)).first() is not None

    def close(self) -> None:
        """Sign a last checkpoint and let the database go, whatever becomes of the checkpoint."""
        try:
            if self.is_set_up:
                checkpoints.sign(self)
        finally:
            self.database.close()


def _open(address: str) -> tuple[Database, Migrated]:
    # the instance lock comes before the migration: two programs must not migrate one file
    try:
        if not is_server(address):
            refuse_foreign_file(Path(address))
        database = Database(address)
        try:
            return database, bring_up_to_date(address)
        except BaseException:
            database.close()
            raise
    except (NotHere, NotOurs, NewerDatabase) as refused:
        raise UserError(str(refused)) from refused
    except DBAPIError as broken:
        raise UserError(
            sentence_of(broken)
            or f"The office cannot be read; the database says: {broken.orig}. Run 'casement verify' to see the damage, "
            "and restore the newest backup."
        ) from broken


def _standard_hooks() -> Hooks:
    # decisions stands above cases; the hooks let cases speak of a change without knowing who listens
    from desktop.decisions.service import follow_work, void_signatures  # noqa: PLC0415

    return Hooks(content_changed=(void_signatures,), act_ended=(follow_work,))


def verifications() -> tuple[Further, ...]:
    """Return the checks that the slices above the audit add to a verification."""
    from desktop.administration.verification import accounts_hold  # noqa: PLC0415
    from desktop.decisions.signature_check import signatures_hold  # noqa: PLC0415

    return ((Check.PERSON, accounts_hold), (Check.SIGNATURE, signatures_hold))
