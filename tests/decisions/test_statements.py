"""What an officer signs, and whether it still holds (E12, R15)."""

import json
from datetime import UTC, datetime

import pytest

from desktop.administration import keys
from desktop.administration.model import Person, voucher_bytes
from desktop.decisions import statements
from desktop.errors import Refused
from desktop.permissions import Permission, Role
from tests.conftest import CHEAP

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
ROOT = keys.new_key("the root", CHEAP)
OWN = keys.new_key("his own", CHEAP)


def officer(roles=frozenset({Role.SUPERVISOR}), voucher_roles=None) -> Person:
    vouched = voucher_bytes("sara", "Sara Vance", voucher_roles or roles, OWN.public)
    voucher = keys.sign(ROOT.wrapped, "the root", vouched)
    return Person(4, "sara", "Sara Vance", "Supervisor", roles, True, OWN.public, voucher, 1)


def signed(person, **more):
    statement = statements.write(statements.COUNTERSIGNATURE, "office", "MX-2027-00001", person, "d1", AT, **more)
    return statement, keys.sign(OWN.wrapped, "his own", statement.encode())


def check(statement, signature, expected=None, permission=Permission.COUNTERSIGN):
    return statements.check(statement, signature, ROOT.public, expected or {}, permission, "countersignature")


def test_a_statement_holds_for_who_signed_it_in_the_roles_he_had():
    signer = check(*signed(officer(), position=1), {"position": 1, "case": "MX-2027-00001"})
    assert signer.full_name == "Sara Vance"
    assert signer.may(Permission.COUNTERSIGN)


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        ({"statement": "not json"}, "cannot be read"),
        ({"statement": json.dumps([1])}, "cannot be read"),
        ({"content_digest": "d2"}, "does not fit what it covers"),
        ({"signature": "AAAA"}, "does not fit what it covers"),
    ],
)
def test_a_changed_statement_or_signature_does_not_hold(tamper, why):
    statement, signature = signed(officer())
    if "content_digest" in tamper:
        statement = statement.replace('"d1"', f'"{tamper["content_digest"]}"')
    with pytest.raises(Refused, match=why):
        check(tamper.get("statement", statement), tamper.get("signature", signature))


def test_roles_the_root_did_not_vouch_for_do_not_count():
    pretender = officer(frozenset({Role.CLERK, Role.SUPERVISOR}), voucher_roles=frozenset({Role.CLERK}))
    with pytest.raises(Refused, match="does not vouch for Sara Vance"):
        check(*signed(pretender))


def test_a_stored_fact_that_is_not_the_signed_one_is_named():
    with pytest.raises(Refused, match="the stored position is not the one that was signed"):
        check(*signed(officer(), position=1), {"position": 2})


def test_a_right_he_did_not_have_when_he_signed_is_named():
    with pytest.raises(Refused, match="had no right to countersign as second person"):
        check(*signed(officer()), permission=Permission.COUNTERSIGN_SECOND)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (statements.Signer("SARA", "Somebody Else", frozenset(), "k2"), True),
        (statements.Signer("other", "sara  VANCE", frozenset(), "k2"), True),
        (statements.Signer("other", "Ｓara Vance", frozenset(), "k2"), True),
        (statements.Signer("other", "Somebody Else", frozenset(), OWN.public), True),
        (statements.Signer("other", "Somebody Else", frozenset(), "k2"), False),
    ],
)
def test_one_person_is_one_account_one_key_one_name(other, is_same):
    assert statements.signer_of(officer()).is_same_person(other) is is_same
