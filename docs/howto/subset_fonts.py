"""Make the two web fonts from the full Be Vietnam Pro (OFL 1.1, no reserved name).

    pip install fonttools brotli fontpkg-be-vietnam-pro
    python docs/howto/subset_fonts.py FOLDER-WITH-TTF OUTPUT-FOLDER

Latin and Vietnamese stay in ONE file a weight, so that kerning works between ``T`` and ``ư``;
hinting is dropped. The family has no tabular figures: this adds them as the feature ``tnum``.
"""

import copy
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib.tables import otTables

UNICODES = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0131,U+0152-0153,"
    "U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+02C6,U+02DA,U+02DC,U+0300-0303,U+0306,U+0309,"
    "U+031B,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020,U+2022,U+2026,U+2030,"
    "U+2032,U+2033,U+2039,U+203A,U+20AB,U+20AC,U+2122,U+2212,U+2215,U+2248,U+2260,U+2264,U+2265"
)
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
WEIGHTS = {"Regular": 400, "SemiBold": 600}


def add_tabular_figures(font, width):
    glyphs, metrics = font["glyf"], font["hmtx"]
    mapping = {}
    for name in DIGITS:
        tabular = f"{name}.tnum"
        glyph = copy.deepcopy(glyphs[name])
        advance, bearing = metrics[name]
        shift = (width - advance) // 2
        glyph.coordinates.translate((shift, 0))
        glyphs[tabular] = glyph
        glyph.recalcBounds(glyphs)
        metrics[tabular] = (width, bearing + shift)
        mapping[name] = tabular

    gsub = font["GSUB"].table
    single = otTables.SingleSubst()
    single.mapping = mapping
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable = 1, 0, [single]
    gsub.LookupList.Lookup.append(lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [len(gsub.LookupList.Lookup) - 1]
    gsub.FeatureList.FeatureRecord.append(record)
    index = len(gsub.FeatureList.FeatureRecord) - 1
    for script in gsub.ScriptList.ScriptRecord:
        languages = [r.LangSys for r in script.Script.LangSysRecord]
        for language in [script.Script.DefaultLangSys, *languages]:
            if language is not None:
                language.FeatureIndex.append(index)


def main(source, target):
    for style, weight in WEIGHTS.items():
        options = subset.Options()
        options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
        options.hinting = False
        options.glyph_names = True
        font = subset.load_font(str(Path(source) / f"BeVietnamPro-{style}.ttf"), options)
        worker = subset.Subsetter(options)
        worker.populate(unicodes=subset.parse_unicodes(UNICODES))
        worker.subset(font)
        add_tabular_figures(font, width=680 if weight == 400 else 694)
        font["post"].formatType = 3.0
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.flavor = "woff2"
        font.save(Path(target) / f"be-vietnam-pro-{weight}.woff2")


if __name__ == "__main__":
    main(*sys.argv[1:])
