"""The verbs of checking a certificate: how each undertaking stands, what is ticked, what a supervisor waives."""

from desktop.act import Act
from desktop.documents import catalogue, store
from desktop.documents.editing import AREA, editable, gated, judged_one
from desktop.documents.model import Held, Mode, RecordedUndertaking, Result, Severity
from desktop.documents.rules import Standing
from desktop.errors import Refused, UserError
from desktop.permissions import Permission


def record_undertaking(act: Act, case_id: int, certificate_id: int, code: str, held: Held, limits: str = "") -> None:
    """Record that the certificate has an undertaking, has it with limits (in its own words), or lacks it (§4)."""
    editable(act, case_id)
    undertaking = catalogue.load().undertakings[code]
    one = store.certificate_by_id(act.connection, case_id, certificate_id)
    words = gated("limits", limits, "remark") if held is Held.LIMITED else ""
    found = RecordedUndertaking(code, held, words)
    before = one.undertakings.get(code)
    if before == found:
        return
    store.put_undertaking(act.connection, case_id, certificate_id, found)
    act.record(
        "undertaking.recorded",
        AREA,
        case_id,
        code=code,
        name=undertaking.name,
        held=held,
        limits=words,
        before=None if before is None else before.held,
    )
    act.content_changed(case_id, f"undertaking {code}")


def _standing(act: Act, case_id: int, certificate_id: int, code: str) -> Standing:
    one = judged_one(act, case_id, certificate_id)
    standing = next((standing for standing in one.standings if standing.check.code == code), None)
    if standing is None:
        raise UserError(f"{code} is not asked of this type of certificate.")
    return standing


def record_check(
    act: Act, case_id: int, certificate_id: int, code: str, result: Result | None, remark: str = ""
) -> None:
    """Tick a check, or take the tick back with None (§5).

    What the program decided cannot be ticked; where it lacks a fact only a failure can. A failure needs words, and so
    does a pass or n.a. against what the program suggests.
    """
    editable(act, case_id)
    standing = _standing(act, case_id, certificate_id, code)
    if result is None:
        store.put_check(act.connection, case_id, certificate_id, code, None)
        act.record("check.reopened", AREA, case_id, code=code, name=standing.check.name)
        act.content_changed(case_id, f"check {code}")
        return
    if result not in standing.allowed_answers():
        raise Refused(f"The program decides this check: {standing.reason or standing.result}", rule=code)
    clean = gated("remark", remark, "remark")
    word = standing.suggestion
    is_against = word is not None and word.result is Result.FAIL and result is not Result.FAIL
    if not clean and (result is Result.FAIL or is_against):
        raise UserError("Say in a few words what you found; it stays in the record.", field="remark")
    about = word.sentence if word is not None and standing.check.mode is not Mode.PROGRAM else ""
    store.put_check(
        act.connection,
        case_id,
        certificate_id,
        code,
        {
            "result": result,
            "remark": clean,
            "about": about,
            "checked_by": act.actor.person_id,
            "checked_at": act.now,
        },
    )
    act.record(
        "check.recorded",
        AREA,
        case_id,
        code=code,
        name=standing.check.name,
        result=result,
        remark=clean,
        program=about,
    )
    act.content_changed(case_id, f"check {code}")


def waive_check(act: Act, case_id: int, certificate_id: int, code: str, reason: str) -> None:
    """Waive a failed MAJOR check as supervisor, with reasons; a BLOCK cannot be waived (§5).

    The waiver covers the failure as it stands; when the failure becomes another one, it has to be waived anew.
    """
    editable(act, case_id, Permission.WAIVE_CHECK)
    standing = _standing(act, case_id, certificate_id, code)
    if standing.result is not Result.FAIL or standing.severity is Severity.MINOR:
        raise UserError(f"{code} has not failed; there is nothing to waive.")
    if standing.severity is Severity.BLOCK:
        raise Refused(f"{code} cannot be waived by anybody; it has to be put right.", rule=code)
    clean = gated("reason", reason, "remark")
    if not clean:
        raise UserError("Give the reason of the waiver; it stays in the record.", field="reason")
    store.put_waiver(
        act.connection,
        case_id,
        certificate_id,
        code,
        {"about": standing.reason, "reason": clean, "waived_by": act.actor.person_id, "waived_at": act.now},
    )
    act.record("check.waived", AREA, case_id, code=code, name=standing.check.name, about=standing.reason, reason=clean)
    act.content_changed(case_id, f"check {code} waived")
