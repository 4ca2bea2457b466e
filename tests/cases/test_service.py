"""Logging, registering, changing, handing over and ending a case, on SQLite and on PostgreSQL."""

import random
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from db import search
from db.tables.administration import office as office_table
from db.tables.cases import cases as cases_table
from db.tables.decisions import countersignature, recommendation
from desktop.audit import store as journal
from desktop.cases import service, store
from desktop.cases.model import Kind, LineDraft, PartyDraft, PartyRole, SpecificationValue, State
from desktop.cases.party_service import draft_of as party_draft
from desktop.errors import Refused, StaleCase, UserError
from tests.builders.cases import APPLICANT, END_USER, GYROS, a_case, a_draft
from tests.builders.decisions import confirm_classification
from tests.conftest import PROFILE


@pytest.fixture
def write(office, actor):
    """Do one act as a named person and return what it returned."""

    def run(name, operation):
        return office.write(actor(name), operation)[0]

    return run


@pytest.fixture
def case_of(office):
    """Read one case whole."""

    def read(case_id):
        with office.read() as connection:
            return store.case_by_id(connection, case_id)

    return read


@pytest.fixture
def acts_of(office):
    """Read the journal entries of one case."""

    def read(case_id):
        with office.read() as connection:
            return [entry for entry, _digest in journal.entries(connection, case_id=case_id)]

    return read


class TestDrafts:
    def test_a_draft_is_received_now_has_no_number_and_belongs_to_who_opened_it(self, write, case_of, clock):
        case = case_of(write("ana", service.open_draft))
        assert (case.state, case.reference, case.received_at) == (State.DRF, None, clock.now())
        assert (case.officer_name, case.exporter_informed, case.exporter_aware) == (
            "Ana Bello",
            "not asked",
            "not asked",
        )

    def test_a_supervisor_may_not_log_a_case(self, write):
        with pytest.raises(Refused, match="clerk or registry officer"):
            write("sara", service.open_draft)

    def test_saving_a_field_raises_the_version_and_writes_before_and_after(
        self, office, actor, write, case_of, acts_of
    ):
        case_id = write("ana", service.open_draft)
        version = write("ana", lambda act: service.save_header(act, case_id, 1, {"end_use": "  Spares.  "}))
        assert version == 2
        assert case_of(case_id).end_use == "Spares."
        entry = acts_of(case_id)[-1]
        assert entry.act == "case.draft_saved"
        assert entry.facts == '{"after":{"end_use":"Spares."},"before":{"end_use":""}}'

    def test_saving_what_stands_there_already_is_no_act(self, write, acts_of):
        case_id = write("ana", service.open_draft)
        assert write("ana", lambda act: service.save_header(act, case_id, 1, {"end_use": ""})) == 1
        assert len(acts_of(case_id)) == 1

    def test_an_unknown_field_is_a_programming_error(self, write):
        case_id = write("ana", service.open_draft)
        with pytest.raises(KeyError):
            write("ana", lambda act: service.save_header(act, case_id, 1, {"reference": "MX-1"}))

    @pytest.mark.parametrize(
        ("field", "value"),
        [("kind", "XYZ"), ("channel", "pigeon"), ("exporter_informed", "perhaps"), ("exporter_aware", None)],
    )
    def test_an_answer_that_is_not_offered_is_refused_beside_its_field(self, write, field, value):
        case_id = write("ana", service.open_draft)
        with pytest.raises(UserError, match="answers offered") as refused:
            write("ana", lambda act: service.save_header(act, case_id, 1, {field: value}))
        assert refused.value.field == field

    def test_the_kind_channel_and_statements_offered_are_taken(self, write, case_of):
        case_id = write("ana", service.open_draft)
        values = {"kind": "TMP", "channel": "courier", "exporter_informed": "yes", "exporter_aware": "no"}
        write("ana", lambda act: service.save_header(act, case_id, 1, values))
        case = case_of(case_id)
        assert (case.kind, case.channel, case.exporter_informed, case.exporter_aware) == (
            Kind.TMP,
            "courier",
            "yes",
            "no",
        )

    def test_a_receipt_in_the_future_is_refused(self, write, clock):
        case_id = write("ana", service.open_draft)
        with pytest.raises(UserError, match="after now") as refused:
            write(
                "ana",
                lambda act: service.save_header(act, case_id, 1, {"received_at": clock.now() + timedelta(minutes=1)}),
            )
        assert refused.value.field == "received_at"

    def test_the_receipt_of_a_registered_case_lies_before_its_registration(self, office, actor, write, clock, case_of):
        case = a_case(office, actor("ana"))
        earlier = clock.now() - timedelta(days=1)
        clock.advance(timedelta(hours=2))
        for receipt, words in ((None, "keeps the day"), (clock.now(), "after its registration")):
            with pytest.raises(UserError, match=words):
                write(
                    "ana",
                    lambda act, r=receipt: service.save_header(act, case.case_id, case.version, {"received_at": r}),
                )
        write("ana", lambda act: service.save_header(act, case.case_id, case.version, {"received_at": earlier}))
        assert case_of(case.case_id).received_at == earlier

    def test_a_draft_may_wait_for_its_day_of_receipt(self, write, case_of):
        case_id = write("ana", service.open_draft)
        write("ana", lambda act: service.save_header(act, case_id, 1, {"received_at": None}))
        assert case_of(case_id).received_at is None
        with pytest.raises(UserError, match="Say when the application was received"):
            write("ana", lambda act: service.register(act, case_id))

    def test_a_receipt_is_typed_in_office_time_and_kept_with_offset_c_8(self):
        moment = service.received_on(date(2027, 7, 1), time(9, 30), "Europe/Lisbon")
        assert moment == datetime(2027, 7, 1, 8, 30, tzinfo=UTC)

    def test_any_clerk_or_the_registry_may_drop_a_draft_but_says_why(self, write, case_of):
        case_id = write("ana", service.open_draft)
        with pytest.raises(UserError, match="Give the reason"):
            write("ben", lambda act: service.void(act, case_id, " "))
        write("ben", lambda act: service.void(act, case_id, "opened twice"))
        assert case_of(case_id).state is State.VOID


class TestRegistration:
    def test_a_registered_case_has_the_first_number_of_the_year(self, office, actor):
        case = a_case(office, actor("ana"))
        assert case.reference == "MX-2027-00001"
        assert case.state is State.CLA

    def test_the_year_of_the_number_is_the_office_s_own_c_8(self, office, actor, clock):
        in_tokyo = replace(PROFILE, time_zone="Asia/Tokyo").to_plain()
        with office.database.write() as connection:
            connection.execute(update(office_table).values(profile=in_tokyo))
        clock.set(datetime(2027, 12, 31, 23, 30, tzinfo=UTC))
        assert a_case(office, actor("ana")).reference == "MX-2028-00001"

    def test_registering_says_everything_that_is_missing_t_01(self, write):
        case_id = write("ana", service.open_draft)
        with pytest.raises(UserError) as refused:
            write("ana", lambda act: service.register(act, case_id))
        assert refused.value.message == "Name the applicant. Enter at least one item."
        assert refused.value.field == "parties"

    def test_a_case_is_registered_once_t_01(self, office, actor, write):
        case = a_case(office, actor("ana"))
        with pytest.raises(Refused, match="MX-2027-00001 is registered already"):
            write("ana", lambda act: service.register(act, case.case_id))

    def test_only_a_clerk_or_the_registry_registers(self, office, actor, write):
        case_id = a_draft(office, actor("ana"))
        with pytest.raises(Refused):
            write("tess", lambda act: service.register(act, case_id))

    def test_a_case_number_never_changes_in_the_database_either_r11(self, office, actor):
        case = a_case(office, actor("ana"))
        with pytest.raises(DBAPIError, match="case number never changes"), office.database.write() as connection:
            connection.execute(
                text("UPDATE cases SET reference = 'MX-2027-00009' WHERE id = :id"), {"id": case.case_id}
            )

    def test_a_void_registration_keeps_its_number(self, office, actor, write, case_of):
        first = a_case(office, actor("ana"))
        write("sara", lambda act: service.void(act, first.case_id, "test entry"))
        assert a_case(office, actor("ana")).reference == "MX-2027-00002"
        assert case_of(first.case_id).reference == "MX-2027-00001"
        assert case_of(first.case_id).closed_at is not None


class TestDuplicates:
    def test_the_same_transaction_is_refused_until_the_clerk_answers(self, office, actor, write):
        first = a_case(office, actor("ana"))
        again = a_draft(office, actor("ben"), lines=(replace(GYROS, description="Spare gyroscopes"),))
        with pytest.raises(UserError, match=f"{first.reference} .classification.") as refused:
            write("ben", lambda act: service.register(act, again))
        assert refused.value.field == "duplicate_answer"
        write(
            "ben",
            lambda act: service.save_header(act, again, 2, {"duplicate_answer": "Second lot of the frame contract."}),
        )
        assert write("ben", lambda act: service.register(act, again)) == "MX-2027-00002"

    def test_another_spelling_of_the_applicant_does_not_hide_a_duplicate(self, office, actor, write):
        a_case(office, actor("ana"))
        shouted = replace(APPLICANT, name="HALDEN AVIONICS AS")
        again = a_draft(office, actor("ben"), parties=(shouted, END_USER))
        with pytest.raises(UserError, match="MX-2027-00001"):
            write("ben", lambda act: service.register(act, again))

    def test_another_item_for_the_same_end_user_is_no_duplicate(self, office, actor):
        a_case(office, actor("ana"))
        other = replace(GYROS, description="Accelerometer ACC-7", model="ACC-7")
        assert a_case(office, actor("ana"), lines=(other,)).reference == "MX-2027-00002"

    def test_a_case_older_than_a_year_is_no_duplicate(self, office, actor, clock):
        a_case(office, actor("ana"))
        clock.advance(timedelta(days=366))
        assert a_case(office, actor("ana")).reference == "MX-2028-00001"

    @pytest.mark.parametrize("verb", [service.withdraw, service.void])
    def test_a_withdrawn_or_void_case_is_no_duplicate(self, office, actor, write, verb):
        first = a_case(office, actor("ana"))
        by = "ana" if verb is service.withdraw else "sara"
        write(by, lambda act: verb(act, first.case_id, "by letter of 1 March"))
        assert a_case(office, actor("ana")).reference == "MX-2027-00002"

    def test_without_an_end_user_there_is_nothing_to_compare(self, office, actor):
        a_case(office, actor("ana"), parties=(APPLICANT,))
        assert a_case(office, actor("ana"), parties=(APPLICANT,)).reference == "MX-2027-00002"


def test_numbers_are_gap_free_when_threads_register_and_one_in_five_rolls_back_r11(office, actor):
    drafts = [a_draft(office, actor("ana"), parties=(APPLICANT,)) for _ in range(64)]
    given, lock = [], threading.Lock()

    class Stumble(Exception):
        pass

    def register_all(mine, seed):
        chance = random.Random(seed)  # noqa: S311 - which edits clash, nothing secret
        for case_id in mine:
            stumbles = chance.random() < 0.2
            try:
                reference, _ = office.write(actor_ana, lambda act, c=case_id, s=stumbles: _register(act, c, s))
            except Stumble:
                reference, _ = office.write(actor_ana, lambda act, c=case_id: service.register(act, c))
            with lock:
                given.append(reference)

    def _register(act, case_id, stumbles):
        reference = service.register(act, case_id)
        if stumbles:
            raise Stumble
        return reference

    actor_ana = actor("ana")
    threads = [threading.Thread(target=register_all, args=(drafts[n::8], n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"MX-2027-{n:05d}" for n in range(1, 65)]


class TestLines:
    def test_lines_are_numbered_in_order_and_a_draft_closes_its_gaps(self, office, actor, write, case_of):
        case_id = a_draft(office, actor("ana"), lines=(GYROS, GYROS, GYROS, GYROS))
        second = case_of(case_id).lines[1]
        write("ana", lambda act: service.remove_line(act, case_id, second.line_id))
        assert [line.number for line in case_of(case_id).lines] == [1, 2, 3]
        write("ana", lambda act: service.add_line(act, case_id, LineDraft(description="New")))
        assert [(line.number, line.description) for line in case_of(case_id).lines][-1] == (4, "New")

    def test_a_registered_line_stays_au_5(self, office, actor, write):
        case = a_case(office, actor("ana"))
        with pytest.raises(Refused, match="not removed"):
            write("ana", lambda act: service.remove_line(act, case.case_id, case.lines[0].line_id))

    def test_a_line_of_another_case_is_not_changed(self, office, actor, write):
        first = a_case(office, actor("ana"), parties=(APPLICANT,))
        second = a_draft(office, actor("ana"), parties=(APPLICANT,))
        stray = service.draft_of(first.lines[0], description="stray")
        with pytest.raises(UserError, match="no longer part"):
            write("ana", lambda act: service.save_line(act, second, stray))

    def test_a_changed_figure_is_written_with_before_and_after(self, office, actor, write, acts_of, case_of):
        case_id = a_draft(office, actor("ana"))
        draft = service.draft_of(
            case_of(case_id).lines[0],
            quantity=Decimal("4.50"),
            specification=(SpecificationValue("mass", "62", "kg"), SpecificationValue("", " ")),
        )
        assert write("ana", lambda act: service.save_line(act, case_id, draft)) == 2
        assert case_of(case_id).lines[0].specification == (SpecificationValue("mass", "62", "kg"),)
        assert acts_of(case_id)[-1].facts == (
            '{"after":{"quantity":"4.50","specification":["mass: 62 kg"]},'
            '"before":{"quantity":"16","specification":["drift rate stability: 0.2 deg/h (data sheet)"]},"line":1}'
        )

    def test_saving_an_unchanged_line_is_no_act(self, office, actor, write, acts_of, case_of):
        case_id = a_draft(office, actor("ana"))
        before = len(acts_of(case_id))
        line = case_of(case_id).lines[0]
        assert write("ana", lambda act: service.save_line(act, case_id, service.draft_of(line))) == line.version
        assert len(acts_of(case_id)) == before

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"quantity": Decimal(0)}, "quantity"),
            ({"quantity": Decimal(-1)}, "quantity"),
            ({"quantity": Decimal("NaN")}, "quantity"),
            ({"unit_value": Decimal("-0.01")}, "unit_value"),
            ({"unit_value": Decimal("Infinity")}, "unit_value"),
            ({"currency": "euros"}, "currency"),
            ({"currency": "XXX"}, "currency"),
            ({"origin": "Norway"}, "origin"),
            ({"description": "x" * 10_001}, "description"),
            ({"maker": "x" * 201}, "maker"),
            ({"specification": (SpecificationValue("range", "300\x00"),)}, "specification"),
        ],
    )
    def test_a_figure_or_code_that_cannot_be_is_refused_beside_its_field(self, office, actor, write, changes, field):
        case_id = a_draft(office, actor("ana"), lines=())
        with pytest.raises(UserError) as refused:
            write("ana", lambda act: service.add_line(act, case_id, replace(GYROS, **changes)))
        assert refused.value.field == field

    def test_nothing_and_the_office_s_own_state_are_origins_too(self, office, actor, case_of):
        case_id = a_draft(office, actor("ana"), lines=(replace(GYROS, origin="XM"), replace(GYROS, origin="")))
        assert [line.origin for line in case_of(case_id).lines] == ["XM", ""]

    def test_a_table_is_saved_whole_in_one_act(self, office, actor, write, case_of):
        case_id = a_draft(office, actor("ana"), lines=(GYROS, replace(GYROS, description="Old")))
        first, second = case_of(case_id).lines
        drafts = [service.draft_of(first, maker="Other"), LineDraft(description="New")]
        saved = write("ana", lambda act: service.save_lines(act, case_id, drafts, [second.line_id]))
        lines = case_of(case_id).lines
        assert [(line.line_id, line.version) for line in lines] == list(saved)
        assert [(line.number, line.maker, line.description) for line in lines] == [
            (1, "Other", GYROS.description),
            (2, "", "New"),
        ]

    def test_a_table_without_a_change_is_no_act(self, office, actor, write, case_of, acts_of):
        case_id = a_draft(office, actor("ana"))
        before = len(acts_of(case_id))
        drafts = [service.draft_of(line) for line in case_of(case_id).lines]
        assert write("ana", lambda act: service.save_lines(act, case_id, drafts)) == ((drafts[0].line_id, 1),)
        assert len(acts_of(case_id)) == before

    def test_one_bad_row_keeps_the_whole_table_out(self, office, actor, write, case_of):
        case_id = a_draft(office, actor("ana"), lines=())
        drafts = [LineDraft(description="Good"), LineDraft(description="Bad", currency="euro")]
        with pytest.raises(UserError):
            write("ana", lambda act: service.save_lines(act, case_id, drafts))
        assert case_of(case_id).lines == ()

    def test_rows_of_a_spreadsheet_become_specification_values(self):
        rows = [(" mass ", "62", " kg"), ("fuel", "kerosene", "")]
        assert service.specification_from(rows, "data sheet") == (
            SpecificationValue("mass", "62", "kg", "data sheet"),
            SpecificationValue("fuel", "kerosene", "", "data sheet"),
        )


class TestParties:
    def test_a_bank_is_refused_as_end_user_beside_the_kind_p_1(self, office, actor, write):
        case_id = a_draft(office, actor("ana"), parties=())
        with pytest.raises(Refused, match="cannot be the end-user") as refused:
            write("ana", lambda act: service.add_party(act, case_id, replace(END_USER, kind="bank")))
        assert (refused.value.rule, refused.value.field) == ("P-1", "kind")

    def test_a_forwarder_does_not_become_end_user_by_a_later_change_p_1(self, office, actor, write, case_of):
        forwarder = PartyDraft(PartyRole.FREIGHT_FORWARDER, name="Fast Cargo", kind="forwarder")
        case_id = a_draft(office, actor("ana"), parties=(forwarder,))
        party = case_of(case_id).parties[0]
        with pytest.raises(Refused):
            write(
                "ana",
                lambda act: service.save_party(
                    act, case_id, party.party_id, 1, replace(party_draft(party), role=PartyRole.END_USER)
                ),
            )

    def test_the_end_user_does_not_become_forwarder_as_well_p_1(self, office, actor, write):
        case_id = a_draft(office, actor("ana"))
        forwarder = PartyDraft(PartyRole.FREIGHT_FORWARDER, name=END_USER.name, kind="commercial")
        with pytest.raises(Refused) as refused:
            write("ana", lambda act: service.add_party(act, case_id, forwarder))
        assert refused.value.field == "role"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"country": "Portugal"}, "country"),
            ({"kind": "club"}, "kind"),
            ({"name": "Ac\u202eme"}, "name"),
            ({"original_name": "\u0301e"}, "original_name"),
            ({"telephone": "1\n2"}, "telephone"),
            ({"address": "street\x07"}, "address"),
        ],
    )
    def test_text_that_may_not_enter_is_refused_beside_its_field_r38(self, office, actor, write, changes, field):
        case_id = a_draft(office, actor("ana"), parties=())
        with pytest.raises(UserError) as refused:
            write("ana", lambda act: service.add_party(act, case_id, replace(APPLICANT, **changes)))
        assert refused.value.field == field

    def test_a_party_is_saved_with_a_new_version_and_taken_off_with_its_name_kept(
        self, office, actor, write, case_of, acts_of
    ):
        case_id = a_draft(office, actor("ana"))
        party = case_of(case_id).party(PartyRole.END_USER)
        changed = replace(party_draft(party), contact="Rui Tavares")
        assert write("ana", lambda act: service.save_party(act, case_id, party.party_id, 1, changed)) == 2
        assert write("ana", lambda act: service.save_party(act, case_id, party.party_id, 2, changed)) == 2
        write("ana", lambda act: service.remove_party(act, case_id, party.party_id))
        assert case_of(case_id).party(PartyRole.END_USER) is None
        assert "Linhas Aéreas do Minho, MRO" in acts_of(case_id)[-1].facts
        with pytest.raises(UserError, match="no longer on the case"):
            write("ana", lambda act: service.remove_party(act, case_id, party.party_id))

    def test_the_list_columns_and_the_search_words_follow_the_parties(self, office, actor, write):
        case_id = a_draft(office, actor("ana"))
        with office.read() as connection:
            row = connection.execute(select(cases_table).where(cases_table.c.id == case_id)).mappings().one()
            found = search.find_cases(connection, "aéreas minho fog-220")
        assert (row["applicant_name"], row["end_user_name"], row["destination"], row["goods"]) == (
            APPLICANT.name,
            END_USER.name,
            "PT",
            GYROS.description,
        )
        assert found == [case_id]


HOSTILE = "<img src='x'/> =cmd|' /C calc'!A0 {0} %s & أحمد 名"
HEADER_TEXTS = ("applicant_reference", "end_use", "place_of_use", "countries_differ_reason", "duplicate_answer")
LINE_TEXTS = ("description", "maker", "model", "part_number", "serial_numbers", "unit", "national_code")
PARTY_TEXTS = ("name", "original_name", "registration_number", "address", "contact", "telephone", "email", "web_site")


class TestTextGate:
    """Every field of text passes the gate (R38); markup and formulas are kept as they are."""

    @pytest.mark.parametrize("field", HEADER_TEXTS)
    def test_every_text_of_the_form(self, write, case_of, field):
        case_id = write("ana", service.open_draft)
        write("ana", lambda act: service.save_header(act, case_id, 1, {field: HOSTILE}))
        assert getattr(case_of(case_id), field) == HOSTILE
        with pytest.raises(UserError, match="control character") as refused:
            write("ana", lambda act: service.save_header(act, case_id, 2, {field: "x\x00"}))
        assert refused.value.field == field

    @pytest.mark.parametrize("field", LINE_TEXTS)
    def test_every_text_of_an_item(self, office, actor, write, case_of, field):
        case_id = a_draft(office, actor("ana"), lines=(replace(GYROS, **{field: HOSTILE}),))
        assert getattr(case_of(case_id).lines[0], field) == HOSTILE
        with pytest.raises(UserError, match="control character") as refused:
            write("ana", lambda act: service.add_line(act, case_id, replace(GYROS, **{field: "x\x00"})))
        assert refused.value.field == field

    @pytest.mark.parametrize("field", ["name", "value", "unit", "source"])
    def test_every_text_of_a_specification(self, office, actor, write, case_of, field):
        value = replace(SpecificationValue("range", "300", "km"), **{field: HOSTILE})
        case_id = a_draft(office, actor("ana"), lines=(replace(GYROS, specification=(value,)),))
        assert case_of(case_id).lines[0].specification == (value,)
        bad = replace(value, **{field: "x\x00"})
        with pytest.raises(UserError, match="control character") as refused:
            write("ana", lambda act: service.add_line(act, case_id, replace(GYROS, specification=(bad,))))
        assert refused.value.field == "specification"

    @pytest.mark.parametrize("field", PARTY_TEXTS)
    def test_every_text_of_a_party(self, office, actor, write, case_of, field):
        case_id = a_draft(office, actor("ana"), parties=(replace(APPLICANT, **{field: HOSTILE}),))
        assert getattr(case_of(case_id).parties[0], field) == HOSTILE
        with pytest.raises(UserError, match="control character") as refused:
            write("ana", lambda act: service.add_party(act, case_id, replace(APPLICANT, **{field: "x\x00"})))
        assert refused.value.field == field


class TestPermissions:
    @pytest.mark.parametrize("name", ["tess", "sara", "hedda", "adam", "otto"])
    def test_only_clerks_change_a_registered_case(self, office, actor, write, name):
        case = a_case(office, actor("ana"))
        for operation in (
            lambda act: service.save_header(act, case.case_id, case.version, {"end_use": "other"}),
            lambda act: service.add_line(act, case.case_id, GYROS),
            lambda act: service.save_line(act, case.case_id, service.draft_of(case.lines[0], maker="other")),
            lambda act: service.remove_line(act, case.case_id, case.lines[0].line_id),
            lambda act: service.save_lines(act, case.case_id, [GYROS]),
            lambda act: service.add_party(act, case.case_id, END_USER),
            lambda act: service.save_party(act, case.case_id, case.parties[0].party_id, 1, APPLICANT),
            lambda act: service.remove_party(act, case.case_id, case.parties[0].party_id),
            lambda act: service.withdraw(act, case.case_id, "by letter"),
        ):
            with pytest.raises(Refused) as refused:
                write(name, operation)
            assert refused.value.rule == "domain §3"

    @pytest.mark.parametrize("name", ["ana", "tess", "hedda", "adam", "otto"])
    def test_only_a_supervisor_voids_a_registration(self, office, actor, write, name):
        case = a_case(office, actor("ana"))
        with pytest.raises(Refused, match="supervisor"):
            write(name, lambda act: service.void(act, case.case_id, "error"))

    @pytest.mark.parametrize("name", ["tess", "adam", "otto", "hedda"])
    def test_others_do_not_assign(self, office, actor, write, name):
        case = a_case(office, actor("ana"))
        with pytest.raises(Refused):
            write(name, lambda act: service.assign(act, [case.case_id], actor("ben").person_id))

    def test_an_ended_case_is_closed_to_clerks_too(self, office, actor, write):
        case = a_case(office, actor("ana"))
        write("ana", lambda act: service.withdraw(act, case.case_id, "by letter"))
        with pytest.raises(Refused, match="decided or ended"):
            write("ana", lambda act: service.add_line(act, case.case_id, GYROS))
        with pytest.raises(Refused, match="cannot go from WDN to WDN"):
            write("ana", lambda act: service.withdraw(act, case.case_id, "again"))


class TestAssignment:
    def test_cases_are_given_to_an_officer_and_the_journal_says_from_whom(self, office, actor, write, case_of, acts_of):
        case = a_case(office, actor("ana"))
        ben = actor("ben").person_id
        write("sara", lambda act: service.assign(act, [case.case_id], ben))
        assert (case_of(case.case_id).officer_id, case_of(case.case_id).officer_name) == (ben, "Ben Okafor")
        assert acts_of(case.case_id)[-1].facts == '{"before":"Ana Bello","officer":"Ben Okafor"}'
        entries = len(acts_of(case.case_id))
        write("sara", lambda act: service.assign(act, [case.case_id], ben))
        assert len(acts_of(case.case_id)) == entries

    def test_nobody_outside_the_office_is_assigned(self, office, actor, write):
        case = a_case(office, actor("ana"))
        with pytest.raises(UserError, match="works in the office"):
            write("sara", lambda act: service.assign(act, [case.case_id], 9_999))


def _sign(act, case_id):
    """Put a live recommendation with an accepted countersignature on a case, as the decisions slice stores them."""
    ana, sara = act.actor.person_id, act.actor.person_id + 3
    recommended = act.connection.execute(
        insert(recommendation)
        .values(
            case_id=case_id,
            prepared_by=ana,
            prepared_name="Ana Bello",
            content="{}",
            content_digest="d",
            statement="{}",
            signature="s",
            signed_at=act.now,
            signatures_needed=1,
            state="signed",
        )
        .returning(recommendation.c.id)
    ).scalar_one()
    act.connection.execute(
        insert(countersignature).values(
            case_id=case_id,
            recommendation_id=recommended,
            prepared_by=ana,
            position=1,
            person_id=sara,
            person_name="Sara Vance",
            answer="accepted",
            content_digest="d",
            statement="{}",
            signature="s",
            signed_at=act.now,
        )
    )
    store.set_derived(act.connection, case_id, {"state": State.CSG})
    act.record("recommendation.signed", "decisions", case_id)


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        (lambda act, case: service.save_header(act, case.case_id, case.version, {"end_use": "other"}), "end use"),
        (lambda act, case: service.save_header(act, case.case_id, case.version, {"kind": "RET"}), "kind"),
        (lambda act, case: service.add_line(act, case.case_id, GYROS), "line 2"),
        (
            lambda act, case: service.save_line(
                act, case.case_id, service.draft_of(case.lines[0], quantity=Decimal(17))
            ),
            "line 1: quantity",
        ),
        (lambda act, case: service.add_party(act, case.case_id, replace(END_USER, name="Other")), "party: end user"),
        (
            lambda act, case: service.save_party(
                act, case.case_id, case.parties[1].party_id, 1, replace(END_USER, country="ES")
            ),
            "party Linhas Aéreas do Minho, MRO: country",
        ),
        (
            lambda act, case: service.remove_party(act, case.case_id, case.parties[1].party_id),
            "party Linhas Aéreas do Minho, MRO taken off",
        ),
        (lambda act, case: service.withdraw(act, case.case_id, "by letter"), "withdrawn by the applicant"),
    ],
)
def test_a_change_after_signature_voids_it_and_keeps_it_as_void_s_3(office, actor, write, case_of, operation, what):
    case = a_case(office, actor("ana"))
    write("ana", lambda act: _sign(act, case.case_id))
    write("ana", lambda act: operation(act, case))
    with office.read() as connection:
        kept = connection.execute(select(recommendation.c.state, recommendation.c.ended_because)).one()
        answers = connection.execute(select(countersignature.c.answer, countersignature.c.voided_because)).one()
    assert tuple(kept) == ("void", f"changed after signature: {what}")
    assert tuple(answers) == ("accepted", f"changed after signature: {what}")
    assert case_of(case.case_id).state is not State.CSG


def test_a_change_that_decides_nothing_leaves_signatures_alone(office, actor, write, case_of):
    case = a_case(office, actor("ana"))
    write("ana", lambda act: _sign(act, case.case_id))
    write("ana", lambda act: service.save_header(act, case.case_id, case.version, {"applicant_reference": "HAV-2231"}))
    assert case_of(case.case_id).state is State.CSG


class TestTwoSessions:
    def test_a_stale_form_is_refused_with_both_sides_r12(self, office, actor, write, case_of):
        case = a_case(office, actor("ana"))
        write("ana", lambda act: service.save_header(act, case.case_id, case.version, {"end_use": "Ana's words"}))
        with pytest.raises(StaleCase) as refused:
            write("ben", lambda act: service.save_header(act, case.case_id, case.version, {"end_use": "Ben's words"}))
        assert refused.value.yours == {"end_use": "Ben's words"}
        assert refused.value.theirs == {"end_use": "Ana's words"}
        assert case_of(case.case_id).end_use == "Ana's words"

    def test_a_stale_line_and_a_stale_party_are_refused_r12(self, office, actor, write):
        case = a_case(office, actor("ana"))
        line, party = case.lines[0], case.parties[0]
        write("ana", lambda act: service.save_line(act, case.case_id, service.draft_of(line, maker="A")))
        write("ana", lambda act: service.save_party(act, case.case_id, party.party_id, 1, replace(APPLICANT, name="A")))
        with pytest.raises(StaleCase) as refused:
            write("ben", lambda act: service.save_line(act, case.case_id, service.draft_of(line, maker="B")))
        assert (refused.value.yours, refused.value.theirs) == ({"maker": "B"}, {"maker": "A"})
        with pytest.raises(StaleCase):
            write(
                "ben",
                lambda act: service.save_party(act, case.case_id, party.party_id, 1, replace(APPLICANT, name="B")),
            )

    def test_no_edit_is_lost_and_every_conflict_is_told_r12(self, office, actor):
        case_ids = [a_draft(office, actor("ana"), lines=(), parties=()) for _ in range(5)]
        saved = {case_id: [] for case_id in case_ids}
        told, done, lock = [0], [0], threading.Lock()

        def edit(name, seed):
            who = actor(name)
            chance = random.Random(seed)  # noqa: S311 - which edits clash, nothing secret
            for number in range(60):
                case_id = chance.choice(case_ids)
                with office.read() as connection:
                    version = store.case_by_id(connection, case_id).version
                words = f"{name} {number}"
                try:
                    office.write(
                        who,
                        lambda act, c=case_id, v=version, w=words: service.save_header(act, c, v, {"end_use": w}),
                    )
                except StaleCase:
                    told[0] += 1
                else:
                    done[0] += 1
                    with lock:
                        saved[case_id].append((version + 1, words))

        threads = [threading.Thread(target=edit, args=pair) for pair in (("ana", 1), ("ben", 2), ("dora", 3))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told[0] + done[0] == 180
        for case_id in case_ids:
            versions = sorted(saved[case_id])
            assert [version for version, _ in versions] == list(range(3, 3 + len(versions)))
            with office.read() as connection:
                assert store.case_by_id(connection, case_id).end_use == (versions[-1][1] if versions else "")


def test_the_database_gives_a_case_by_id_or_number_and_says_when_there_is_none(office, actor):
    case = a_case(office, actor("ana"))
    with office.read() as connection:
        assert store.id_of_reference(connection, " mx-2027-00001 ") == case.case_id
        assert store.id_of_reference(connection, "MX-2027-00002") is None
        with pytest.raises(UserError, match="does not exist"):
            store.case_by_id(connection, 999)


def test_a_decided_case_follows_the_table_to_its_end(office, actor, write, case_of, clock):
    case = a_case(office, actor("ana"))
    write("ana", lambda act: _sign(act, case.case_id))
    write("sara", lambda act: service.move(act, case.case_id, State.DEC, "case.decided"))
    assert case_of(case.case_id).closed_at is None
    write("ana", lambda act: service.move(act, case.case_id, State.CLO, "case.closed", letter="ML-2027-00001"))
    assert case_of(case.case_id).closed_at == clock.now()


class TestWorkState:
    def test_a_case_falls_back_to_received_when_something_is_taken_away(self, office, actor, write, case_of, acts_of):
        case = a_case(office, actor("ana"))
        write("ana", lambda act: service.remove_party(act, case.case_id, case.parties[1].party_id))
        assert case_of(case.case_id).state is State.RCV
        assert acts_of(case.case_id)[-1].facts == '{"after":"RCV","before":"CLA"}'

    def test_what_the_list_shows_of_the_assessment_is_set_and_recorded(self, office, actor, write, case_of, acts_of):
        case = a_case(office, actor("ana"))
        confirm_classification(office, actor("tess"), case)
        assert case_of(case.case_id).annex_codes == "9.A.4"
        assert acts_of(case.case_id)[-1].act == "case.summarised"
