"""``casement classify``: every readable row answered in the format of design §7, every bad one named."""

import io
import json
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop import cli
from desktop.annex import command, item_files
from desktop.annex.item_files import BadRow, ItemRow, read_items
from desktop.errors import UserError

GYRO = {"id": "A-1", "title": "FOG-220", "description": "Fibre-optic gyroscope",
        "parameters": {"drift rate stability": {"value": 0.2, "unit": "deg/h"}}}  # fmt: skip


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_is_answered_in_the_agreed_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "items.jsonl", json.dumps(GYRO) + "\n\n")
    assert cli.main(["classify", str(path)]) == 0
    (answer,) = lines(capsys)
    assert list(answer) == ["id", "verdict", "codes", "category", "missing", "trace"]
    assert (answer["id"], answer["verdict"], answer["codes"], answer["category"]) == (
        "A-1",
        "controlled",
        ["9.A.4"],
        "II",
    )
    assert answer["missing"] == []
    assert any("0.5 deg/h" in line for line in answer["trace"])  # type: ignore[attr-defined]


def test_an_item_not_loaded_names_the_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "items.jsonl", json.dumps({"id": 7, "description": "Carbon fibre prepreg"}))
    assert cli.main(["classify", str(path)]) == 0
    (answer,) = lines(capsys)
    assert (answer["id"], answer["verdict"], answer["category"]) == ("7", "needs_information", None)
    assert any("This edition holds Items 1, 2, 3, 4, 9, 19, 20" in line for line in answer["trace"])  # type: ignore[attr-defined]


def test_csv_and_spreadsheet_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv_file = write(
        tmp_path, "items.csv", "id;description;drift rate stability (deg/h);range\r\nA;Gyro;0.2;\r\n\r\nB;Gyro;0,9;\r\n"
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "description", "drift rate stability (deg/h)", "range"])
    sheet.append(["A", "Gyro", 0.2, None])
    sheet.append([None, None, None, None])
    sheet.append(["B", "Gyro", "0,9", None])
    book.save(tmp_path / "items.xlsx")
    answers = []
    for path in (csv_file, tmp_path / "items.xlsx"):
        assert cli.main(["classify", str(path)]) == 0
        answers.append(lines(capsys))
    assert answers[0] == answers[1]
    assert [answer["verdict"] for answer in answers[0]] == ["controlled", "not_controlled"]


def test_bad_rows_are_named_with_file_and_row_and_the_rest_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        json.dumps(GYRO), "{broken", "[1]", json.dumps({"id": 1}), json.dumps({"description": ["Gyro"]}),
        json.dumps({"description": "Gyro", "parameters": []}),
        json.dumps({"description": "Gyro", "parameters": {"range": {"value": [1]}}}),
        '{"description": "Gyro", "parameters": {"range": NaN}}',
        json.dumps({"description": "x" * 10_001}), "[" * 100_000,
        json.dumps({"description": "Gyro", "parameters": {"drift": None, "autonomous": True, "x": False}}),
    ]  # fmt: skip
    path = write(tmp_path, "items.jsonl", "\n".join(rows))
    out = tmp_path / "answers.jsonl"
    assert cli.main(["classify", str(path), "-o", str(out)]) == 2
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["A-1", "11"]
    said = capsys.readouterr().err
    assert [f"items.jsonl, row {number}:" in said for number in range(2, 11)] == [True] * 9


def test_a_row_with_more_cells_than_columns_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "items.csv", "id,description\nA,Gyro,0.2\nB,\nC,Gyro,\n")
    found = list(read_items(path))
    assert found[0] == BadRow(2, "has 3 cells, but the first row names 2 columns.")
    assert found[1] == BadRow(3, "has neither a title nor a description.")
    assert isinstance(found[2], ItemRow)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("items.txt", b"x", "neither .jsonl, .csv nor .xlsx"),
        ("items.csv", b"a,b\n1,2\n", "has no column"),
        ("items.csv", b'id,description\n"open,Gyro\n', "it is no CSV"),
        ("items.csv", b"\xff\xfe", "is not UTF-8"),
        ("items.xlsx", b"not a zip", "is no .xlsx file"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert cli.main(["classify", str(path)]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_missing_file_and_a_place_that_cannot_be_written_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["classify", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    path = write(tmp_path, "items.jsonl", json.dumps(GYRO))
    assert cli.main(["classify", str(path), "-o", str(tmp_path / "no" / "out.jsonl")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "items.csv").mkdir()
    with pytest.raises(UserError, match="cannot be read"):
        list(read_items(tmp_path / "items.csv"))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "items.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")
    with pytest.raises(UserError, match="no spreadsheet that can be read"):
        list(read_items(path))


@pytest.mark.parametrize(
    ("limit", "words"), [("MAX_BYTES", "is the most"), ("MAX_ROWS", "more than"), ("MAX_UNPACKED", "unpacks to")]
)
def test_limits_of_size_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, words: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "description"], ["A", "Gyro"], ["B", "Gyro"]):
        sheet.append(row)
    book.save(tmp_path / "items.xlsx")
    text = write(tmp_path, "items.csv", "id,description\nA,Gyro\nB,Gyro\n")
    monkeypatch.setattr(item_files, limit, 1)
    with pytest.raises(UserError, match=words):
        list(read_items(text if limit == "MAX_ROWS" else tmp_path / "items.xlsx"))


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--edition", "2024-03-14"], 0, ""),
        (["--as-of", "2026-01-01"], 0, ""),
        (["--as-of", "soon"], 2, "is no day"),
        (["--as-of", "2001-01-01"], 2, "No loaded annex edition"),
        (["--edition", "1999"], 2, "There is no annex edition"),
        (["--edition", "2024-03-14", "--as-of", "2026-01-01"], 2, "either"),
    ],
)
def test_the_edition_is_chosen_by_name_or_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, words: str
) -> None:
    path = write(tmp_path, "items.jsonl", json.dumps(GYRO))
    assert cli.main(["classify", str(path), *options]) == code
    assert words in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "items.jsonl", "\n".join([json.dumps(GYRO)] * 60))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert cli.main(["classify", str(path), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert "classified 60 of 60" in terminal.getvalue()


def test_help_shows_the_three_shapes_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["classify", "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in (".jsonl", ".csv", ".xlsx", "--edition", "--as-of"))
    assert command.BAD_INPUT == 2
