import re
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from nhipcau.web.charts import cadence_calendar, commune_cartogram, share_bars, target_bars
from nhipcau.web.charts.cartogram import even_steps, level_of, short_lines
from tests.web import sample_parts

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = {
    "cadence": lambda: cadence_calendar(sample_parts.year(), title="Finding"),
    "targets": lambda: target_bars(sample_parts.TARGETS, title="Finding"),
    "shares": lambda: share_bars(sample_parts.SHARES, title="Finding"),
    "communes": lambda: commune_cartogram(sample_parts.tiles(), title="Finding", unit="per 1,000"),
}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture(params=DRAWINGS, ids=str)
def drawing(request):
    return ElementTree.fromstring(DRAWINGS[request.param]())


def test_a_drawing_has_its_finding_as_name_and_its_figures_as_description(drawing):
    assert drawing.get("role") == "img"
    assert drawing.find(f"{SVG}title").text == "Finding"
    assert drawing.get("aria-labelledby") == drawing.find(f"{SVG}title").get("id")
    assert drawing.get("aria-describedby") == drawing.find(f"{SVG}desc").get("id")
    assert drawing.find(f"{SVG}desc").text.count(";") >= 2


def test_a_drawing_obeys_the_content_security_policy(drawing):
    assert not [node for node in drawing.iter() if "style" in node.attrib]
    assert not drawing.findall(f".//{SVG}style")


def test_words_in_a_drawing_stay_readable_on_a_narrow_phone(drawing):
    """300 px is what a picture has on a phone of 360 px."""
    width = float(drawing.get("viewBox").split()[2])
    scale = 300 / width
    sizes = [float(node.get("font-size")) for node in drawing.iter(f"{SVG}text")]

    assert min(sizes) * scale >= 11


def test_a_drawing_escapes_what_it_is_given():
    svg = target_bars([{"label": "<b>&", "target": 1, "actual": 1}], title="<script>")

    assert "<script>" not in svg
    assert "&lt;b&gt;&amp;" in svg


def test_a_drawing_of_nothing_is_still_a_drawing():
    for svg in (
        target_bars([], title="x"),
        share_bars([], title="x"),
        commune_cartogram([], title="x", unit="y"),
        target_bars([{"label": "a", "target": 0, "actual": 0}], title="x"),
    ):
        ElementTree.fromstring(svg)


def test_more_than_planned_reaches_beyond_the_target():
    svg = ElementTree.fromstring(
        target_bars([{"label": "a", "target": 100, "actual": 200}], title="x")
    )
    done = svg.find(f".//{SVG}rect[@class='f-action']")
    target = svg.find(f".//{SVG}rect[@class='f-soft']")

    assert float(done.get("width")) == 2 * float(target.get("width"))


def test_an_unknown_status_of_a_month_is_refused():
    with pytest.raises(ValueError, match="unknown status"):
        cadence_calendar([{"label": "1", "planned": 1, "held": 0, "status": "lost"}], title="x")


def test_the_65_communes_have_a_tile_each():
    tiles = sample_parts.tiles()
    cells = {(tile["row"], tile["column"]) for tile in tiles}
    wards = [tile for tile in tiles if tile["code"] in {"05977", "05983", "05986", "06187"}]

    assert len(tiles) == len(cells) == len({tile["code"] for tile in tiles}) == 65
    assert all(re.fullmatch(r"0[56]\d{3}", tile["code"]) for tile in tiles)
    assert len({tile["row"] for tile in wards}) == len({tile["column"] for tile in wards}) == 2


def test_a_name_fits_its_tile():
    assert short_lines("Hoàng Văn Thụ") == ["Hoàng", "V. Thụ"]
    assert all(
        len(line) <= 7 for tile in sample_parts.tiles() for line in short_lines(tile["name"])
    )


def test_steps_are_round_and_levels_rise_with_the_value():
    assert even_steps(0) == (1, 2, 3, 4)
    assert even_steps(34)[1:] == (8, 16, 24)
    assert [level_of(value, (1, 8, 16, 24)) for value in (0, 1, 8, 23.9, 99)] == [0, 1, 2, 3, 4]
