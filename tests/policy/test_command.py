"""``casement policy FILE``."""

import argparse
import json

import pytest

from desktop.errors import UserError
from desktop.policy import command

GYRO = command.EXAMPLE


def run(tmp_path, capsys, *lines, output=None):
    file = tmp_path / "inputs.jsonl"
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    arguments = argparse.Namespace(file=str(file), output=output)
    assert command.run(arguments) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_of_inputs_gives_outcome_trace_and_assurances(tmp_path, capsys):
    (answer,) = run(tmp_path, capsys, GYRO)
    assert (answer["id"], answer["outcome"], answer["rule"], answer["row"]) == (
        "gyro",
        "CASE_BY_CASE",
        "PM-9",
        "CII-GNC",
    )
    assert answer["assurances"]["required"] == ["AS-1", "AS-2", "AS-3", "AS-4"]
    assert answer["assurances"]["missing"] == ["AS-3", "AS-4"]
    assert answer["answers"]["GRANT"] == {"countersignatures": 1}
    assert [tried["rule"] for tried in answer["trace"]][-1] == "PM-9"


def test_a_production_facility_may_be_granted_by_nobody(tmp_path, capsys):
    (answer,) = run(tmp_path, capsys, GYRO | {"annex_ref": "2.B.1", "category": "I", "kind": "production_facility"})
    assert answer["outcome"] == "PROHIBITED"
    assert "closed_because" in answer["answers"]["GRANT"]


def test_what_is_left_out_is_not_known_and_named(tmp_path, capsys):
    (answer,) = run(tmp_path, capsys, {"annex_ref": "9.A.4", "end_use_class": "A", "destination_status": "member"})
    assert answer["outcome"] == "RESOLVE_FIRST"
    assert answer["missing"] == ["embargo_result", "wmd_finding", "contains_category_I", "contribution_finding"]
    assert answer["possible"][0] == "EMBARGO"
    assert answer["id"] == 1


def test_kind_category_and_status_follow_from_others_when_left_out(tmp_path, capsys):
    given = {name: value for name, value in GYRO.items() if name not in {"kind", "category", "destination_status"}}
    (answer,) = run(tmp_path, capsys, given | {"destination": "IN", "date": "2016-05-01"})
    assert answer["inputs"]["kind"] == "component"
    assert answer["inputs"]["category"] == "II"
    assert answer["inputs"]["destination_status"] == "pledged"


def test_true_false_and_the_domains_spelling_of_adherent_are_understood(tmp_path, capsys):
    given = GYRO | {"contains_category_I": False, "informed": False, "destination_status": "adherent (formal)"}
    (answer,) = run(tmp_path, capsys, given)
    assert answer["outcome"] == "CASE_BY_CASE"
    assert answer["assurances"]["considered"] == ["AS-5"]


def test_an_unlisted_item(tmp_path, capsys):
    given = GYRO | {"category": "none", "annex_ref": "", "kind": None, "end_use_class": "C"}
    (answer,) = run(tmp_path, capsys, given)
    assert answer["outcome"] == "NLR"
    (answer,) = run(tmp_path, capsys, {**given, "category": None, "aware": True})
    assert answer["outcome"] == "CATCH_ALL"


def test_a_standing_embargo_on_a_country_needs_no_finding(tmp_path, capsys):
    (answer,) = run(tmp_path, capsys, GYRO | {"destination": "KP"})
    assert answer["outcome"] == "EMBARGO"


def test_empty_lines_are_passed_over_and_the_output_may_be_a_file(tmp_path, capsys):
    target = tmp_path / "out.jsonl"
    assert run(tmp_path, capsys, "", GYRO, "   ", output=str(target)) == []
    assert json.loads(target.read_text("utf-8"))["outcome"] == "CASE_BY_CASE"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", "line 2: not a JSON object"),
        ({"annex_ref": "9.A.4", "colour": "red"}, "line 2: “colour” is not an input"),
        ({"id": "x"}, "line 2: give “category”"),
        (GYRO | {"end_use_class": "Z"}, "line 2: “end_use_class” is 'Z'; it must be one of W, M, S"),
        (GYRO | {"annex_ref": 4}, "line 2: “annex_ref” must be text"),
        (GYRO | {"assurances_held": "AS-1"}, "line 2: “assurances_held” must be a list"),
        (GYRO | {"category": "none"}, "line 2: “category” none goes with no “annex_ref”"),
        ({"annex_ref": "gyro"}, "line 2: “annex_ref” is 'gyro'"),
        ({"annex_ref": "9.A.4", "date": "May"}, "line 2: “date” is 'May'"),
        (GYRO | {"category": "I"}, "line 2: Annex reference 9.A.4 does not belong to Category I"),
    ],
)
def test_bad_input_is_named_by_line(tmp_path, capsys, line, sentence):
    with pytest.raises(UserError) as wrong:
        run(tmp_path, capsys, GYRO, line)
    assert wrong.value.message.startswith(sentence)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path, capsys):
    missing = argparse.Namespace(file=str(tmp_path / "none.jsonl"), output=None)
    with pytest.raises(UserError, match="cannot be read"):
        command.run(missing)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="not UTF-8"):
        command.run(argparse.Namespace(file=str(tmp_path / "bytes"), output=None))


def test_an_output_that_cannot_be_written_is_named(tmp_path, capsys):
    with pytest.raises(UserError, match="cannot be written"):
        run(tmp_path, capsys, GYRO, output=str(tmp_path))


def test_standard_input(monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(GYRO)))
    assert command.run(argparse.Namespace(file="-", output=None)) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "CASE_BY_CASE"


def test_the_help_shows_an_example_that_runs(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert json.dumps(command.EXAMPLE) in parser.format_help()
