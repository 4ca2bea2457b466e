"""Items pasted from a spreadsheet: office words, extra columns, each bad cell named, all or nothing (R43)."""

from decimal import Decimal

import pytest

from desktop.cases import entry
from desktop.cases.model import LineDraft, SpecificationValue
from desktop.errors import UserError
from desktop.pasted_rows import UnreadableRows

SHEET = (
    "Description of goods\tManufacturer\tModel no.\tP/N\tQty\tUoM\tUnit price [EUR]\tMade in\tECCN\trange [km]\tFuel\n"
    "Fibre-optic gyroscope\tHalden Avionics AS\tFOG-220\tF-1\t16\tpieces\t18 500,00\tNorway\t7A102\t\t\n"
    "\t\t\t\t\t\t\t\t\t\t\n"
    "Target drone\tVoltaire\tV3\t\t2\tset\t1'250'000.50\tfr\t\t350\tkerosene\n"
)


def test_a_sheet_in_office_words_becomes_items_with_their_specification():
    first, second = entry.read_items(SHEET)
    assert first == LineDraft(
        description="Fibre-optic gyroscope",
        maker="Halden Avionics AS",
        model="FOG-220",
        part_number="F-1",
        quantity=Decimal(16),
        unit="pieces",
        unit_value=Decimal("18500.00"),
        currency="EUR",
        origin="NO",
        national_code="7A102",
    )
    assert (second.quantity, second.unit_value, second.origin) == (Decimal(2), Decimal("1250000.50"), "FR")
    assert second.specification == (SpecificationValue("range", "350", "km"), SpecificationValue("Fuel", "kerosene"))


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Quantity", entry.Column("Quantity", "quantity")),
        (" QTY. ", entry.Column("QTY.", "quantity")),
        ("Bezeichnung", entry.Column("Bezeichnung", "description")),
        ("Désignation", entry.Column("Désignation", "description")),
        ("designation", entry.Column("designation", "description")),
        ("Unit value (USD)", entry.Column("Unit value (USD)", "unit_value", "", "USD")),
        ("range [km]", entry.Column("range [km]", "", "range", "km")),
        ("drift rate [deg/h]", entry.Column("drift rate [deg/h]", "", "drift rate", "deg/h")),
        ("Serial number(s)", entry.Column("Serial number(s)", "serial_numbers")),
        ("colour", entry.Column("colour", "", "colour")),
        ("", entry.Column("")),
    ],
)
def test_the_head_of_a_column_says_field_or_specification_value(head, column):
    assert entry.column_of(head) == column


@pytest.mark.parametrize("text", ["", "gyro\t16\tpieces", "Model\tgyro", "just a sentence, with a comma"])
def test_rows_without_a_header_row_are_left_to_the_place_of_the_cursor(text):
    assert entry.read_items(text) is None


def test_one_column_alone_is_enough_when_its_head_is_known():
    assert [draft.description for draft in entry.read_items("Description\nGyro\nMotor")] == ["Gyro", "Motor"]


@pytest.mark.parametrize("mark", [";", ","])
def test_a_list_file_with_semicolons_or_commas_is_read_too(mark):
    text = f'Description{mark}Quantity{mark}Unit\n"Gyro{mark} small"{mark}16{mark}pieces'
    assert entry.read_items(text) == [LineDraft(description=f"Gyro{mark} small", quantity=Decimal(16), unit="pieces")]


def test_every_bad_cell_is_named_by_row_and_column_and_nothing_is_taken_r43():
    text = (
        "Description\tQuantity\tUnit value\tCurrency\tOrigin\tMaker\n"
        "Gyro\tmany\t5\tEUR\tNO\tA\n"
        "Motor\t2\t$5\teuros\tNorwegia\tB\n"
        "Mixer\t1\t5\tEUR\tFR\tbell\x07\n"
    )
    with pytest.raises(UnreadableRows) as refused:
        entry.read_items(text)
    assert [(cell.row, cell.column) for cell in refused.value.cells] == [
        (2, "Quantity"),
        (3, "Unit value"),
        (3, "Currency"),
        (3, "Origin"),
        (4, "Maker"),
    ]
    assert "Row 2, Quantity: “many” is not a number." in refused.value.message


def test_numbers_with_two_readings_are_asked_once_and_read_with_the_answer_r43():
    text = "Description\tQuantity\tUnit value\nGyro\t1,250\t2.500,00\nMotor\t3\t1.500"
    with pytest.raises(UnreadableRows) as asked:
        entry.read_items(text)
    assert asked.value.only_two_readings
    assert [(cell.row, cell.column) for cell in asked.value.cells] == [(2, "Quantity"), (3, "Unit value")]
    gyro, motor = entry.read_items(text, decimal_mark=",")
    assert (gyro.quantity, gyro.unit_value, motor.unit_value) == (Decimal("1.250"), Decimal("2500.00"), Decimal(1500))


def test_a_column_that_is_there_twice_is_refused():
    with pytest.raises(UnreadableRows, match="Row 1, Qty: this column is there twice"):
        entry.read_items("Quantity\tQty\n1\t2")


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Description\tUnit value\nGyro\t5 EUR", "EUR"),
        ("Description\tUnit value [usd]\nGyro\t5", "USD"),
        ("Description\tUnit value [net]\tCurrency\nGyro\t5\tNOK", "NOK"),
        ("Description\tCurrency\tUnit value\nGyro\tNOK\t5 NOK", "NOK"),
        ("Description\tCurrency\tUnit value [NOK]\nGyro\t\t5", "NOK"),
    ],
)
def test_the_currency_is_taken_from_where_it_stands(text, currency):
    (draft,) = entry.read_items(text)
    assert (draft.unit_value, draft.currency) == (Decimal(5), currency)


@pytest.mark.parametrize(
    "text",
    [
        "Description\tUnit value\tCurrency\nGyro\t5 EUR\tUSD",
        "Description\tUnit value [USD]\nGyro\t5 EUR",
        "Description\tCurrency\tUnit value [USD]\nGyro\tEUR\t5",
    ],
)
def test_two_currencies_in_one_row_are_refused(text):
    with pytest.raises(UnreadableRows, match="Row 2: names two currencies, EUR and USD"):
        entry.read_items(text)


def test_the_unit_in_the_head_of_the_quantity_holds_for_rows_without_their_own():
    rows = entry.read_items("Description\tUnit\tQuantity (pieces)\nGyro\t\t5\nMixer\tset\t1")
    assert [draft.unit for draft in rows] == ["pieces", "set"]


@pytest.mark.parametrize(
    ("text", "code"), [("no", "NO"), ("Viet nam", "VN"), ("côte d’ivoire", "CI"), ("Bolivia", "BO"), ("", "")]
)
def test_a_country_is_read_by_code_or_name(text, code):
    assert entry.read_country(text) == code


@pytest.mark.parametrize("text", ["Norge", "XX", "Congo"])
def test_a_country_that_is_not_in_the_list_or_not_one_is_refused(text):
    with pytest.raises(UserError, match="two-letter code"):
        entry.read_country(text)


@pytest.mark.parametrize(
    ("field", "text", "values"),
    [
        ("quantity", " 16 ", {"quantity": Decimal(16)}),
        ("quantity", "", {"quantity": None}),
        ("unit_value", " ", {"unit_value": None}),
        ("unit_value", "EUR 5", {"unit_value": Decimal(5), "currency": "EUR"}),
        ("currency", "€", {"currency": "EUR"}),
        ("origin", "Norway", {"origin": "NO"}),
        ("maker", " A ", {"maker": "A"}),
        ("description", "two\nlines", {"description": "two\nlines"}),
    ],
)
def test_one_typed_cell_gives_its_fields(field, text, values):
    assert entry.read_cell(field, text) == values


def test_specification_values_are_read_from_a_table_with_heads():
    text = "Parameter\tValue\tUnit\tpage\tSource\nmass\t62\tkg\t3\tdata sheet\n\t\t\t9\t\nfuel\tkerosene\t\t\t"
    assert entry.read_specification(text) == [
        SpecificationValue("mass", "62", "kg", "data sheet"),
        SpecificationValue("fuel", "kerosene"),
    ]


@pytest.mark.parametrize("text", ["", "mass\t62\tkg", "Value\tUnit\n5\tkg"])
def test_specification_rows_without_heads_are_left_to_the_place_of_the_cursor(text):
    assert entry.read_specification(text) is None


def test_a_bad_cell_of_a_specification_is_named():
    with pytest.raises(UnreadableRows, match="Row 2, Value: The text holds a control character"):
        entry.read_specification("Name\tValue\nmass\t6\x072")
