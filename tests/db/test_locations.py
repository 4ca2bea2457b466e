"""An office file is opened by one program, on a local disk (security.md R05)."""

import subprocess
import sys
import time

import pytest

from db import locations
from db.engine import Database
from db.locations import network_file_system
from desktop.errors import UserError
from desktop.office import Office
from desktop.paths import ROOT

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
//server/cases /mnt/cases cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
//server/old /mnt/smb smbfs rw 0 0
host /mnt/9p 9p rw 0 0
ana@server:/home /home/ana/remote fuse.sshfs rw 0 0
https://dav.example /mnt/dav fuse.davfs2 rw 0 0
/dev/sdb1 /media/usb\\040stick vfat rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdc1 /mnt/nfs/local xfs rw 0 0
half a line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/cases/office.casement", "cifs"),
        ("/mnt/nfs/a/office.casement", "nfs4"),
        ("/mnt/smb/office.casement", "smbfs"),
        ("/mnt/9p/office.casement", "9p"),
        ("/home/ana/remote/office.casement", "fuse.sshfs"),
        ("/mnt/dav/office.casement", "fuse.davfs2"),
        (r"\\server\cases\office.casement", "UNC"),
        ("//server/cases/office.casement", "UNC"),
    ],
)
def test_R05_network_paths_are_known_as_such(path, kind):
    assert network_file_system(path, MOUNTS) == kind


@pytest.mark.parametrize(
    "path",
    [
        "/home/ana/office.casement",
        "/media/usb stick/office.casement",
        "/tmp/office.casement",
        "/mnt/nfs/local/office.casement",
        "/mnt/cases-of-2026/office.casement",
    ],
)
def test_R05_local_paths_are_let_through(path):
    assert network_file_system(path, MOUNTS) is None


def test_R05_a_path_is_local_where_the_system_has_no_mount_table():
    assert network_file_system("/home/ana/office.casement", "") is None


def test_R05_an_office_on_a_network_share_is_refused_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(locations, "network_file_system", lambda _path, _table: "nfs4")
    with pytest.raises(UserError, match=r"network share \(nfs4\).*local disk, or use the PostgreSQL edition"):
        Office(tmp_path / "office.casement")
    assert list(tmp_path.iterdir()) == [], "nothing was made there"


def test_R05_a_second_program_is_refused_at_once(tmp_path):
    path = tmp_path / "office.casement"
    first = Office(path)
    started = time.monotonic()
    with pytest.raises(UserError, match="open in another Casement"):
        Office(path)
    assert time.monotonic() - started < 2
    first.close()
    Office(path).close()


def test_R05_the_lock_holds_between_processes(tmp_path):
    path = tmp_path / "office.casement"
    first = Database(str(path))
    program = (
        "import sys\nfrom db.locations import NotHere, lock_office_file\nfrom pathlib import Path\n"
        "try:\n    lock_office_file(Path(sys.argv[1]))\nexcept NotHere:\n    sys.exit(7)\n"
    )
    started = time.monotonic()
    second = subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False)
    assert second.returncode == 7
    assert time.monotonic() - started < 2
    first.close()
    assert subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False).returncode == 0


def test_R05_two_names_of_one_folder_are_judged_by_where_they_lead(monkeypatch, tmp_path):
    seen = []
    monkeypatch.setattr(locations, "network_file_system", lambda path, _table: seen.append(path))
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    locations.refuse_network_path(tmp_path / "link" / "office.casement")
    assert seen == [str((tmp_path / "real" / "office.casement").resolve())]
