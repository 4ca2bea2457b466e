"""What a signature covers, and that every later change is found (security.md R16, R17; domain.md S-3)."""

import json
from dataclasses import dataclass
from decimal import Decimal

import pytest

from db.types import canonical_json
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.model import State
from desktop.decisions import content, service, store
from desktop.decisions.model import RecommendationState
from desktop.errors import Refused
from desktop.policy import service as policy
from desktop.policy.model import Answer, EndUseClass
from tests.builders.decisions import (
    a_granted_draft,
    a_refused_draft,
    a_signed_case,
    countersign,
    on_screen,
    recommend,
    standing,
)
from tests.builders.policy import findings
from tests.builders.raw import raw_tool
from tests.conftest import PASSWORD


@dataclass(frozen=True)
class Edit:
    """A change that a raw tool makes to one column, and the part in which it must be found."""

    table: str
    column: str
    value: object
    part: str


# every field a signature covers, changed by hand
SIGNED_FIELDS = [
    Edit("cases", "reference", "MX-2027-09999", "case"),
    Edit("cases", "kind", "RET", "case"),
    Edit("cases", "received_at", "2027-02-01T09:00:00.000000+00:00", "case"),
    Edit("cases", "applicant_reference", "other", "case"),
    Edit("cases", "end_use", "Something else.", "case"),
    Edit("cases", "place_of_use", "Elsewhere", "case"),
    Edit("cases", "countries_differ_reason", "none", "case"),
    Edit("cases", "exporter_informed", "yes", "case"),
    Edit("cases", "exporter_aware", "yes", "case"),
    Edit("case_line", "description", "A rocket", "items"),
    Edit("case_line", "maker", "Somebody", "items"),
    Edit("case_line", "model", "X-1", "items"),
    Edit("case_line", "part_number", "77", "items"),
    Edit("case_line", "serial_numbers", "1 to 400", "items"),
    Edit("case_line", "quantity", "400", "items"),
    Edit("case_line", "unit", "crates", "items"),
    Edit("case_line", "unit_value", "1.00", "items"),
    Edit("case_line", "currency", "USD", "items"),
    Edit("case_line", "origin", "US", "items"),
    Edit("case_line", "national_code", "7A002", "items"),
    Edit("case_line", "specification", "[]", "items"),
    Edit("case_party", "name", "Somebody", "parties"),
    Edit("case_party", "original_name", "Somebody", "parties"),
    Edit("case_party", "kind", "military", "parties"),
    Edit("case_party", "registration_number", "1", "parties"),
    Edit("case_party", "address", "Nowhere", "parties"),
    Edit("case_party", "contact", "Mr X", "parties"),
    Edit("classification", "edition", "2020-01-01", "classification"),
    Edit("classification_confirmation", "override_reason", "because", "classification"),
    Edit("classification_confirmation", "confirmed_at", "2027-01-01T00:00:00.000000+00:00", "classification"),
    Edit("assessment", "remark", "all well", "assessment"),
    Edit("line_outcome", "outcome", "GRANT_CONDITIONS", "outcomes"),
    Edit("line_outcome", "granted_quantity", "15", "outcomes"),
    Edit("line_outcome", "reason_codes", '["RR-05"]', "outcomes"),
    Edit("line_outcome", "paragraph", "Other words", "outcomes"),
    Edit("line_outcome", "reconsideration", "Other words", "outcomes"),
    Edit("line_outcome", "heard", "Other words", "outcomes"),
    Edit("chosen_condition", "parameters", "{}", "conditions"),
    Edit("chosen_condition", "lines", "[3]", "conditions"),
    Edit("chosen_condition", "addition", "Except on Sundays.", "conditions"),
    Edit("chosen_condition", "struck_reason", "not needed", "conditions"),
    Edit("certificate", "kind", "SUC", "certificates"),
    Edit("certificate", "fields", "{}", "certificates"),
    Edit("certificate", "number", "77", "certificates"),
    Edit("certificate", "signed_on", "2020-01-01", "certificates"),
    Edit("certificate", "verdict_remark", "all well", "certificates"),
    Edit("certificate_line", "quantity", "400", "certificates"),
    Edit("certificate_undertaking", "limits", "not in summer", "certificates"),
    Edit("certificate_check", "remark", "not seen", "certificates"),
    Edit("document", "title", "Something else", "documents"),
    Edit("document", "kind", "other", "documents"),
    Edit("recommendation", "content", "{}", "recommendation"),
    Edit("recommendation", "content_digest", "0", "recommendation"),
    Edit("recommendation", "statement", "{}", "recommendation"),
    Edit("recommendation", "signature", "0", "recommendation"),
    Edit("recommendation", "signed_at", "2027-01-01T00:00:00.000000+00:00", "recommendation"),
    Edit("recommendation", "reasons", "no reasons", "recommendation"),
    Edit("recommendation", "prepared_name", "Somebody", "recommendation"),
]
# facts that change what policy says: found either in the part itself or because no outcome fits any more
DECISIVE_FIELDS = [
    Edit("case_party", "country", "IR", "case"),
    Edit("case_party", "role", "agent", "case"),
    Edit("classification_confirmation", "codes", '["9.A.3"]', "classification"),
    Edit("classification_confirmation", "category", "I", "classification"),
    Edit("classification_confirmation", "verdict", "needs_information", "classification"),
    Edit("assessment", "findings", '{"end_use_class": "T"}', "assessment"),
    Edit("policy_result", "result", "changed", "policy outcome"),
]


def _with_changed_result(execute, case_id):
    ((result,),) = execute("SELECT result FROM policy_result WHERE case_id = ?", case_id)
    changed = json.loads(result) | {"outcome": "NLR"}
    return canonical_json(changed)


def _edited(execute, edit: Edit, case_id: int, attempt) -> str | None:
    """Make one edit, call ``attempt``, undo the edit; return what the refusal said, None when there was none."""
    key = "id" if edit.table == "cases" else "case_id"
    rows = execute(f"SELECT id, {edit.column} FROM {edit.table} WHERE {key} = ?", case_id)
    assert rows, f"the case has no row in {edit.table}"
    value = _with_changed_result(execute, case_id) if edit.value == "changed" else edit.value
    execute(f"UPDATE {edit.table} SET {edit.column} = ? WHERE {key} = ?", value, case_id)
    try:
        attempt()
    except Refused as refused:
        return refused.message
    finally:
        for row_id, before in rows:
            execute(f"UPDATE {edit.table} SET {edit.column} = ? WHERE id = ?", before, row_id)
    return None


def test_R16_a_change_of_any_signed_field_after_display_is_refused_at_countersignature(office, actor, place):
    case = a_signed_case(office, actor)
    not_found = []
    with raw_tool(place, guards_off=True) as execute:
        for edit in SIGNED_FIELDS + DECISIVE_FIELDS:
            said = _edited(execute, edit, case.case_id, lambda: countersign(office, actor("sara"), case))
            if said is None:
                not_found.append(edit)
    assert not_found == []
    assert standing(office, case).accepted == ()
    assert countersign(office, actor("sara"), case) is not None, "undone, the case can be countersigned"


def test_R17_a_raw_edit_of_any_signed_field_is_found_and_named_before_a_letter(office, actor, place):
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)

    def verify():
        with office.read() as connection:
            service.verify_signatures(connection, case.case_id)

    wrong = []
    with raw_tool(place, guards_off=True) as execute:
        for edit in SIGNED_FIELDS + DECISIVE_FIELDS:
            said = _edited(execute, edit, case.case_id, verify)
            if said is None or edit.part not in said:
                wrong.append((edit, said))
    assert wrong == []
    verify()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("countersignature", "statement", "{}"),
        ("countersignature", "signature", "0"),
        ("countersignature", "signed_at", "2027-01-01T00:00:00.000000+00:00"),
        ("countersignature", "person_name", "Somebody"),
        ("countersignature", "reasons", "words"),
        ("countersignature", "voided_because", "void"),
        ("decision", "content_digest", "0"),
    ],
)
def test_R17_an_edit_of_a_countersignature_or_decision_is_found(office, actor, place, table, column, value):
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    with raw_tool(place, guards_off=True) as execute:
        execute(f"UPDATE {table} SET {column} = ? WHERE case_id = ?", value, case.case_id)
    with office.read() as connection, pytest.raises(Refused) as refused:
        service.verify_signatures(connection, case.case_id)
    assert refused.value.rule in {"R15", "R17"}


def test_R17_a_condition_or_party_taken_out_or_added_by_a_raw_tool_is_found(office, actor, place):
    case = a_signed_case(office, actor)
    countersign(office, actor("sara"), case)
    with raw_tool(place, guards_off=True) as execute:
        execute("DELETE FROM chosen_condition WHERE case_id = ? AND condition_id = 'RT-02'", case.case_id)
    with office.read() as connection, pytest.raises(Refused, match="conditions") as refused:
        service.verify_signatures(connection, case.case_id)
    assert refused.value.rule == "R17"


def test_R17_a_lowered_number_of_signatures_does_not_help(office, actor, place):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    with raw_tool(place, guards_off=True) as execute:
        execute("UPDATE recommendation SET signatures_needed = 1, state = 'decided'")
    with office.read() as connection, pytest.raises(Refused):
        service.verify_signatures(connection, case.case_id)


def test_R16_the_signature_covers_at_least_fifteen_fields(office, actor):
    case = a_granted_draft(office, actor)
    screen = on_screen(office, case)
    assert len(screen["case"]) + len(screen["lines"][0]) + len(screen["parties"][0]) >= 15
    assert set(screen) == set(content.PARTS)
    assert len({(edit.table, edit.column) for edit in SIGNED_FIELDS}) >= 15


def test_R16_what_was_on_screen_is_what_is_signed(office, actor):
    case = a_granted_draft(office, actor)
    seen = content.digest(canonical_json(on_screen(office, case)))
    office.write(
        actor("ana"),
        lambda act: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], serial_numbers="1 to 16")),
    )
    with pytest.raises(Refused) as refused:
        office.write(actor("ana"), lambda act: service.recommend(act, case.case_id, PASSWORD, "so", seen=seen))
    assert refused.value.rule == "R16"


def test_R16_the_countersigner_signs_what_was_on_his_screen(office, actor):
    case = a_signed_case(office, actor)
    with pytest.raises(Refused) as refused:
        office.write(actor("sara"), lambda act: service.countersign(act, case.case_id, PASSWORD, seen="other"))
    assert refused.value.rule == "R16"
    seen = standing(office, case).content_digest
    office.write(actor("sara"), lambda act: service.countersign(act, case.case_id, PASSWORD, seen=seen))


@pytest.mark.parametrize(
    ("what", "operation"),
    [
        (
            "quantity",
            lambda act, case: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], quantity=Decimal(17))),
        ),
        (
            "unit value",
            lambda act, case: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], unit_value=Decimal(2))),
        ),
        ("end use", lambda act, case: cases.save_header(act, case.case_id, case.version, {"end_use": "other"})),
        (
            "assessment",
            lambda act, case: policy.record_assessment(
                act, case.case_id, case.lines[0].line_id, findings(end_use_class=EndUseClass.C)
            ),
        ),
        (
            "outcome",
            lambda act, case: service.set_outcome(
                act, case.case_id, case.lines[0].line_id, Answer.GRANT, granted_quantity=Decimal(3)
            ),
        ),
        ("conditions", lambda act, case: _leave_out(act, case, "NOT-01")),
    ],
)
def test_S_3_a_change_after_signature_voids_it_and_keeps_it_as_void(office, actor, what, operation):
    case = a_signed_case(office, actor)
    with office.read() as connection:
        case = case_store.case_by_id(connection, case.case_id)
    office.write(actor("ana"), lambda act: operation(act, case))
    with office.read() as connection:
        (kept,) = store.recommendations_of(connection, case.case_id)
        assert kept.state is RecommendationState.VOID
        assert what in kept.ended_because
        assert case_store.case_by_id(connection, case.case_id).state is not State.CSG
    with pytest.raises(Refused) as refused:
        countersign(office, actor("sara"), case)
    assert refused.value.rule == "T-24"


def _leave_out(act, case, condition_id):
    chosen = [each.chosen for each in store.conditions_of(act.connection, case.case_id)]
    service.choose_conditions(act, case.case_id, [each for each in chosen if each.condition_id != condition_id])


def test_S_3_the_first_countersignature_is_void_too(office, actor):
    case = a_refused_draft(office, actor)
    recommend(office, actor("ana"), case)
    countersign(office, actor("sara"), case)
    office.write(
        actor("ana"),
        lambda act: cases.save_line(act, case.case_id, cases.draft_of(case.lines[0], unit_value=Decimal(9))),
    )
    with office.read() as connection:
        (kept,) = store.recommendations_of(connection, case.case_id)
    assert [each.person_name for each in kept.countersignatures] == ["Sara Vance"]
    assert kept.accepted == ()
    assert "unit value" in kept.countersignatures[0].voided_because
    recommend(office, actor("ana"), case)
    assert countersign(office, actor("sara"), case) is None, "the old signature does not count for the new one"


def test_same_case_same_bytes(office, actor):
    case = a_granted_draft(office, actor)
    assert canonical_json(on_screen(office, case)) == canonical_json(on_screen(office, case))


def test_plain_content_takes_no_thing_it_does_not_know():
    with pytest.raises(TypeError):
        content._plain(object())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"lines": [{"quantity": "1"}]}, {"lines": [{"quantity": "2"}]}, "items 1, quantity"),
        ({"lines": [1]}, {"lines": [1, 2]}, "items (1 when signed, 2 now)"),
        ({"lines": [[1], [2]]}, {"lines": [[1], [3]]}, "items 2 1"),
        ({"other": 1}, {"other": 2}, "an unknown field"),
        ({"case": 1}, {"case": 1}, ""),
        ({"case": {"end_use": "a"}}, {"case": {}}, "case, end use"),
        ({"case": {}}, {"case": {"end_use": None}}, "case, end use"),
    ],
)
def test_the_first_difference_is_named_in_words(before, after, words):
    assert content.first_difference(canonical_json(before), after) == words
