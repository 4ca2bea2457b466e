"""Every cell of the matrix of domain.md §9.3, and how an annex reference finds its row."""

from dataclasses import replace

import pytest

from desktop.errors import UserError
from desktop.policy.data import load
from desktop.policy.model import Category, EndUseClass, ItemKind, Tri
from desktop.policy.rows import kind_of, row_of
from desktop.policy.rules import decide
from tests.builders.policy import answered

# The matrix as domain.md §9.3 prints it, kept apart from the data so that a slip in the data shows.
MATRIX = {
    "CI-PF": "P P P P P P P",
    "CI-PT": "P P P P P P P",
    "CI-SYS": "SPW SP SP SP SP SP SP",
    "CI-SUB": "SPW SP SP SP SP SP SP",
    "CI-PE": "SPW SP SP SP SP SP SP",
    "CI-DT": "SPW SP SP SP SP SP SP",
    "CI-EX": "SPW SP X X X X R",
    "CII-SYS": "SPW G G G B B R",
    "CII-SUB": "SPW G G G G G R",
    "CII-PROP": "SPW G G G B B R",
    "CII-GNC": "SPW G G B B B R",
    "CII-MAT": "SPW G G B B B R",
    "CII-PE": "SPW G G G B B R",
    "CII-LAU": "SPW G G B B B R",
    "CII-DT": "SPW G G G B B R",
    "UNL-I": "SPW K K K K K K",
    "UNL-A": "SPW K K K K K K",
    "UNL": "SPW K N* N* N N N*",
}
MEANS = {
    "P": "PROHIBITED",
    "SPW": "STRONG_PRESUMPTION_WMD",
    "SP": "STRONG_PRESUMPTION",
    "G": "CASE_BY_CASE_G2G",
    "B": "CASE_BY_CASE",
    "X": "CASE_BY_CASE_EXCEPTED",
    "K": "CATCH_ALL",
    "N": "NLR",
    "N*": "NLR",
    "R": "RESOLVE_FIRST",
}
AN_ITEM_OF = {
    "CI-PF": answered("2.B.1"),
    "CI-PT": answered("2.E.1", production_related=Tri.YES),
    "CI-SYS": answered("1.A.1"),
    "CI-SUB": answered("2.A.1.c.1"),
    "CI-PE": answered("2.B.2"),
    "CI-DT": answered("1.D.2"),
    "CI-EX": answered("2.A.1.c.2", exception_note=Tri.YES),
    "CII-SYS": answered("19.A.2"),
    "CII-SUB": answered("20.A.1.a"),
    "CII-PROP": answered("3.A.1.a"),
    "CII-GNC": answered("9.A.4"),
    "CII-MAT": answered("6.C.1"),
    "CII-PE": answered("4.B.3.a"),
    "CII-LAU": answered("15.B.1"),
    "CII-DT": answered("9.E.1"),
    "UNL-I": answered("", informed=Tri.YES),
    "UNL-A": answered("", aware=Tri.YES),
    "UNL": answered(""),
}
CELLS = [
    (row, column, cell)
    for row, cells in MATRIX.items()
    for column, cell in zip(EndUseClass, cells.split(), strict=True)
]


@pytest.mark.parametrize(("row", "column", "cell"), CELLS, ids=[f"{row}-{column}" for row, column, _ in CELLS])
def test_every_cell_of_the_matrix_gives_its_starting_point(row, column, cell):
    result = decide(replace(AN_ITEM_OF[row], end_use_class=column), load())
    assert (result.row, result.cell) == (row, cell)
    assert result.outcome == MEANS[cell]


def test_the_matrix_has_no_other_rows_than_the_domains():
    assert list(load().rows) == list(MATRIX)
    assert {cell for row in load().rows.values() for cell in row.cells.values()} <= set(load().cells)


@pytest.mark.parametrize(
    ("annex_ref", "row"),
    [
        ("1.B.1", "CI-PF"),
        ("2.B.1", "CI-PF"),
        ("1.A.2", "CI-SYS"),
        ("2.A.1.a", "CI-SUB"),
        ("2.B.2", "CI-PE"),
        ("2.D.2", "CI-DT"),
        ("1.E.1", "CI-DT"),
        ("19.A.3", "CII-SYS"),
        ("20.A.2", "CII-SUB"),
        ("3.A.9", "CII-PROP"),
        ("3.C.1", "CII-PROP"),
        ("4.C.2.a.1", "CII-PROP"),
        ("9.A.6", "CII-GNC"),
        ("10.A.1", "CII-GNC"),
        ("11.A.3", "CII-GNC"),
        ("13.A.1", "CII-GNC"),
        ("14.A.1", "CII-GNC"),
        ("6.A.1", "CII-MAT"),
        ("6.C.9", "CII-MAT"),
        ("17.A.1", "CII-MAT"),
        ("12.A.1", "CII-LAU"),
        ("16.A.1", "CII-LAU"),
        ("18.A.1", "CII-LAU"),
        ("15.B.3", "CII-LAU"),
        ("3.B.1", "CII-PE"),
        ("12.B.1", "CII-PE"),
        ("20.B.1", "CII-PE"),
        ("3.D.1", "CII-DT"),
        ("15.D.1", "CII-DT"),
        ("20.E.1", "CII-DT"),
    ],
)
def test_an_annex_reference_finds_its_row(annex_ref, row):
    assert row_of(answered(annex_ref), load()).code == row


def test_software_for_a_production_facility_is_production_software_by_its_own_words():
    assert row_of(answered("1.D.1", production_related=Tri.NO), load()).code == "CI-PT"


def test_an_exception_note_that_is_not_recorded_as_met_leaves_the_strict_row():
    for note in (Tri.NO, Tri.UNKNOWN):
        assert row_of(answered("2.A.1.c.2", exception_note=note), load()).code == "CI-SUB"


def test_equipment_integrated_for_category_I_production_is_a_production_facility_whatever_its_entry():
    integrated = answered("6.B.1.a", kind=ItemKind.PRODUCTION_FACILITY, production_related=Tri.YES)
    assert row_of(integrated, load()).code == "CI-PF"
    assert row_of(answered("2.B.2", kind=ItemKind.PRODUCTION_FACILITY), load()).code == "CI-PF"


def test_a_reference_that_does_not_fit_its_category_is_refused():
    with pytest.raises(UserError, match=r"2\.B\.2 does not belong to Category II"):
        row_of(answered("2.B.2", category=Category.II), load())


@pytest.mark.parametrize("annex_ref", ["19.C.1", "21.A.1"])
def test_a_reference_without_a_row_is_refused(annex_ref):
    with pytest.raises(UserError, match="No row of the matrix"):
        row_of(answered(annex_ref, kind=ItemKind.COMPONENT), load())


@pytest.mark.parametrize("annex_ref", ["9A004", "gyro", "x.A.1"])
def test_a_reference_of_another_list_is_refused(annex_ref):
    with pytest.raises(UserError, match="not an annex reference"):
        row_of(replace(answered(), annex_ref=annex_ref), load())


@pytest.mark.parametrize(
    ("annex_ref", "kind"),
    [
        ("1.A.1", "system"),
        ("19.A.1", "system"),
        ("2.A.1.a", "subsystem"),
        ("20.A.1", "subsystem"),
        ("9.A.4", "component"),
        ("2.B.1", "production_facility"),
        ("2.B.2", "production_equipment"),
        ("4.C.2", "material"),
        ("1.D.1", "software"),
        ("9.E.1", "technology"),
    ],
)
def test_a_reference_gives_the_kind_of_item(annex_ref, kind):
    assert kind_of(annex_ref) == kind
