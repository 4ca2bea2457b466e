"""Officers' keys: who can sign, and who cannot whatever was done to his account (security.md R15, R16, R21; S-6)."""

import pytest

from desktop.actor import Actor
from desktop.administration import keys, root_key, rules, service, store
from desktop.administration.model import NewPerson, OfficeProfile, voucher_bytes
from desktop.audit.keystore import signature_holds
from desktop.errors import Refused, UserError, WrongPassword
from desktop.permissions import Role
from tests.builders.tampering import tamper
from tests.conftest import CHEAP, PASSPHRASE, PASSWORD, PROFILE

CONTENT = b"the canonical content that was on screen"


def _person(office, name):
    with office.read() as connection:
        return next(someone for someone in store.people(connection) if someone.sign_in_name == name)


def _actor(office, name) -> Actor:
    found = _person(office, name)
    return Actor(found.person_id, name, found.full_name, found.title, found.roles)


def _sign(office, actor, password: str = PASSWORD) -> str:
    return office.write(actor, lambda act: service.sign_as(act, password, CONTENT))[0]


def test_R16_a_signature_is_made_with_the_officer_s_own_key(office, actor):
    signature = _sign(office, actor("sara"))
    assert signature_holds(_person(office, "sara").public_key, signature, CONTENT)
    assert not signature_holds(_person(office, "sven").public_key, signature, CONTENT)
    assert not signature_holds(_person(office, "sara").public_key, signature, CONTENT + b".")


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + " ", "\ud800", "x" * 5_000])
def test_R21_without_the_password_nobody_signs(office, actor, password):
    with pytest.raises(WrongPassword):
        _sign(office, actor("sara"), password)


ALTERED = {
    "given another role": "UPDATE person SET roles = '[\"clerk\",\"supervisor\"]' WHERE sign_in_name = 'ben'",
    "given all roles": 'UPDATE person SET roles = \'["administrator","auditor","head"]\' WHERE sign_in_name = \'ben\'',
    "renamed": "UPDATE person SET full_name = 'Sara Vance' WHERE sign_in_name = 'ben'",
    "renamed at sign-in": "UPDATE person SET sign_in_name = 'ben2' WHERE sign_in_name = 'ben'",
    "given a look-alike name": "UPDATE person SET full_name = 'Sаra Vance' WHERE sign_in_name = 'ben'",
    "given another's public key": "UPDATE person SET public_key = (SELECT public_key FROM person p WHERE p.id = 4) "
    "WHERE sign_in_name = 'ben'",
    "given another's whole key": "UPDATE person SET public_key = (SELECT public_key FROM person p WHERE p.id = 4), "
    "wrapped_key = (SELECT wrapped_key FROM person p WHERE p.id = 4) WHERE sign_in_name = 'ben'",
    "given another's voucher": "UPDATE person SET voucher = (SELECT voucher FROM person p WHERE p.id = 4) "
    "WHERE sign_in_name = 'ben'",
    "left without a voucher": "UPDATE person SET voucher = '' WHERE sign_in_name = 'ben'",
    "given a zero signature": f"UPDATE person SET voucher = '{'A' * 86}==' WHERE sign_in_name = 'ben'",
    "closed": "UPDATE person SET active = false WHERE sign_in_name = 'ben'",
    "under another root": "UPDATE office SET root_public_key = (SELECT public_key FROM person p WHERE p.id = 4)",
}


@pytest.mark.parametrize("what", ALTERED)
def test_R15_an_account_altered_by_hand_cannot_sign(place, clock, what):
    office = place.open(clock)
    ben = _actor(office, "ben")
    office.close()
    tamper(place.address, [ALTERED[what]])
    office = place.open(clock)
    altered = next(
        (a for a in (_safely(office, name) for name in ("ben", "ben2")) if a is not None),
        ben,
    )
    for who in (ben, altered):
        with pytest.raises(Refused) as refused:
            _sign(office, who)
        assert refused.value.rule == "R15"
    office.close()


def _safely(office, name) -> Actor | None:
    try:
        return _actor(office, name)
    except StopIteration:
        return None


def test_R15_an_account_made_again_under_the_same_name_has_another_key(office, actor, place):
    old = _person(office, "ben")
    office.write(actor("adam"), lambda act: service.deactivate_person(act, old.person_id, old.version))
    new = NewPerson("ben.2", old.full_name, "Clerk", frozenset({Role.CLERK}), PASSWORD)
    office.write(actor("adam"), lambda act: service.add_person(act, new, place.root_key, cost=CHEAP))
    again = _person(office, "ben.2")
    assert again.public_key != old.public_key
    with pytest.raises(Refused, match="closed"):
        _sign(office, Actor(old.person_id, "ben", old.full_name, "", old.roles))


def test_R15_a_person_whose_roles_changed_signs_in_again_first(office, actor):
    sara = actor("sara")
    elevated = Actor(sara.person_id, "sara", sara.full_name, "", sara.roles | {Role.HEAD})
    with pytest.raises(Refused, match="Sign in again"):
        _sign(office, elevated)


def test_R15_nobody_signs_as_somebody_who_is_not_in_the_list(office):
    with pytest.raises(Refused, match="closed"):
        _sign(office, Actor(99, "ghost", "Ghost", "", frozenset({Role.HEAD})))


def test_R20_an_administrator_adds_people_but_sets_nobody_s_password(office, actor):
    taken_over = [name for name in dir(service) if "password" in name and not name.startswith("_")]
    assert taken_over == ["change_password"], "the only verb that sets a password takes the acting person's own"


@pytest.mark.parametrize("name", ["ana", "tess", "sara", "hedda", "otto"])
def test_R20_only_an_administrator_adds_or_closes_accounts(office, actor, place, name):
    new = NewPerson("nora", "Nora Falk", "", frozenset({Role.CLERK}), "four quiet green boats")
    with pytest.raises(Refused):
        office.write(actor(name), lambda act: service.add_person(act, new, place.root_key, cost=CHEAP))
    with pytest.raises(Refused):
        office.write(actor(name), lambda act: service.deactivate_person(act, 2, 1))


def test_nobody_closes_his_own_account_or_one_that_is_not_there(office, actor):
    adam = actor("adam")
    with pytest.raises(Refused, match="your own account"):
        office.write(adam, lambda act: service.deactivate_person(act, adam.person_id, 1))
    with pytest.raises(UserError, match="not in the office's list"):
        office.write(adam, lambda act: service.deactivate_person(act, 99, 1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sign_in_name": "ANA"}, "sign-in name already"),
        ({"sign_in_name": " "}, "needs a sign-in name"),
        ({"full_name": ""}, "needs a sign-in name and a full name"),
        ({"full_name": "Nora\nFalk"}, "line break"),
        ({"roles": frozenset()}, "at least one role"),
        ({"password": "password"}, "most common"),
    ],
)
def test_a_person_without_what_is_needed_is_refused(office, actor, place, changes, sentence):
    from dataclasses import replace

    new = replace(NewPerson("nora", "Nora Falk", "", frozenset({Role.CLERK}), "four quiet green boats"), **changes)
    with pytest.raises(UserError, match=sentence):
        office.write(actor("adam"), lambda act: service.add_person(act, new, place.root_key, cost=CHEAP))


def test_the_root_key_is_needed_and_must_be_the_office_s_own(office, actor, place, tmp_path):
    new = NewPerson("nora", "Nora Falk", "", frozenset({Role.CLERK}), "four quiet green boats")

    def add(root: service.RootKey) -> None:
        office.write(actor("adam"), lambda act: service.add_person(act, new, root, cost=CHEAP))

    with pytest.raises(UserError, match="passphrase of the root key is not right"):
        add(service.RootKey(place.root_key.path, "another passphrase"))
    with pytest.raises(UserError, match="cannot be read"):
        add(service.RootKey(tmp_path / "none.key", PASSPHRASE))
    root_key.make(tmp_path / "other.key", PASSPHRASE, CHEAP)
    with pytest.raises(UserError, match="root key of another office"):
        add(service.RootKey(tmp_path / "other.key", PASSPHRASE))
    (tmp_path / "torn.key").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="not an office root key"):
        add(service.RootKey(tmp_path / "torn.key", PASSPHRASE))
    add(place.root_key)
    assert _person(office, "nora").full_name == "Nora Falk"


def test_a_root_key_is_never_overwritten_and_only_its_owner_reads_it(tmp_path):
    root_key.make(tmp_path / "root.key", PASSPHRASE, CHEAP)
    with pytest.raises(UserError, match="never overwritten"):
        root_key.make(tmp_path / "root.key", PASSPHRASE, CHEAP)
    assert (tmp_path / "root.key").stat().st_mode & 0o077 == 0
    assert "PRIVATE" not in (tmp_path / "root.key").read_text(encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        root_key.make(tmp_path / "none" / "root.key", PASSPHRASE, CHEAP)


def test_a_voucher_says_who_in_which_roles_with_which_key():
    said = voucher_bytes("ben", "Ben Okafor", frozenset({Role.CLERK}), "key")
    assert said != voucher_bytes("ben", "Ben Okafor", frozenset({Role.HEAD}), "key")
    assert said != voucher_bytes("ben", "Ben Okafor", frozenset({Role.CLERK}), "other")
    assert said != voucher_bytes("be", "nBen Okafor", frozenset({Role.CLERK}), "key")


def test_a_key_wrapped_anew_stays_the_same_key():
    made = keys.new_key(PASSWORD, CHEAP)
    again = keys.rewrap(made.wrapped, PASSWORD, "eight brown foxes", CHEAP)
    assert signature_holds(made.public, keys.sign(again, "eight brown foxes", CONTENT), CONTENT)
    with pytest.raises(WrongPassword):
        keys.sign(again, PASSWORD, CONTENT)


def test_the_office_profile_comes_back_as_it_was_kept():
    assert OfficeProfile.from_plain(PROFILE.to_plain()) == PROFILE


CLERK, SUPERVISOR, HEAD, ADMINISTRATOR = Role.CLERK, Role.SUPERVISOR, Role.HEAD, Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{CLERK}, {SUPERVISOR}, {HEAD}, {ADMINISTRATOR}], []),
        ([{SUPERVISOR}, {HEAD}, {ADMINISTRATOR}], ["add a clerk"]),
        ([{CLERK}, {ADMINISTRATOR}], ["Nobody can countersign", "Nobody can give a second signature"]),
        ([{CLERK, SUPERVISOR, HEAD, ADMINISTRATOR}], ["is also the only one who prepares", "would be the same person"]),
        ([{CLERK}, {SUPERVISOR}, {ADMINISTRATOR}], ["Nobody can give a second signature"]),
        ([{CLERK}, {HEAD}, {ADMINISTRATOR}], ["would be the same person"]),
        ([{CLERK}, {SUPERVISOR}, {HEAD}], ["add an administrator"]),
        ([], ["add a clerk", "Nobody can countersign", "second signature", "add an administrator"]),
    ],
)
def test_S6_an_office_with_too_few_people_is_told_so(people, said):
    told = rules.too_few_for_four_eyes(people)
    assert len(told) == len(said)
    assert all(any(words in sentence for sentence in told) for words in said)
