"""Attaching papers and recording certificates, on both databases (security.md R34, end-use-certificates.md)."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from db.tables.audit import journal
from db.tables.cases import cases
from db.tables.documents import stored_file
from desktop.documents import catalogue, check_service, queries, service, store, vault
from desktop.documents.inspection import State, inspect
from desktop.documents.model import CertificateLineDraft, Held, Result, Verdict
from desktop.errors import Refused, StaleCase, UserError
from tests.builders.cases import GYROS, a_case, a_draft
from tests.builders.certificates import (
    a_certificate,
    a_document,
    a_satisfactory_certificate,
    certificate,
    judge,
    tick_all,
)
from tests.builders.decisions import assess, confirm_classification
from tests.builders.policy import findings
from tests.documents import papers
from tests.documents.test_shown_name import ODD


def acts(office, case_id):
    with office.read() as connection:
        return list(connection.execute(select(journal.c.act).where(journal.c.case_id == case_id)).scalars())


def standing(office, case_id, code):
    with office.read() as connection:
        [one] = queries.judged(connection, case_id, date(2027, 3, 1))
    return next(found for found in one.standings if found.check.code == code)


def policy_has_run(office, actor, case):
    """Confirm the classification of every line and let the policy procedure run, as the other slices do."""
    confirm_classification(office, actor("ana"), case)
    assess(office, actor("tess"), case, findings())


# --- papers -----------------------------------------------------------------------------------------------------------


def test_r34_a_paper_is_stored_byte_for_byte_under_its_digest(office, actor):
    case = a_case(office, actor("ana"))
    paper = papers.by_reportlab(2)
    a_document(office, actor("ana"), case.case_id, content=paper)
    digest = hashlib.sha256(paper).hexdigest()
    with office.read() as connection:
        [attached] = store.documents_of(connection, case.case_id)
        assert vault.get(connection, digest) == (paper, "application/pdf")
    assert (attached.digest, attached.size, attached.pages, attached.state) == (digest, len(paper), 2, State.ACCEPTED)
    assert acts(office, case.case_id)[-1] == "document.attached"


def test_r34_every_odd_name_is_kept_as_words_and_the_bytes_stay_the_same(office, actor):
    case = a_case(office, actor("ana"))
    kept = {}
    for number, name in enumerate(ODD):
        paper = papers.pdf(content=f"% {number}".encode())
        inspection = inspect(paper, "a.pdf")
        office.write(
            actor("ana"),
            lambda act, p=paper, n=name, i=inspection: service.attach(act, case.case_id, p, n, i),
        )
        kept[hashlib.sha256(paper).hexdigest()] = (ODD[name], paper)
    with office.read() as connection:
        found = store.documents_of(connection, case.case_id)
        assert len(found) == len(ODD)
        for attached in found:
            name, paper = kept[attached.digest]
            assert attached.shown_name == name
            assert vault.get(connection, attached.digest)[0] == paper


def test_r34_a_changed_byte_in_the_vault_is_noticed_when_it_is_read(office, actor, place):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id)
    if place.kind == "sqlite":
        with closing(sqlite3.connect(place.address)) as raw, raw:
            raw.execute("DROP TRIGGER frozen_stored_file_update")
            raw.execute("UPDATE stored_file SET content = X'00'")
    else:
        with office.database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE stored_file DISABLE TRIGGER USER")
            connection.execute(update(stored_file).values(content=b"%PDF-other"))
    with office.read() as connection:
        [attached] = store.documents_of(connection, case.case_id)
        with pytest.raises(vault.DamagedFile):
            vault.get(connection, attached.digest)


def test_r34_the_database_refuses_to_change_a_stored_file(office, actor):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id)
    with pytest.raises(Exception, match="never edited"), office.database.write() as connection:
        connection.execute(update(stored_file).values(content=b"x"))


def test_the_same_file_twice_on_a_case_is_noticed_with_the_earlier_paper(office, actor):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id, name="first.pdf")
    with pytest.raises(UserError, match=r"on the case already: “first\.pdf”, attached by Ana Bello"):
        a_document(office, actor("ben"), case.case_id, name="second.pdf")
    with office.read() as connection:
        assert len(store.documents_of(connection, case.case_id)) == 1


def test_the_same_file_on_another_case_is_stored_once_and_noted(office, actor):
    first = a_case(office, actor("ana"))
    second = a_draft(office, actor("ana"))
    a_document(office, actor("ana"), first.case_id)
    a_document(office, actor("ana"), second)
    with office.read() as connection:
        [there] = store.documents_of(connection, second)
        [here] = store.documents_of(connection, first.case_id)
        assert len(connection.execute(select(stored_file.c.digest)).all()) == 1
    assert there.also_on == (first.reference,)
    assert here.also_on == (f"Draft {second}",)


def test_a_paper_with_active_content_is_kept_in_quarantine_with_its_reasons(office, actor):
    case = a_case(office, actor("ana"))
    paper, _ = papers.active()["launch"]
    document_id = a_document(office, actor("ana"), case.case_id, content=paper)
    with office.read() as connection:
        attached = store.document_by_id(connection, case.case_id, document_id)
    assert attached.state is State.QUARANTINED
    assert attached.findings[0].sentence == "It tries to start another program."
    with pytest.raises(Refused, match=r"in quarantine\. Ask the sender for a plain scan"):
        office.write(actor("ana"), lambda act: service.record_certificate(act, case.case_id, document_id, "EUS"))


def test_an_inspection_of_other_bytes_is_a_bug_and_stores_nothing(office, actor):
    case = a_case(office, actor("ana"))
    inspection = inspect(papers.pdf(), "a.pdf")
    with pytest.raises(ValueError, match="other bytes"):
        office.write(actor("ana"), lambda act: service.attach(act, case.case_id, b"%PDF-x", "a.pdf", inspection))
    with office.read() as connection:
        assert connection.execute(select(stored_file.c.digest)).first() is None


def test_papers_need_the_permission_a_known_kind_and_a_case_that_is_not_void(office, actor):
    case = a_case(office, actor("ana"))
    paper = papers.pdf()
    inspection = inspect(paper, "a.pdf")
    with pytest.raises(Refused):
        office.write(actor("otto"), lambda act: service.attach(act, case.case_id, paper, "a.pdf", inspection))
    with pytest.raises(UserError, match="what kind of paper"):
        office.write(
            actor("ana"), lambda act: service.attach(act, case.case_id, paper, "a.pdf", inspection, kind="poem")
        )
    with office.database.write() as connection:
        connection.execute(update(cases).values(state="VOID"))
    with pytest.raises(Refused, match="voided"):
        office.write(actor("ana"), lambda act: service.attach(act, case.case_id, paper, "a.pdf", inspection))


def test_a_paper_is_described_and_its_own_name_stays(office, actor):
    case = a_case(office, actor("ana"))
    document_id = a_document(office, actor("ana"), case.case_id)

    def describe(version, title, kind="contract"):
        return office.write(
            actor("ana"),
            lambda act: service.describe(act, case.case_id, document_id, version, title=title, kind=kind),
        )[0]

    assert describe(1, "Order 4411") == 2
    assert describe(2, "Order 4411") == 2
    with pytest.raises(StaleCase):
        describe(1, "Another")
    with office.read() as connection:
        attached = store.document_by_id(connection, case.case_id, document_id)
        assert (attached.title, attached.kind, attached.shown_name) == ("Order 4411", "contract", "certificate.pdf")
        with pytest.raises(UserError, match="not on the case any more"):
            store.document_by_id(connection, case.case_id, 999)
    assert acts(office, case.case_id)[-1] == "document.described"


# --- the certificate --------------------------------------------------------------------------------------------------


def test_fields_are_saved_as_typed_and_days_become_days(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)

    def save(version, **values):
        fields = {name.replace("__", ".").replace("_", "-"): text for name, text in values.items()}
        return office.write(
            actor("ana"), lambda act: service.save_fields(act, case.case_id, certificate_id, version, fields)
        )[0]

    version = save(2, F_03__date="4 Mar 2027", F_05__date="2027", F_02__number=" LAM 7 ")
    found = certificate(office, case.case_id)
    assert (found.signed_on, found.valid_until, found.number) == (date(2027, 3, 4), None, "LAM 7")
    assert found.fields["F-05.date"] == "2027"
    assert save(version, F_02__number="LAM 7") == version
    assert save(version, F_05__date="") == version + 1
    assert "F-05.date" not in certificate(office, case.case_id).fields
    with pytest.raises(StaleCase):
        save(2, F_02__number="LAM 8")


def test_fields_pass_the_text_gate_and_choices_are_known(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    for values, field in (
        ({"F-11.name": "a\x00b"}, "F-11.name"),
        ({"F-40.name": "x\u202ey"}, "F-40.name"),
        ({"F-41.kind": "crayon"}, "F-41.kind"),
        ({"kind": "XYZ"}, "kind"),
    ):
        with pytest.raises(UserError) as refused:
            office.write(
                actor("ana"), lambda act, v=values: service.save_fields(act, case.case_id, certificate_id, 2, v)
            )
        assert refused.value.field == field


def test_the_type_of_a_certificate_can_be_changed(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    office.write(actor("ana"), lambda act: service.save_fields(act, case.case_id, certificate_id, 2, {"kind": "EUC-P"}))
    assert certificate(office, case.case_id).kind == "EUC-P"


def test_one_paper_carries_one_certificate(office, actor):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    found = certificate(office, case.case_id)
    with pytest.raises(UserError, match=r"recorded from “certificate\.pdf” already"):
        office.write(actor("ana"), lambda act: service.record_certificate(act, case.case_id, found.document_id, "EUS"))


def test_a_certificate_recorded_by_mistake_is_taken_back_with_a_reason(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    with pytest.raises(UserError, match="Give the reason"):
        office.write(actor("ana"), lambda act: service.remove_certificate(act, case.case_id, certificate_id, " "))
    office.write(actor("ana"), lambda act: service.remove_certificate(act, case.case_id, certificate_id, "wrong paper"))
    with office.read() as connection:
        assert store.certificates_of(connection, case.case_id) == ()
        assert len(store.documents_of(connection, case.case_id)) == 1
        with pytest.raises(UserError, match="not on the case any more"):
            store.certificate_by_id(connection, case.case_id, certificate_id)


def test_items_are_added_changed_linked_and_taken_off(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    [line] = certificate(office, case.case_id).lines

    def save(version, draft):
        return office.write(
            actor("ana"),
            lambda act: service.save_line(act, case.case_id, certificate_id, line.line_id, version, draft),
        )[0]

    draft = CertificateLineDraft("gyros", Decimal("15.50"), "pieces", Decimal(10), "EUR", None)
    assert save(1, draft) == 2
    assert save(2, draft) == 2
    with pytest.raises(StaleCase):
        save(1, CertificateLineDraft("others"))
    with pytest.raises(UserError, match="no longer on the case"):
        save(2, CertificateLineDraft("gyros", case_line_id=999))
    with pytest.raises(UserError, match="zero or above"):
        save(2, CertificateLineDraft("gyros", Decimal(-1)))
    [changed] = certificate(office, case.case_id).lines
    assert (changed.quantity, changed.case_line_id) == (Decimal("15.50"), None)
    office.write(actor("ana"), lambda act: service.remove_line(act, case.case_id, certificate_id, line.line_id))
    assert certificate(office, case.case_id).lines == ()
    with pytest.raises(UserError, match="no longer on the certificate"):
        office.write(actor("ana"), lambda act: service.remove_line(act, case.case_id, certificate_id, line.line_id))


# --- undertakings and checks ------------------------------------------------------------------------------------------


def test_an_undertaking_with_limits_gives_no_assurance(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)

    def record(held, limits=""):
        office.write(
            actor("ana"),
            lambda act: check_service.record_undertaking(act, case.case_id, certificate_id, "U-06", held, limits),
        )
        with office.read() as connection:
            return store.undertakings_held(connection, case.case_id)

    assert "AS-4" in record(Held.PRESENT)
    assert "AS-4" not in record(Held.LIMITED, "to countries under embargo only")
    found = certificate(office, case.case_id).undertakings["U-06"]
    assert (found.held, found.limits) == (Held.LIMITED, "to countries under embargo only")
    record(Held.MISSING, "words that no longer matter")
    assert certificate(office, case.case_id).undertakings["U-06"].limits == ""
    assert acts(office, case.case_id).count("undertaking.recorded") == len(catalogue.load().undertakings) + 2


def _check(office, someone, case, code, result, remark=""):
    certificate_id = certificate(office, case.case_id).certificate_id
    office.write(
        someone, lambda act: check_service.record_check(act, case.case_id, certificate_id, code, result, remark)
    )


def test_a_check_is_ticked_with_who_and_when_and_can_be_taken_back(office, actor, clock):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    _check(office, actor("ben"), case, "EC-02", Result.PASS)
    ticked = certificate(office, case.case_id).checks["EC-02"]
    assert (ticked.result, ticked.checked_by, ticked.checked_at) == (Result.PASS, "Ben Okafor", clock.now())
    _check(office, actor("ana"), case, "EC-02", Result.NOT_APPLICABLE)
    assert standing(office, case.case_id, "EC-02").result is Result.NOT_APPLICABLE
    _check(office, actor("ana"), case, "EC-02", None)
    assert standing(office, case.case_id, "EC-02").is_open
    assert acts(office, case.case_id)[-3:] == ["check.recorded", "check.recorded", "check.reopened"]


def test_a_failure_needs_words_and_so_does_a_pass_against_the_suggestion(office, actor):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case, fields={"F-30.text": "industrial use"})
    with pytest.raises(UserError, match="Say in a few words"):
        _check(office, actor("ana"), case, "EC-02", Result.FAIL)
    with pytest.raises(UserError, match="Say in a few words"):
        _check(office, actor("ana"), case, "EC-28", Result.PASS)
    _check(office, actor("ana"), case, "EC-28", Result.PASS, "the annex to the certificate names the product")
    assert standing(office, case.case_id, "EC-28").result is Result.PASS


def test_what_the_program_decides_or_does_not_ask_cannot_be_ticked(office, actor):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    with pytest.raises(Refused, match="The program decides this check"):
        _check(office, actor("ana"), case, "EC-40", Result.FAIL, "x")
    with pytest.raises(UserError, match="not asked of this type"):
        _check(office, actor("ana"), case, "EC-65", Result.PASS)


def test_only_a_supervisor_waives_a_failed_major_check_and_only_with_reasons(office, actor):
    case = a_case(office, actor("ana"))
    old = {"F-03.date": "2026-07-30", "F-43.date": "2026-07-30", "F-24.date": "2026-07-01"}
    certificate_id = a_certificate(office, actor("ana"), case, fields=old)

    def waive(someone, code, reason="long-standing customer, use confirmed by telephone"):
        office.write(
            actor(someone), lambda act: check_service.waive_check(act, case.case_id, certificate_id, code, reason)
        )

    with pytest.raises(Refused, match="waive a failed check"):
        waive("ana", "EC-40")
    with pytest.raises(UserError, match="Give the reason"):
        waive("sara", "EC-40", "  ")
    with pytest.raises(UserError, match="nothing to waive"):
        waive("sara", "EC-05")
    _check(office, actor("ana"), case, "EC-02", Result.FAIL, "page 2 is missing")
    with pytest.raises(Refused, match="cannot be waived by anybody"):
        waive("sara", "EC-02")
    waive("sara", "EC-40")
    found = standing(office, case.case_id, "EC-40")
    assert found.is_waived
    assert found.waiver.waived_by == "Sara Vance"
    waive("sven", "EC-40", "again")
    assert standing(office, case.case_id, "EC-40").waiver.waived_by == "Sven Dahl"


def test_ec_05_the_same_number_on_another_paper_of_another_case_is_found(office, actor):
    first = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), first)
    second_id = a_draft(office, actor("ana"))
    document_id = a_document(office, actor("ana"), second_id, content=papers.by_reportlab(2))

    def operation(act):
        certificate_id = service.record_certificate(act, second_id, document_id, "EUC-P")
        service.save_fields(
            act,
            second_id,
            certificate_id,
            1,
            {"F-02.number": "LAM-2027-014", "F-11.name": "Linhas Aereas do Minho MRO"},
        )

    office.write(actor("ana"), operation)
    assert first.reference in standing(office, second_id, "EC-05").reason
    assert standing(office, first.case_id, "EC-05").is_failed


def test_ec_05_the_same_paper_on_two_cases_is_no_repetition_of_its_number(office, actor):
    first = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), first)
    second = a_draft(office, actor("ana"))
    document_id = a_document(office, actor("ana"), second)

    def operation(act):
        certificate_id = service.record_certificate(act, second, document_id, "EUS")
        service.save_fields(act, second, certificate_id, 1, {"F-02.number": "LAM-2027-014"})

    office.write(actor("ana"), operation)
    assert standing(office, second, "EC-05").result is Result.PASS


def test_ec_05_another_issuer_may_use_the_same_number(office, actor):
    first = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), first)
    second = a_draft(office, actor("ana"))
    document_id = a_document(office, actor("ana"), second, content=papers.by_reportlab(3))

    def operation(act):
        certificate_id = service.record_certificate(act, second, document_id, "EUS")
        values = {"F-02.number": "LAM-2027-014", "F-11.name": "Another Firm"}
        service.save_fields(act, second, certificate_id, 1, values)

    office.write(actor("ana"), operation)
    assert standing(office, second, "EC-05").result is Result.PASS


# --- verdict and settlement -------------------------------------------------------------------------------------------


def test_a_case_is_settled_when_the_clerk_has_set_the_verdict_that_the_checks_bear_out(office, actor):
    case = a_case(office, actor("ana"))
    policy_has_run(office, actor, case)
    certificate_id = a_satisfactory_certificate(office, actor("ana"), case)
    found = certificate(office, case.case_id)
    assert (found.verdict, found.verdict_by) == (Verdict.SATISFACTORY, "Ana Bello")
    with office.read() as connection:
        assert service.certificate_settled(connection, case.case_id)
    office.write(
        actor("ana"),
        lambda act: service.save_fields(
            act, case.case_id, certificate_id, found.version, {"F-30.text": "industrial use"}
        ),
    )
    with office.read() as connection:
        assert not service.certificate_settled(connection, case.case_id)


def test_before_the_policy_has_run_there_is_no_verdict_yet(office, actor):
    case = a_case(office, actor("ana"))
    a_satisfactory_certificate(office, actor("ana"), case)
    assert certificate(office, case.case_id).verdict is None
    with office.read() as connection:
        assert not service.certificate_settled(connection, case.case_id)


def test_a_waived_major_point_settles_with_waiver(office, actor):
    case = a_case(office, actor("ana"))
    policy_has_run(office, actor, case)
    old = {"F-03.date": "2026-07-30", "F-43.date": "2026-07-30", "F-24.date": "2026-07-01"}
    certificate_id = a_certificate(office, actor("ana"), case, fields=old)
    tick_all(office, actor("ana"), case.case_id, certificate_id)
    assert judge(office, actor("ana"), case.case_id, certificate_id) is Verdict.CURABLE
    office.write(
        actor("sara"),
        lambda act: check_service.waive_check(act, case.case_id, certificate_id, "EC-40", "confirmed by telephone"),
    )
    assert judge(office, actor("ana"), case.case_id, certificate_id) is Verdict.SATISFACTORY_WITH_WAIVER
    with office.read() as connection:
        assert service.certificate_settled(connection, case.case_id)


def test_a_good_verdict_against_the_checks_is_refused_and_a_hard_one_needs_words(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)

    def judged(verdict, remark=""):
        office.write(
            actor("ana"),
            lambda act: service.set_verdict(act, case.case_id, certificate_id, 2, verdict, remark),
        )

    with pytest.raises(Refused, match="does not follow from the checks"):
        judged(Verdict.SATISFACTORY)
    with pytest.raises(UserError, match="Say why"):
        judged(Verdict.SUSPECT)
    judged(Verdict.SUSPECT, "the seal is of another ministry")
    assert certificate(office, case.case_id).verdict is Verdict.SUSPECT


def test_ev_4_nothing_of_a_certificate_is_altered_once_the_case_is_decided(office, actor):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    document_id = certificate(office, case.case_id).document_id
    [line] = certificate(office, case.case_id).lines
    with office.database.write() as connection:
        connection.execute(update(cases).values(state="CLO"))
    attempts = (
        lambda act: service.record_certificate(act, case.case_id, document_id, "EUS"),
        lambda act: service.remove_certificate(act, case.case_id, certificate_id, "x"),
        lambda act: service.save_fields(act, case.case_id, certificate_id, 2, {"F-30.text": "x"}),
        lambda act: service.add_line(act, case.case_id, certificate_id, CertificateLineDraft("x")),
        lambda act: service.save_line(act, case.case_id, certificate_id, line.line_id, 1, CertificateLineDraft("x")),
        lambda act: service.remove_line(act, case.case_id, certificate_id, line.line_id),
        lambda act: service.set_verdict(act, case.case_id, certificate_id, 2, Verdict.CURABLE),
        lambda act: check_service.record_undertaking(act, case.case_id, certificate_id, "U-01", Held.MISSING),
        lambda act: check_service.record_check(act, case.case_id, certificate_id, "EC-02", Result.PASS),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="not altered by anybody") as refused:
            office.write(actor("ana"), attempt)
        assert refused.value.rule == "EV-4"
    # a paper that arrives later is still stored, as a document of its own (E13)
    a_document(office, actor("ana"), case.case_id, content=papers.by_reportlab(4), name="corrected.pdf")


@pytest.mark.parametrize("who", ["tess", "sara", "otto", "adam"])
def test_only_clerks_record_and_check_certificates(office, actor, who):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    with pytest.raises(Refused, match="check certificates"):
        office.write(
            actor(who),
            lambda act: service.save_fields(act, case.case_id, certificate_id, 2, {"F-30.text": "x"}),
        )


def test_what_is_decisive_is_told_to_who_listens(office, actor, place, clock):
    from desktop.act import Hooks

    told = []
    case = a_case(office, actor("ana"))
    office.close()
    opened = place.open(clock, hooks=Hooks(content_changed=(lambda _act, _case, what: told.append(what),)))
    certificate_id = a_certificate(opened, actor("ana"), case)
    told.clear()
    opened.write(
        actor("ana"),
        lambda act: check_service.record_undertaking(act, case.case_id, certificate_id, "U-06", Held.MISSING),
    )
    opened.write(
        actor("ana"),
        lambda act: service.save_fields(act, case.case_id, certificate_id, 2, {"F-30.text": "other"}),
    )
    opened.close()
    assert told == ["undertaking U-06", "certificate: F-30.text"]


def test_the_facts_of_a_case_are_gathered_from_all_slices(office, actor):
    case = a_case(office, actor("ana"))
    with office.read() as connection:
        before = queries.case_facts(connection, case.case_id)
    assert (before.outcomes, before.status, before.assurances, before.listed) == (None, None, None, None)
    policy_has_run(office, actor, case)
    with office.read() as connection:
        after = queries.case_facts(connection, case.case_id, date(2027, 3, 1))
        due = connection.execute(select(cases.c.due_on)).scalar_one()
    assert after.outcomes == {"CASE_BY_CASE"}
    assert after.status == "member"
    assert after.assurances == {"AS-1", "AS-2", "AS-3", "AS-4"}
    assert (after.listed, after.codes) == (True, ("9.A.4",))
    assert (after.received_on, after.target_on) == (date(2027, 3, 1), due)
    assert [line.model for line in after.lines] == ["FOG-220"]


@pytest.mark.parametrize(("confirmed", "listed"), [(1, None), (2, False)])
def test_an_unlisted_case_is_known_as_such_only_when_every_line_is_confirmed(office, actor, confirmed, listed):
    case = a_case(office, actor("ana"), lines=(GYROS, GYROS))
    confirm_classification(office, actor("ana"), replace(case, lines=case.lines[:confirmed]), codes=())
    with office.read() as connection:
        assert queries.case_facts(connection, case.case_id).listed is listed


def test_a_later_certificate_of_the_same_user_knows_of_the_first(office, actor, clock):
    first = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), first)
    clock.advance(timedelta(days=1))
    second = a_draft(office, actor("ana"))
    document_id = a_document(office, actor("ana"), second, content=papers.by_reportlab(5))

    def operation(act):
        certificate_id = service.record_certificate(act, second, document_id, "EUS")
        service.save_fields(act, second, certificate_id, 1, {"F-11.name": "Linhas Aéreas do Minho MRO"})

    office.write(actor("ana"), operation)
    with office.read() as connection:
        [later] = queries.judged(connection, second)
        [earlier] = queries.judged(connection, first.case_id)
    assert (earlier.facts.first_of_user, later.facts.first_of_user) == (True, False)
