"""Settings: one list, each described in the handbook, damaged files give the defaults, nothing out of bounds."""

import pytest

from desktop.paths import resource
from desktop.settings import APPEARANCE, LOCK_AFTER, SETTINGS, PersonalSettings, Scope, Setting


def test_keys_are_unique_and_each_has_a_sentence():
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    assert all(setting.sentence.endswith(".") for setting in SETTINGS)
    assert all(setting.admits(setting.default) for setting in SETTINGS)


def test_each_setting_is_described_in_the_handbook():
    page = resource("handbook", "settings.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        assert f"`{setting.key}`" in page


def test_a_value_is_there_next_time(tmp_path):
    PersonalSettings(tmp_path / "new folder").set(LOCK_AFTER, 3)
    assert PersonalSettings(tmp_path / "new folder").number(LOCK_AFTER) == 3
    assert PersonalSettings(tmp_path / "new folder").text(APPEARANCE) == "system"


@pytest.mark.parametrize(
    "written",
    ["", "{", "[]", "null", '{"lock_after_minutes": 99, "appearance": "pink"}', '{"lock_after_minutes": "3"}'],
)
def test_a_damaged_file_gives_the_defaults(tmp_path, written):
    (tmp_path / "settings.json").write_text(written)
    settings = PersonalSettings(tmp_path)
    assert settings.number(LOCK_AFTER) == 10
    assert settings.text(APPEARANCE) == "system"


@pytest.mark.parametrize(
    ("setting", "value"), [(LOCK_AFTER, 0), (LOCK_AFTER, True), (APPEARANCE, "pink"), (APPEARANCE, 1)]
)
def test_a_value_out_of_bounds_is_refused(tmp_path, setting, value):
    with pytest.raises(ValueError, match=setting.key):
        PersonalSettings(tmp_path).set(setting, value)
    assert not (tmp_path / "settings.json").exists()


def test_a_plain_text_and_a_yes_or_no_are_admitted_by_type():
    assert Setting("a", "x", "A.").admits("anything")
    assert Setting("b", default=True, sentence="B.").admits(False)
    assert not Setting("b", default=True, sentence="B.").admits(1)


def test_settings_of_the_office_are_no_personal_ones(tmp_path):
    (tmp_path / "settings.json").write_text('{"time_zone": "Europe/Lisbon"}')
    office = next(setting for setting in SETTINGS if setting.scope is Scope.OFFICE)
    assert PersonalSettings(tmp_path).text(office) == office.default
