"""What every verb of certificates begins with: may it be changed, by whom, and does its text pass the gate."""

from collections.abc import Mapping
from typing import Any

from desktop.act import Act
from desktop.documents import queries
from desktop.documents.queries import Judged
from desktop.errors import Refused, UserError
from desktop.permissions import Permission
from desktop.text_gate import admit

AREA = "documents"


def gated(field: str, value: str, kind: str) -> str:
    """Return ``value`` without outer blanks as the text gate admits it; its refusal names ``field`` (R38)."""
    try:
        return admit(value.strip(), kind).text
    except UserError as refused:
        raise UserError(refused.message, field=field) from refused


def editable(act: Act, case_id: int, permission: Permission = Permission.CHECK_CERTIFICATE) -> None:
    """Raise :class:`Refused` unless the actor may work on certificates and the case is still open (EV-4)."""
    act.actor.require(permission)
    if queries.state_of(act.connection, case_id) in queries.ENDED:
        raise Refused(
            "The case is decided or ended; its certificate is not altered by anybody. A correction is a new paper.",
            rule="EV-4",
        )


def judged_one(act: Act, case_id: int, certificate_id: int) -> Judged:
    """Return one certificate with where its checks stand on the office's day of the act."""
    found = queries.judged(act.connection, case_id, queries.today(act.connection, act.now))
    one = next((one for one in found if one.certificate.certificate_id == certificate_id), None)
    if one is None:
        raise UserError("This certificate is not on the case any more. Refresh the list.")
    return one


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a journal entry takes them."""
    return {name: value if isinstance(value, int) or value is None else str(value) for name, value in values.items()}
