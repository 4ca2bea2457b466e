"""``casement policy FILE``: the policy outcome for inputs in a file, without an office (design.md §7)."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from desktop.errors import UserError
from desktop.policy.data import PolicyData, load
from desktop.policy.gather import with_standing_embargoes
from desktop.policy.model import ENUM_FIELDS, Category, Inputs, Status
from desktop.policy.result import PolicyResult
from desktop.policy.rows import kind_of
from desktop.policy.rules import decide
from desktop.policy.states import status_of

EXAMPLE = {
    "id": "gyro",
    "category": "II",
    "annex_ref": "9.A.4",
    "kind": "component",
    "production_related": "no",
    "exception_note": "no",
    "contains_category_I": "no",
    "inseparable": "no",
    "end_use_class": "A",
    "wmd_finding": "none",
    "contribution_finding": "no",
    "informed": "no",
    "aware": "no",
    "destination_status": "member",
    "embargo_result": "clear",
    "screening_result": "clear",
    "denial_result": "none",
    "assurances_held": ["AS-1", "AS-2"],
}
_VALUES = "".join(f"  {name:<26}{', '.join(kind)}\n" for name, kind in ENUM_FIELDS.items())
_HELP = f"""\
Each line of FILE is one JSON object with the inputs of one line of an application:

  {json.dumps(EXAMPLE)}

An input that is left out, null or "unknown" is not known, and not known is never taken for no: the outcome is then
RESOLVE_FIRST, with the outcomes still possible and the inputs that would settle it. Only these follow from others when
left out: kind and category from annex_ref; destination_status from destination (two-letter code) and date (default
today); end_use_class is then U, not established. Instead of yes and no one may write true and false.

Values:
{_VALUES}
Besides: exemption (reference of the body that exempted the transfer from an embargo), considered (list of what the
officer weighed: inform letter, AS-5, PSV), id and date.
"""
_OWN_KEYS = {"id", "date"}
_ALSO = {"formal": "adherent", "adherent (formal)": "adherent", "true": "yes", "false": "no"}
_LIST_FIELDS = ("assurances_held", "considered")
_TEXT_FIELDS = ("annex_ref", "destination", "exemption")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _HELP
    parser.add_argument("file", metavar="FILE", help="JSON lines of inputs; - reads from standard input")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of to standard output")


def run(arguments: argparse.Namespace) -> int:
    """Work the file through; raises :class:`UserError` that names the line for input that cannot be read."""
    answers = [_answer(number, line) for number, line in _lines(arguments.file)]
    text = "".join(f"{json.dumps(answer, ensure_ascii=False)}\n" for answer in answers)
    if arguments.output:
        _write(Path(arguments.output), text)
    else:
        sys.stdout.write(text)
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as broken:
        raise UserError(f"{path} cannot be written: {broken.strerror}. Choose another place with -o.") from broken


def _lines(name: str) -> list[tuple[int, str]]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as broken:
        raise UserError(f"{name} cannot be read: {broken.strerror}. Check the name.") from broken
    except UnicodeDecodeError as broken:
        raise UserError(f"{name} is not UTF-8 text. Save it as JSON lines in UTF-8.") from broken
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _answer(number: int, line: str) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except ValueError as broken:
        raise UserError(f"line {number}: not JSON ({broken}). Write one object per line.") from broken
    if not isinstance(raw, dict):
        raise UserError(f"line {number}: not a JSON object. Write one object per line; --help shows one.")
    data = load()
    try:
        result = decide(with_standing_embargoes(inputs_from(raw), {str(raw.get("destination") or "")}, data), data)
    except UserError as wrong:
        raise UserError(f"line {number}: {wrong.message}") from wrong
    return {"id": raw.get("id", number), **as_plain(result, data)}


def inputs_from(raw: Mapping[str, Any]) -> Inputs:
    """Return the inputs written in one JSON object; raises :class:`UserError` that names the key."""
    known = set(Inputs.__dataclass_fields__) - {"sources"} | _OWN_KEYS
    strange = sorted(set(raw) - known)
    if strange:
        raise UserError(f"“{strange[0]}” is not an input. --help lists them.")
    values: dict[str, Any] = {name: _text(name, raw[name]) for name in _TEXT_FIELDS if raw.get(name) is not None}
    for name in _LIST_FIELDS:
        values[name] = frozenset(_list_of_text(name, raw.get(name)))
    annex_ref = values.get("annex_ref", "")
    for name, kind in ENUM_FIELDS.items():
        if name in raw and raw[name] is not None:
            values[name] = _enum(name, raw[name], kind)
    values.setdefault("category", _category(raw, annex_ref))
    if (values["category"] is Category.NONE) != (not annex_ref):
        raise UserError("“category” none goes with no “annex_ref”, and I or II with one.")
    if annex_ref:
        values.setdefault("kind", _kind(annex_ref))
    values.setdefault("destination_status", _status(raw, values.get("destination", "")))
    return Inputs(**values)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise UserError(f"“{name}” must be text.")
    return value.strip()


def _list_of_text(name: str, value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise UserError(f"“{name}” must be a list of text.")
    return value


def _enum(name: str, value: object, kind: Any) -> Any:
    words = str(value).strip()
    words = _ALSO.get(words.lower(), words)
    found = next((member for member in kind if member.value.lower() == words.lower()), None)
    if found is None:
        raise UserError(f"“{name}” is {value!r}; it must be one of {', '.join(kind)}.")
    return found


def _kind(annex_ref: str) -> Any:
    try:
        return kind_of(annex_ref)
    except ValueError as broken:
        raise UserError(f"“annex_ref” is {annex_ref!r}; write it as in the annex, such as 9.A.4.") from broken


def _category(raw: Mapping[str, Any], annex_ref: str) -> Category:
    if not annex_ref and "annex_ref" not in raw:
        raise UserError("give “category” and, for a listed item, “annex_ref”.")
    if not annex_ref:
        return Category.NONE
    return Category.I if annex_ref.split(".", maxsplit=1)[0] in {"1", "2"} else Category.II


def _status(raw: Mapping[str, Any], destination: str) -> Status:
    day = raw.get("date")
    try:
        on = date.fromisoformat(day) if day is not None else date.today()  # noqa: DTZ011 - a day without office
    except (TypeError, ValueError) as broken:
        raise UserError(f"“date” is {day!r}; write it as 2027-03-01.") from broken
    return status_of(destination, on)


def as_plain(result: PolicyResult, data: PolicyData) -> dict[str, Any]:
    """Return a result as the command prints it: outcome, what it needs, who signs, and the trace."""
    held = result.inputs.assurances_held
    return {
        "outcome": result.outcome,
        "name": data.outcomes[result.outcome].name,
        "rule": result.rule,
        "row": result.row,
        "column": result.column,
        "cell": result.cell,
        "possible": list(result.possible),
        "missing": list(result.missing),
        "assurances": {
            "required": list(result.required),
            "considered": [assurance.code for assurance in result.assurances if assurance.mode == "considered"],
            "may_suffice": list(result.may_suffice),
            "held": sorted(held),
            "missing": [code for code in result.required if code not in held],
        },
        "answers": {
            choice.answer.value: {"countersignatures": choice.signatures}
            if choice.is_open
            else {"closed_because": choice.closed_because}
            for choice in result.choices
        },
        "trace": [
            {"rule": tried.rule, "asks": tried.asks, "result": tried.result, "why": tried.why} for tried in result.trace
        ],
        "inputs": {name: value for name, value in result.inputs.to_plain().items() if name != "sources"},
    }
