"""The office's data on certificates is whole, and contradictions are a bug found on loading."""

import re

import pytest
import yaml

from desktop.documents import catalogue
from desktop.documents.catalogue import Check
from desktop.documents.model import Severity
from desktop.paths import resource
from tests.documents.certificates import KNOWN


def test_every_id_of_the_reference_is_there():
    assert set(KNOWN.types) == {"EUS", "SUC", "EUC-P", "EUC-G", "STK", "IIC", "DV", "NTU", "G2G", "NOC", "PSD"}
    assert list(KNOWN.undertakings) == [f"U-{number:02}" for number in range(1, 16)]
    checks = [*range(1, 20), *range(20, 30), *range(50, 58), *range(30, 38), *range(40, 44), *range(60, 66)]
    assert list(KNOWN.checks) == [f"EC-{number:02}" for number in checks]
    fields = [*range(1, 18), *range(20, 27), *range(30, 38), *range(40, 46)]
    assert list(KNOWN.fields) == [f"F-{number:02}" for number in fields]


@pytest.mark.parametrize("code", ["EC-01", "EC-12", "EC-20", "EC-22", "EC-28", "EC-50", "EC-52", "EC-60", "EC-65"])
def test_the_checks_that_stop_a_case_are_blocks(code):
    assert KNOWN.checks[code].severity is Severity.BLOCK


def test_supporting_papers_have_a_short_checklist():
    assert len(KNOWN.checks_for("DV")) < len(KNOWN.checks_for("G2G")) < len(KNOWN.checks_for("EUS"))


def test_a_field_is_mandatory_by_type():
    assert KNOWN.fields["F-02"].need_for("EUC-G") == "M"
    assert KNOWN.fields["F-02"].need_for("EUS") == "C"


def test_sentences_are_sentences():
    for check in KNOWN.checks.values():
        assert isinstance(check, Check)
        assert check.question.endswith((".", "?"))
        assert not re.search(r"\b(EC|RF|CK)-\d", check.question)
    for undertaking in KNOWN.undertakings.values():
        assert undertaking.text.endswith(".")


CONTRADICTIONS = {
    "a type twice": ("types", lambda data: data.append(data[0]), "stands twice"),
    "an unknown condition": ("situations", lambda data: data[0]["when"].update(moon="full"), "unknown condition"),
    "an unknown type": ("situations", lambda data: data[0]["needs"].append(["XYZ"]), "unknown types"),
    "an unknown undertaking": (
        "undertakings",
        lambda data: data["assurances"].update({"AS-1": ["U-99"]}),
        "unknown und",
    ),
    "an unknown part": ("types", lambda data: data[0].update(issuer="F-99.x"), "unknown parts"),
    "an unknown group": ("checks", lambda data: data[0].update(group="moon"), "unknown groups"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_in_the_data_is_found_on_loading(monkeypatch, name):
    which, spoil, message = CONTRADICTIONS[name]

    def read(wanted):
        data = yaml.safe_load(resource("certificates", f"{wanted}.yaml").read_text("utf-8"))
        if wanted == which:
            spoil(data)
        return data

    monkeypatch.setattr(catalogue, "_read", read)
    catalogue.load.cache_clear()
    with pytest.raises(ValueError, match=message):
        catalogue.load()
    monkeypatch.undo()
    catalogue.load.cache_clear()
    assert catalogue.load().types
