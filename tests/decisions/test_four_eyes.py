"""Four eyes, held by the service, by the database and again before a letter (domain.md §3 S-1 to S-4; R15)."""

import json
import sqlite3

import psycopg
import pytest
from sqlalchemy import select

from db.tables.administration import person
from db.tables.decisions import countersignature, decision, recommendation
from desktop.actor import Actor
from desktop.administration import root_key
from desktop.administration import service as administration
from desktop.administration.model import NewPerson, voucher_bytes
from desktop.decisions import service
from desktop.errors import Refused, UserError
from desktop.permissions import Role
from desktop.policy.model import Answer
from tests.builders.decisions import (
    a_granted_draft,
    a_refused_draft,
    a_signed_case,
    countersign,
    recommend,
    standing,
)
from tests.builders.raw import raw_tool
from tests.conftest import CHEAP, PASSPHRASE, PASSWORD

REFUSED_BY_THE_DATABASE = (sqlite3.IntegrityError, psycopg.errors.IntegrityError)


def decisions_in(office) -> int:
    with office.read() as connection:
        return len(connection.execute(select(decision.c.id)).all())


def refused(office, officer: Actor, case) -> str:
    """Try to countersign; return the rule that refuses it, having made sure that nothing was decided."""
    with pytest.raises(Refused) as raised:
        countersign(office, officer, case)
    assert decisions_in(office) == 0
    return raised.value.rule


@pytest.fixture
def signed(office, actor):
    """A case signed by Ana that waits for one countersignature."""
    return a_signed_case(office, actor)


class TestR15ByTheService:
    def test_R15_S_1_the_preparer_with_two_roles_cannot_countersign(self, office, actor):
        case = a_granted_draft(office, actor)
        recommend(office, actor("dora"), case)
        assert refused(office, actor("dora"), case) == "S-1"
        assert countersign(office, actor("sara"), case) is not None

    def test_R15_S_2_first_and_second_countersigner_differ(self, office, actor):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        assert countersign(office, actor("sara"), case) is None
        assert refused(office, actor("sara"), case) == "S-2"

    def test_R15_the_second_signature_is_the_heads(self, office, actor):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        countersign(office, actor("sara"), case)
        assert refused(office, actor("sven"), case) == "domain §3"

    def test_R15_the_head_does_not_take_the_supervisors_place(self, office, actor):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        assert refused(office, actor("hedda"), case) == "S-2"

    def test_R15_the_head_may_give_the_one_signature_that_is_needed(self, office, actor, signed):
        assert countersign(office, actor("hedda"), signed) is not None

    @pytest.mark.parametrize("name", ["ben", "tess", "adam", "otto"])
    def test_R15_a_role_without_the_right_is_refused(self, office, actor, signed, name):
        assert refused(office, actor(name), signed) == "domain §3"

    def test_R15_returning_is_a_countersignature_too(self, office, actor):
        case = a_granted_draft(office, actor)
        recommend(office, actor("dora"), case)
        with pytest.raises(Refused) as raised:
            office.write(actor("dora"), lambda act: service.send_back(act, case.case_id, "because", PASSWORD))
        assert raised.value.rule == "S-1"

    def test_R21_a_wrong_password_signs_nothing(self, office, actor, signed):
        with pytest.raises(UserError, match="password is not right"):
            office.write(actor("sara"), lambda act: service.countersign(act, signed.case_id, "wrong"))
        assert decisions_in(office) == 0

    def test_S_4_a_return_without_reasons_is_refused(self, office, actor, signed):
        with pytest.raises(UserError, match="S-4"):
            office.write(actor("sara"), lambda act: service.send_back(act, signed.case_id, "  ", PASSWORD))

    def test_a_decided_case_takes_no_further_signature(self, office, actor, signed):
        countersign(office, actor("sara"), signed)
        with pytest.raises(Refused) as raised:
            countersign(office, actor("sven"), signed)
        assert raised.value.rule == "T-24"
        assert decisions_in(office) == 1


class TestR15Accounts:
    """Renamed, re-roled, look-alike and re-created accounts, and swapped keys."""

    def test_R15_a_renamed_account_cannot_sign(self, office, actor, place, signed):
        officer = actor("sara")
        with raw_tool(place) as execute:
            execute("UPDATE person SET full_name = ? WHERE sign_in_name = ?", "Somebody Else", "sara")
        assert refused(office, officer, signed) == "R15"

    def test_R15_a_clerk_relabelled_as_supervisor_cannot_sign(self, office, actor, place, signed):
        with raw_tool(place) as execute:
            execute("UPDATE person SET roles = ? WHERE sign_in_name = ?", '["clerk","supervisor"]', "ben")
        relabelled = Actor(actor("ben").person_id, "ben", "Ben Okafor", "", frozenset({Role.CLERK, Role.SUPERVISOR}))
        assert refused(office, relabelled, signed) == "R15"

    def test_R15_a_session_that_claims_another_role_cannot_sign(self, office, actor, signed):
        claimed = Actor(actor("ben").person_id, "ben", "Ben Okafor", "", frozenset({Role.SUPERVISOR}))
        assert refused(office, claimed, signed) == "R15"

    def test_R15_a_supervisors_account_with_the_preparers_key_cannot_sign(self, office, actor, place, signed):
        with raw_tool(place) as execute:
            ((public, wrapped),) = execute("SELECT public_key, wrapped_key FROM person WHERE sign_in_name = ?", "ana")
            execute("UPDATE person SET public_key = ?, wrapped_key = ? WHERE sign_in_name = ?", public, wrapped, "sara")
        assert refused(office, actor("sara"), signed) == "R15"

    def test_R15_an_account_that_opens_another_persons_key_cannot_sign(self, office, actor, place, signed):
        with raw_tool(place) as execute:
            rows = dict(execute("SELECT sign_in_name, wrapped_key FROM person WHERE sign_in_name IN ('ana', 'sara')"))
            execute("UPDATE person SET wrapped_key = ? WHERE sign_in_name = 'sara'", rows["ana"])
        assert refused(office, actor("sara"), signed) == "R15"

    def test_R15_a_re_created_account_of_the_same_name_is_the_same_person(self, office, actor, place, signed):
        again = NewPerson("ana2", "Ana  BELLO", "Supervisor", frozenset({Role.SUPERVISOR}), PASSWORD)
        person_id, _ = office.write(
            actor("adam"), lambda act: administration.add_person(act, again, place.root_key, cost=CHEAP)
        )
        second = Actor(person_id, "ana2", "Ana  BELLO", "Supervisor", frozenset({Role.SUPERVISOR}))
        assert refused(office, second, signed) == "S-1"

    def test_R15_a_second_account_with_the_preparers_key_is_the_same_person(self, office, actor, place, signed):
        with office.read() as connection:
            ana = connection.execute(select(person).where(person.c.sign_in_name == "ana")).mappings().one()
            root = administration.store.root_key(connection)
        roles = frozenset({Role.SUPERVISOR})
        voucher = root_key.vouch(
            place.root_key.path,
            PASSPHRASE,
            root,
            voucher_bytes("vera", "Vera Noble", roles, ana["public_key"]),
        )
        with raw_tool(place) as execute:
            execute(
                "INSERT INTO person (id, sign_in_name, full_name, title, roles, active, password_hash, public_key, "
                "wrapped_key, voucher, created_at, version) SELECT 99, 'vera', 'Vera Noble', '', '[\"supervisor\"]', "
                "active, password_hash, public_key, wrapped_key, ?, created_at, 1 FROM person "
                "WHERE sign_in_name = 'ana'",
                voucher,
            )
        assert refused(office, Actor(99, "vera", "Vera Noble", "", roles), signed) == "S-1"

    def test_R15_an_invented_account_without_the_roots_voucher_cannot_sign(self, office, actor, place, signed):
        with raw_tool(place) as execute:
            execute(
                "INSERT INTO person (id, sign_in_name, full_name, title, roles, active, password_hash, public_key, "
                "wrapped_key, voucher, created_at, version) SELECT 99, 'vera', 'Vera Noble', '', '[\"supervisor\"]', "
                "active, password_hash, public_key, wrapped_key, voucher, created_at, 1 FROM person "
                "WHERE sign_in_name = 'ben'"
            )
        invented = Actor(99, "vera", "Vera Noble", "", frozenset({Role.SUPERVISOR}))
        assert refused(office, invented, signed) == "R15"

    def test_R15_a_closed_account_cannot_sign(self, office, actor, signed):
        sara = actor("sara")
        office.write(actor("adam"), lambda act: administration.deactivate_person(act, sara.person_id, 1))
        assert refused(office, sara, signed) == "R15"

    def test_R15_an_account_that_is_gone_cannot_sign(self, office, actor, signed):
        assert refused(office, Actor(98, "gone", "Gone", "", frozenset({Role.SUPERVISOR})), signed) == "R15"


def _insert(execute, table, values):
    marks = ", ".join("?" * len(values))
    execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values())


def _forged_countersignature(office, case, person_id, name, **changes):
    signed = standing(office, case)
    return {
        "case_id": case.case_id,
        "recommendation_id": signed.recommendation_id,
        "prepared_by": signed.prepared_by,
        "position": 1,
        "person_id": person_id,
        "person_name": name,
        "answer": "accepted",
        "reasons": "",
        "content_digest": signed.content_digest,
        "statement": signed.statement,
        "signature": signed.signature,
        "signed_at": "2027-03-01T09:00:00.000000+00:00",
        "voided_because": "",
    } | changes


def _forged_decision(office, case, person_id):
    signed = standing(office, case)
    return {
        "case_id": case.case_id,
        "recommendation_id": signed.recommendation_id,
        "outcome": "GRANT",
        "content_digest": signed.content_digest,
        "decided_by": person_id,
        "decided_at": "2027-03-01T09:00:00.000000+00:00",
    }


class TestR15ByTheDatabase:
    """Direct SQL through a raw tool, with the database's own guards in place."""

    def test_R15_a_countersignature_of_the_preparer_is_refused(self, office, actor, place, signed):
        row = _forged_countersignature(office, signed, actor("ana").person_id, "Ana Bello")
        with raw_tool(place) as execute, pytest.raises(REFUSED_BY_THE_DATABASE, match="S_1"):
            _insert(execute, "countersignature", row)

    def test_R15_a_countersignature_that_lies_about_the_preparer_is_refused(self, office, actor, place, signed):
        row = _forged_countersignature(
            office, signed, actor("ana").person_id, "Ana Bello", prepared_by=actor("ben").person_id
        )
        with raw_tool(place) as execute:
            execute("PRAGMA foreign_keys = ON") if place.kind == "sqlite" else None
            with pytest.raises(REFUSED_BY_THE_DATABASE):
                _insert(execute, "countersignature", row)

    def test_R15_the_same_person_twice_is_refused(self, office, actor, place):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        countersign(office, actor("sara"), case)
        row = _forged_countersignature(office, case, actor("sara").person_id, "Sara Vance", position=2)
        with raw_tool(place) as execute, pytest.raises(REFUSED_BY_THE_DATABASE):
            _insert(execute, "countersignature", row)

    def test_R15_a_second_countersignature_without_the_first_is_refused(self, office, actor, place, signed):
        row = _forged_countersignature(office, signed, actor("sara").person_id, "Sara Vance", position=2)
        with raw_tool(place) as execute, pytest.raises(REFUSED_BY_THE_DATABASE, match="follows the first"):
            _insert(execute, "countersignature", row)

    def test_R15_a_decision_without_countersignature_is_refused(self, office, actor, place, signed):
        with raw_tool(place) as execute, pytest.raises(REFUSED_BY_THE_DATABASE, match="four eyes"):
            _insert(execute, "decision", _forged_decision(office, signed, actor("ana").person_id))

    def test_R15_a_decision_on_one_of_two_signatures_is_refused(self, office, actor, place):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        countersign(office, actor("sara"), case)
        with raw_tool(place) as execute:
            execute("UPDATE recommendation SET state = 'accepted'")
            with pytest.raises(REFUSED_BY_THE_DATABASE, match="four eyes"):
                _insert(execute, "decision", _forged_decision(office, case, actor("ana").person_id))

    def test_R15_the_number_of_signatures_needed_cannot_be_lowered(self, office, actor, place):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        with raw_tool(place) as execute, pytest.raises(REFUSED_BY_THE_DATABASE, match="not edited"):
            execute("UPDATE recommendation SET signatures_needed = 1")

    def test_R15_a_signature_made_void_cannot_be_revived(self, office, actor, place):
        case = a_refused_draft(office, actor)
        recommend(office, actor("ana"), case)
        countersign(office, actor("sara"), case)
        office.write(
            actor("ana"),
            lambda act: service.set_outcome(
                act, case.case_id, case.lines[0].line_id, Answer.REFUSE, reason_codes=["RR-03"], paragraph="other"
            ),
        )
        with raw_tool(place) as execute:
            with pytest.raises(REFUSED_BY_THE_DATABASE, match="stays void"):
                execute("UPDATE countersignature SET voided_because = ''")
            with pytest.raises(REFUSED_BY_THE_DATABASE, match="stays ended"):
                execute("UPDATE recommendation SET state = 'signed'")

    def test_R15_signed_rows_are_not_deleted(self, office, actor, place, signed):
        countersign(office, actor("sara"), signed)
        with raw_tool(place) as execute:
            for table in ("decision", "countersignature", "recommendation"):
                with pytest.raises(REFUSED_BY_THE_DATABASE):
                    execute(f"DELETE FROM {table}")

    def test_a_case_has_one_open_recommendation(self, office, actor, place, signed):
        with raw_tool(place) as execute, pytest.raises(REFUSED_BY_THE_DATABASE, match="one open recommendation"):
            execute(
                "INSERT INTO recommendation (id, case_id, prepared_by, prepared_name, content, content_digest, "
                "statement, signature, signed_at, signatures_needed, reasons, state, ended_because) SELECT 77, "
                "case_id, prepared_by, prepared_name, content, content_digest, statement, signature, signed_at, 1, "
                "reasons, state, ended_because FROM recommendation"
            )


class TestR15BeforeALetter:
    """What a raw tool could still write is found before a letter is made."""

    def forge(self, office, place, case, officer, **changes):
        with raw_tool(place) as execute:
            row = _forged_countersignature(office, case, officer.person_id, officer.full_name, **changes)
            _insert(execute, "countersignature", row)
            execute("UPDATE recommendation SET state = 'accepted' WHERE case_id = ?", case.case_id)
            _insert(execute, "decision", _forged_decision(office, case, officer.person_id))
            execute("UPDATE recommendation SET state = 'decided' WHERE case_id = ?", case.case_id)

    def verify(self, office, case) -> str:
        with office.read() as connection, pytest.raises(Refused) as raised:
            service.verify_signatures(connection, case.case_id)
        return raised.value.rule

    def test_R15_the_preparers_signature_reused_as_countersignature(self, office, actor, place, signed):
        self.forge(office, place, signed, actor("sara"))
        assert self.verify(office, signed) == "R15"

    def test_R15_a_zero_signature(self, office, actor, place, signed):
        self.forge(office, place, signed, actor("sara"), signature="A" * 88)
        assert self.verify(office, signed) == "R15"

    def test_R15_a_statement_that_is_no_statement(self, office, actor, place, signed):
        self.forge(office, place, signed, actor("sara"), statement="[]")
        assert self.verify(office, signed) == "R15"

    def test_R15_a_countersignature_replayed_from_another_case(self, office, actor, place, signed):
        other = a_signed_case(office, actor, lines=_other_lines())
        countersign(office, actor("sara"), other)
        (theirs,) = standing(office, other).countersignatures
        self.forge(office, place, signed, actor("sara"), statement=theirs.statement, signature=theirs.signature)
        assert self.verify(office, signed) == "R15"

    def test_R15_nothing_signed_is_no_approval(self, office, actor):
        case = a_granted_draft(office, actor)
        assert self.verify(office, case) == "T-18"

    def test_what_was_signed_still_holds_after_a_person_left_and_roles_changed(self, office, actor, place, signed):
        countersign(office, actor("sara"), signed)
        with raw_tool(place) as execute:
            execute("UPDATE person SET roles = ?, active = ? WHERE sign_in_name = 'sara'", '["auditor"]', False)
        with office.read() as connection:
            assert service.verify_signatures(connection, signed.case_id).accepted[0].person_name == "Sara Vance"


def _other_lines():
    from dataclasses import replace

    from tests.builders.cases import GYROS

    return (replace(GYROS, model="FOG-330", description="Another gyroscope FOG-330"),)


def test_every_statement_names_purpose_office_case_person_roles_and_key(office, actor, signed):
    countersign(office, actor("sara"), signed)
    stood = standing(office, signed)
    for statement in (stood.statement, stood.countersignatures[0].statement):
        facts = json.loads(statement)
        assert {
            "casement",
            "office",
            "case",
            "content_digest",
            "sign_in_name",
            "roles",
            "public_key",
            "voucher",
        } <= set(facts)
    with office.read() as connection:
        assert connection.execute(select(recommendation.c.statement)).scalar_one() == stood.statement
        assert connection.execute(select(countersignature.c.person_name)).scalar_one() == "Sara Vance"
