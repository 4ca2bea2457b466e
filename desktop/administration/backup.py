"""Encrypted backups: made while people work, opened again to prove them, and never in place of another (R09).

A backup is always an office file inside, whatever the office works on: a file is copied by SQLite's own backup call, a
server table by table in one moment. So a backup of either can be restored to either.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from db import copying, schema
from db.engine import Database, file_engine
from db.tables import metadata
from db.tables.administration import office as office_table
from db.types import stamp
from desktop.act import Act
from desktop.actor import Actor
from desktop.administration import keys, sealed_file, store
from desktop.audit import store as journal
from desktop.audit.model import Finding
from desktop.audit.verify import verify
from desktop.errors import UserError
from desktop.office import Office, verifications
from desktop.permissions import Permission

SUFFIX = ".casement-backup"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: when, of which office, up to which entry, and the digest of all it holds."""

    made_at: str
    office_id: str
    office_name: str
    schema: str
    source: str
    journal_entry: int
    journal_digest: str
    database_sha256: str
    database_size: int
    rows: dict[str, int]

    @classmethod
    def from_json(cls, raw: bytes) -> "Manifest":
        """Return the manifest in ``raw``; it has been authenticated before."""
        return cls(**json.loads(raw))


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where, what it says of itself, its own digest, and what is wrong with the office in it."""

    path: Path
    manifest: Manifest
    sha256: str
    size: int
    findings: tuple[Finding, ...]


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass


def make(
    office: Office,
    actor: Actor,
    target: Path,
    passphrase: str,
    *,
    cost: keys.PasswordCost = keys.FULL_COST,
    progress: Progress = _quiet,
) -> Backup:
    """Write an encrypted backup to ``target`` (a new file, or a folder in which it gets a name) and prove it.

    Others go on working meanwhile. The backup is opened again and compared before it gets its name; a backup that is
    there already is never replaced. The copy of an office that is not whole is kept too, with what is wrong with it.
    Raises :class:`UserError` when the place cannot be written to, :class:`desktop.errors.Refused` without the right.
    """
    actor.require(Permission.BACK_UP)
    keys.refuse_weak_password(passphrase)
    now = stamp(office.clock.now())
    target = _free_name(target, now)
    with _private_folder(office.database) as folder:
        copy = folder / "copy.casement"
        _copy(office, copy, progress)
        database = Database(str(copy))
        try:
            findings = tuple(verify(database, further=verifications(), step=progress))
            with database.read() as connection:
                manifest = _manifest(connection, copy, now, "file" if office.database.is_file else "server")
        finally:
            database.close()
        backup = _write(copy, target, manifest, passphrase, cost, findings)

    def note(act: Act) -> None:
        act.record(
            "backup.made",
            "administration",
            name=target.name,
            size=backup.size,
            sha256=backup.sha256,
            entry=manifest.journal_entry,
            findings=len(findings),
        )

    office.write(actor, note)
    return backup


def _free_name(target: Path, now: str) -> Path:
    if target.is_dir():
        target /= f"office-{now[:19].replace(':', '').replace('-', '')}{SUFFIX}"
    if target.exists():
        raise UserError(
            f"{target.name} is there already. A backup never takes the place of another; choose another name."
        )
    if not target.parent.is_dir():
        raise UserError(f"There is no folder {target.parent}. Make it first, or choose another place.")
    return target


@contextmanager
def _private_folder(database: Database) -> Iterator[Path]:
    # the copy in it is as readable as the office itself, so it lies where the office lies, for this person only
    beside = Path(database.address).parent if database.is_file else None
    folder = Path(tempfile.mkdtemp(prefix=".casement-backup-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(office: Office, copy: Path, progress: Progress) -> None:
    if office.database.is_file:
        copying.copy_file(office.database.engine, copy, lambda done, total: progress("copying", done, total))
        return
    schema.bring_up_to_date(str(copy))
    engine = file_engine(copy, guarded=False)
    with office.database.read() as reading, engine.begin() as writing:
        copying.copy_tables(reading, writing, lambda done, total: progress("copying", done, total))
    engine.dispose()


def _manifest(connection: Connection, copy: Path, now: str, source: str) -> Manifest:
    seq, digest = journal.head(connection)
    counted = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
    }
    return Manifest(
        made_at=now,
        office_id=str(connection.execute(select(office_table.c.office_id)).scalar_one()),
        office_name=store.profile(connection).office_name,
        schema=schema.revision_of(connection) or "",
        source=source,
        journal_entry=seq,
        journal_digest=digest,
        database_sha256=_sha256(copy),
        database_size=copy.stat().st_size,
        rows=counted,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(
    copy: Path,
    target: Path,
    manifest: Manifest,
    passphrase: str,
    cost: keys.PasswordCost,
    findings: tuple[Finding, ...],
) -> Backup:
    part = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            sealed_file.seal(copy, file, asdict(manifest), passphrase, cost)
            file.flush()
            os.fsync(file.fileno())
        _prove(part, passphrase, manifest)
        sha256, size = _sha256(part), part.stat().st_size
        if target.exists():
            raise UserError(f"{target.name} came into being meanwhile. Choose another name.")
        part.rename(target)
    except OSError as broken:
        raise UserError(
            f"The backup cannot be written to {target.parent}: {broken.strerror}. Choose another place; the last good "
            "backup is untouched."
        ) from broken
    finally:
        part.unlink(missing_ok=True)
    return Backup(target, manifest, sha256, size, findings)


def _prove(part: Path, passphrase: str, manifest: Manifest) -> None:
    """Open the backup as a restore would; raises :class:`UserError` unless exactly what was copied comes out."""
    parts = sealed_file.unseal(part, passphrase)
    if Manifest.from_json(next(parts)) != manifest:
        raise UserError("The backup does not say what was written into it; the medium may be failing. Use another.")
    hasher = hashlib.sha256()
    for content in parts:
        hasher.update(content)
    if hasher.hexdigest() != manifest.database_sha256:
        raise UserError("The backup does not hold what was written into it; the medium may be failing. Use another.")


def open_backup(path: Path, passphrase: str, into: Path) -> Manifest:
    """Decrypt the backup in ``path`` to the new file ``into`` and return its manifest.

    Raises :class:`desktop.administration.sealed_file.NotWhole` for a wrong passphrase or a changed file; ``into`` is
    then gone again.
    """
    parts = sealed_file.unseal(path, passphrase)
    manifest = Manifest.from_json(next(parts))
    descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        digest = _written(descriptor, parts)
    except BaseException:
        into.unlink(missing_ok=True)
        raise
    if digest != manifest.database_sha256:
        into.unlink()
        raise sealed_file.NotWhole(f"{path.name} does not hold what it says. Try an older backup.")
    return manifest


def _written(descriptor: int, parts: Iterator[bytes]) -> str:
    hasher = hashlib.sha256()
    with os.fdopen(descriptor, "wb") as file:
        for content in parts:
            hasher.update(content)
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return hasher.hexdigest()
