import zoneinfo

import pytest
import tzdata

from bot.daily.zone_data import ZoneData, old_zones, zone_data


@pytest.fixture
def system(tmp_path):
    """A folder of zones of a system, which is the one in use."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").write_bytes(b"TZif")
    zoneinfo.reset_tzpath([str(tmp_path)])
    yield tmp_path
    zoneinfo.reset_tzpath()


@pytest.mark.parametrize(
    ("name", "text"), [("tzdata.zi", "# version 2019c\n# redo posix_only\n"), ("+VERSION", "2019c\n")]
)
def test_the_systems_zones_say_of_when_they_are(system, name, text):
    (system / name).write_text(text)
    assert zone_data() == ZoneData("2019c", str(system))


@pytest.mark.parametrize("text", ["", "# This zic input file is in the public domain.\n", "# version unknown\n"])
def test_zones_that_do_not_say_so_are_left_alone(system, text):
    (system / "tzdata.zi").write_text(text)
    assert zone_data() is None
    assert old_zones(None, 2026) is None


def test_without_a_systems_zones_those_of_the_package_are_in_use(tmp_path):
    zoneinfo.reset_tzpath([str(tmp_path)])
    try:
        assert zone_data() == ZoneData(tzdata.IANA_VERSION, "")
    finally:
        zoneinfo.reset_tzpath()


def test_zones_are_old_in_the_second_year_behind_theirs():
    assert [old_zones(ZoneData("2024b", ""), year) is None for year in (2024, 2025, 2026)] == [True, True, False]
    late = "where clocks have changed since, daily insights come at the wrong time"
    start = f"the time zones are those of 2019c; {late}: "
    assert old_zones(ZoneData("2019c", ""), 2026) == f"{start}run: pip install -U tzdata"
    assert old_zones(ZoneData("2019c", "/usr/share/zoneinfo"), 2026) == (
        f"{start}update the system's tzdata, which is in /usr/share/zoneinfo"
    )
