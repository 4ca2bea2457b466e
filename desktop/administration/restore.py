"""Brings an office back from a backup: by a supervisor, with a reason, and without giving any number twice (R10).

What the office did after the backup is lost, and is not hidden: the restored journal says what was lost and why, and
the anchors of letters from that time no longer fit, which ``casement verify`` tells.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from db import copying, locations, numbers, schema
from db.engine import Database, file_engine, is_server, server_engine
from db.tables.administration import office as office_table
from db.types import stamp
from desktop.act import Act
from desktop.administration import backup, service
from desktop.administration.backup import Manifest, Progress
from desktop.audit import store as journal
from desktop.audit.keystore import Keystore
from desktop.audit.model import Finding
from desktop.audit.verify import verify
from desktop.clock import Clock, SystemClock
from desktop.errors import UserError
from desktop.office import Office, verifications
from desktop.permissions import Permission
from desktop.text_gate import admit


@dataclass(frozen=True, slots=True)
class Order:
    """Who restores what to where, and why.

    ``given`` are the last numbers known to have been given since the backup, keyed ``series/year``; what the replaced
    office and this workstation remember is added to them. ``although_not_whole`` restores an office that verification
    finds something wrong with, when there is no better backup; the journal says so.
    """

    source: Path
    passphrase: str
    address: str
    sign_in_name: str
    password: str
    reason: str
    given: Mapping[str, int]
    although_not_whole: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, what is wrong with it, what it replaced (kept beside it), which numbers were passed over."""

    manifest: Manifest
    findings: tuple[Finding, ...]
    kept: Path | None
    numbers_left_out: dict[str, list[int]]


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass


def restore(
    order: Order,
    *,
    clock: Clock | None = None,
    keystore: Callable[[str], Keystore] = Keystore.of_office,
    progress: Progress = _quiet,
) -> Restored:
    """Put the office of a backup at ``order.address``: a file, whose place it takes, or an empty server database.

    The supervisor signs in to the office in the backup. Nothing at the address changes unless all of it succeeds; a
    file that is replaced stays beside it under another name. Raises :class:`UserError` with what to do.
    """
    reason = admit(order.reason.strip(), "remark").text
    if not reason:
        raise UserError("Say why the backup is restored; it stays in the record.", field="reason")
    clock = clock or SystemClock()
    with _place_taken(order.address), _working_folder(order.address) as folder:
        copy = folder / "restored.casement"
        progress("decrypting", 0, 1)
        manifest = backup.open_backup(order.source, order.passphrase, copy)
        findings = _looked_at(copy, manifest, progress)
        if findings and not order.although_not_whole:
            raise UserError(
                f"The office in this backup is not whole: {findings[0].place}: {findings[0].sentence} Try an older "
                "backup, or restore it although it is not whole."
            )
        memory = keystore(manifest.office_id)
        before = _numbers_and_head_of(order.address)
        scratch = Keystore(folder / "memory")
        left_out = _signed_for(copy, scratch, clock, order, reason, manifest, before, memory, findings)
        kept = _put_in_place(copy, order.address, stamp(clock.now()), progress)
        memory.start_anew_after_restore(stamp(clock.now()), scratch)
    return Restored(manifest, findings, kept, left_out)


@contextmanager
def _place_taken(address: str) -> Iterator[None]:
    if is_server(address):
        yield
        return
    path = Path(address)
    if not path.parent.is_dir():
        raise UserError(f"There is no folder {path.parent}. Make it first, or choose another place.")
    try:
        locations.refuse_network_path(path)
        lock = locations.lock_office_file(path)
    except locations.NotHere as refused:
        raise UserError(str(refused)) from refused
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _working_folder(address: str) -> Iterator[Path]:
    # on the same disk as the office, so that it can take its place in one step
    beside = None if is_server(address) else Path(address).parent
    folder = Path(tempfile.mkdtemp(prefix=".casement-restore-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _looked_at(copy: Path, manifest: Manifest, progress: Progress) -> tuple[Finding, ...]:
    if manifest.schema > schema.HEAD:
        raise UserError(
            f"The backup was made by a newer Casement (schema {manifest.schema}; this program knows {schema.HEAD}). "
            "Install the newer program first."
        )
    if manifest.schema < schema.HEAD:
        schema.bring_up_to_date(str(copy))
    database = Database(str(copy))
    try:
        return tuple(verify(database, further=verifications(), step=progress))
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class _Before:
    numbers: dict[str, int]
    entry: int | None
    digest: str


def _numbers_and_head_of(address: str) -> _Before:
    nothing = _Before({}, None, "")
    if is_server(address) or not Path(address).exists():
        return nothing
    engine = file_engine(Path(address))
    try:
        with engine.connect() as connection:
            seq, digest = journal.head(connection)
            return _Before(journal.numbers_given(connection), seq, digest)
    except DBAPIError:
        return nothing  # what is replaced is too damaged to read, which may be the reason for the restore
    finally:
        engine.dispose()


def _signed_for(
    copy: Path,
    scratch: Keystore,
    clock: Clock,
    order: Order,
    reason: str,
    manifest: Manifest,
    before: _Before,
    memory: Keystore,
    findings: tuple[Finding, ...],
) -> dict[str, list[int]]:
    newest = memory.newest()
    last: dict[str, int] = {}
    for known in (before.numbers, newest.numbers if newest else {}, order.given):
        for series, number in known.items():
            last[series] = max(last.get(series, 0), number)
    office = Office(copy, clock=clock, keystore=scratch.folder)
    try:
        actor = service.sign_in(office, order.sign_in_name, order.password)

        def operation(act: Act) -> dict[str, list[int]]:
            act.actor.require(Permission.RESTORE)
            left_out = {}
            for key, number in sorted(last.items()):
                series, _, year = key.rpartition("/")
                skipped = numbers.skip_to(act.connection, series, int(year), number)
                if skipped:
                    left_out[key] = skipped
            act.record(
                "office.restored",
                "administration",
                reason=reason,
                backup_made_at=manifest.made_at[:16].replace("T", " "),
                backup_entry=manifest.journal_entry,
                backup_digest=manifest.journal_digest,
                replaced_entry=before.entry,
                replaced_digest=before.digest,
                numbers_left_out=left_out,
                findings=len(findings),
                checkpoint_key=scratch.signing_key(act.now).public,
            )
            return left_out

        left_out, _ = office.write(actor, operation)
    finally:
        office.close()
    return left_out


def _put_in_place(copy: Path, address: str, now: str, progress: Progress) -> Path | None:
    if is_server(address):
        _fill_server(copy, address, progress)
        return None
    path = Path(address)
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.stem}.before-restore-{now[:19].replace(':', '')}{path.suffix}")
        _give_second_name(path, kept)
        # a journal left by a crash belongs to the old file; beside the new one it would be played into it
        unfinished = Path(f"{path}-journal")
        if unfinished.exists():
            unfinished.replace(f"{kept}-journal")
    copy.replace(path)
    return kept


def _give_second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:
        shutil.copyfile(path, name)  # a disk without links


def _fill_server(copy: Path, address: str, progress: Progress) -> None:
    schema.bring_up_to_date(address)
    source, engine = Database(str(copy)), server_engine(address)
    try:
        with source.read() as reading, engine.begin() as writing:
            if writing.execute(select(office_table.c.id)).first() is not None:
                raise UserError(
                    "There is an office in this database already. Make an empty database on the server, restore into "
                    "it, and let the workstations open that one; the old one stays as it is."
                )
            copying.copy_tables(reading, writing, lambda done, total: progress("restoring", done, total))
    finally:
        source.close()
        engine.dispose()
