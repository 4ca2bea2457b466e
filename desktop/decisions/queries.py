"""What other screens ask of deciding: what a case still lacks, and its letter as it would be written today."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection

from desktop.administration import store as administration
from desktop.cases.model import Missing
from desktop.clock import Clock, office_date
from desktop.decisions import context, letter_facts, rules
from desktop.letters.model import LetterFacts


def office_day(connection: Connection, clock: Clock) -> date:
    """Return today as the office's own calendar shows it (C-8)."""
    return office_date(clock.now(), administration.profile(connection).time_zone)


def missing_points(clock: Clock) -> Callable[[Connection, int], Sequence[Missing]]:
    """Return what tells all that stands in the way of a case's recommendation, every slice together."""

    def missing(connection: Connection, case_id: int) -> Sequence[Missing]:
        situation = context.situation_of(connection, case_id, office_day(connection, clock))
        return rules.missing_for_recommendation(situation.readiness)

    return missing


def draft_letter(clock: Clock) -> Callable[[Connection, int], LetterFacts]:
    """Return what gathers the facts of a case's letter as of today."""

    def gather(connection: Connection, case_id: int) -> LetterFacts:
        return letter_facts.gather(connection, case_id, dated=office_day(connection, clock))

    return gather
