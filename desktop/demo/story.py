"""What the people of the demo office do on a case, step by step, through the services that the screens call."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from desktop.act import Act
from desktop.annex import service as annex
from desktop.cases import service as cases
from desktop.cases import store as case_store
from desktop.cases.model import Case, Kind, PartyRole
from desktop.clock import office_date
from desktop.countries import country_name
from desktop.decisions import conditions_service, context
from desktop.decisions import service as decisions
from desktop.demo.certificates import UNDERTAKINGS, Statement, draw
from desktop.demo.layout import Days, DemoCase, password
from desktop.documents import catalogue, check_service, queries, rules
from desktop.documents import service as documents
from desktop.documents.inspection import inspect
from desktop.documents.model import CertificateLineDraft, Held, Result
from desktop.licences import service as licences
from desktop.policy import service as policy
from desktop.policy.model import (
    GRANTS,
    Answer,
    Contribution,
    Denial,
    Embargo,
    EndUseClass,
    Findings,
    Screening,
    Tri,
    WmdFinding,
)

Operation = Callable[[Act], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One act of one person at one moment."""

    at: datetime
    person: str
    operation: Operation


class Story:
    """The steps of one demo case; its case id is known once the first step is done."""

    def __init__(self, case: DemoCase, days: Days) -> None:
        self._case = case
        self._data: Mapping[str, Any] = case.data
        self._days = days
        self._case_id = 0
        self._runs: list[int] = []

    def steps(self) -> Iterable[Step]:
        """Yield the steps in order, as far as the case has come."""
        begun, clerk = self._data["received"], self._data["clerk"]
        yield self._step(begun, "10:05", clerk, self._log)
        if "certificate" in self._data:
            yield self._step(begun, "10:40", clerk, self._attach)
        if self._data["as_far_as"] != "issued":
            return
        yield self._step(begun - 1, "09:20", clerk, self._classify)
        yield self._step(begun - 1, "11:30", "tess", self._confirm)
        yield self._step(begun - 1, "14:10", "tess", self._assess)
        yield self._step(begun - 1, "15:00", clerk, self._judge_certificate)
        yield self._step(begun - 2, "09:45", clerk, self._decide)
        yield self._step(begun - 2, "10:15", clerk, self._recommend)
        yield self._step(begun - 2, "11:00", "sara", self._countersign)
        if self._data.get("second_signature"):
            yield self._step(begun - 2, "15:30", "hedda", self._countersign)
        yield self._step(begun - 2, "16:10", self._data.get("letter_by", "sara"), self._issue)

    def _step(self, working_days: int, clock: str, person: str, operation: Operation) -> Step:
        return Step(self._days.at(working_days, clock), person, operation)

    def _stored(self, act: Act) -> Case:
        return case_store.case_by_id(act.connection, self._case_id)

    def _log(self, act: Act) -> None:
        data = self._data
        self._case_id = cases.open_draft(act, Kind(data.get("kind", "EXP")))
        header = {
            "received_at": act.now - timedelta(minutes=50),
            "channel": "e-mail",
            "applicant_reference": data.get("applicant_reference", ""),
            "end_use": data["end_use"],
            "place_of_use": data["place_of_use"],
            "exporter_informed": "no",
            "exporter_aware": "no",
        }
        cases.save_header(act, self._case_id, 1, header)
        for line in self._case.lines:
            cases.add_line(act, self._case_id, line)
        for party in self._case.parties:
            cases.add_party(act, self._case_id, party)
        cases.register(act, self._case_id)

    @property
    def _signed_on(self) -> date:
        return self._days.before(self._data["received"]) - timedelta(days=self._data["certificate"]["signed"])

    def _attach(self, act: Act) -> None:
        case, paper = self._stored(act), self._data["certificate"]
        user, exporter = case.party(PartyRole.END_USER), case.party(PartyRole.APPLICANT)
        if user is None or exporter is None:
            raise ValueError(f"{self._case.code} has a certificate but no end-user or applicant")
        items = tuple(f"{line.description}, {line.quantity} {line.unit}" for line in case.lines)
        statement = Statement(
            end_user=user.name,
            address=f"{user.address}\n{country_name(user.country)}",
            exporter=f"{exporter.name}, {exporter.address}",
            items=items,
            end_use=case.end_use,
            place_of_use=case.place_of_use,
            signatory=paper["signatory"],
            position=paper["position"],
            signed_on=self._signed_on,
        )
        content = draw(statement)
        name = f"End-user statement {user.name}.pdf"
        document_id = documents.attach(act, case.case_id, content, name, inspect(content, name))
        certificate_id = documents.record_certificate(act, case.case_id, document_id, paper["kind"])
        fields = {
            "F-01.title": "End-user statement",
            "F-03.date": self._signed_on.isoformat(),
            "F-06.language": "English",
            "F-07.pages": "1",
            "F-08.addressee": "Strategic Goods Licensing Office, Republic of Merania",
            "F-09.seen": "electronic original",
            "F-10.name": exporter.name,
            "F-10.address": exporter.address,
            "F-11.name": user.name,
            "F-11.registration_number": user.registration_number,
            "F-11.country": user.country,
            "F-12.address": user.address,
            "F-14.place": case.place_of_use,
            "F-30.text": case.end_use,
            "F-31.disposition": paper["disposition"],
            "F-24.reference": case.applicant_reference,
            "F-24.date": (self._signed_on - timedelta(days=20)).isoformat(),
            "F-41.kind": "handwritten",
            "F-42.stamp": "present",
            "F-43.date": self._signed_on.isoformat(),
            "F-40.name": paper["signatory"],
            "F-40.position": paper["position"],
            **paper.get("fields", {}),
        }
        documents.save_fields(act, case.case_id, certificate_id, 1, fields)
        for line in case.lines:
            draft = CertificateLineDraft(
                item=f"{line.description}, {line.maker} {line.model}",
                quantity=line.quantity,
                unit=line.unit,
                value=line.total,
                currency=line.currency,
                case_line_id=line.line_id,
            )
            documents.add_line(act, case.case_id, certificate_id, draft)
        for code in catalogue.load().undertakings:
            held = Held.PRESENT if code in UNDERTAKINGS else Held.MISSING
            check_service.record_undertaking(act, case.case_id, certificate_id, code, held)

    def _classify(self, act: Act) -> None:
        answers = {int(number): values for number, values in self._data.get("answers", {}).items()}
        for line in self._stored(act).lines:
            self._runs.append(annex.run_classifier(act, self._case_id, line.line_id, answers.get(line.number, {})))

    def _confirm(self, act: Act) -> None:
        for classification_id in self._runs:
            annex.confirm(act, self._case_id, classification_id)

    def _assess(self, act: Act) -> None:
        given = self._data["assessment"]
        findings = Findings(
            end_use_class=EndUseClass(given["end_use_class"]),
            wmd_finding=WmdFinding.NONE,
            contribution_finding=Contribution(given["contribution_finding"]),
            part_of_facility=Tri(given.get("part_of_facility", "no")),
            contains_category_I=Tri.NO,
            embargo_result=Embargo.CLEAR,
            screening_result=Screening.CLEAR,
            denial_result=Denial.NONE,
        )
        flags = {name: Tri(answer) for name, answer in given.get("flags", {}).items()}
        findings = Findings.from_plain({**findings.to_plain(), **flags})
        for line in self._stored(act).lines:
            policy.record_assessment(act, self._case_id, line.line_id, findings)
        policy.run_policy(act, self._case_id)

    def _judge_certificate(self, act: Act) -> None:
        for one in queries.judged(act.connection, self._case_id):
            for standing in one.standings:
                if standing.is_open and Result.PASS in standing.allowed_answers():
                    check_service.record_check(
                        act, self._case_id, one.certificate.certificate_id, standing.check.code, Result.PASS
                    )
        for one in queries.judged(act.connection, self._case_id):
            proposal = rules.verdict(one.standings)
            if proposal.verdict is None:
                raise ValueError(f"{self._case.code}: {proposal.reason}")
            certificate = one.certificate
            documents.set_verdict(act, self._case_id, certificate.certificate_id, certificate.version, proposal.verdict)

    def _decide(self, act: Act) -> None:
        data, answer = self._data, Answer(self._data["outcome"])
        for line in self._stored(act).lines:
            decisions.set_outcome(
                act,
                self._case_id,
                line.line_id,
                answer,
                granted_quantity=line.quantity if answer in GRANTS else None,
                reason_codes=tuple(data.get("reasons", ())),
                paragraph=data.get("paragraph", ""),
            )
        grant = context.grant_of(act.connection, self._case_id, office_date(act.now, self._days.calendar.time_zone))
        if grant is not None:
            given = data.get("conditions", {})
            chosen = [
                replace(each, values={**each.values, **given.get(each.condition_id, {})})
                for each in context.proposed(grant)
            ]
            conditions_service.choose_conditions(act, self._case_id, chosen)

    def _recommend(self, act: Act) -> None:
        decisions.recommend(act, self._case_id, password(), self._data.get("recommendation", ""))

    def _countersign(self, act: Act) -> None:
        decisions.countersign(act, self._case_id, password())

    def _issue(self, act: Act) -> None:
        licences.issue_decision_letter(act, self._case_id, password())
