"""Pictures of figures, drawn on the server: data in, safe SVG text out. No models, no request."""

from nhipcau.web.charts.bars import share_bars, stage_bars, target_bars
from nhipcau.web.charts.cadence import cadence_calendar
from nhipcau.web.charts.cartogram import commune_cartogram
from nhipcau.web.charts.curves import flow_bars, retention_curve
from nhipcau.web.charts.hexagon import hexagon

__all__ = [
    "cadence_calendar",
    "commune_cartogram",
    "flow_bars",
    "hexagon",
    "retention_curve",
    "share_bars",
    "stage_bars",
    "target_bars",
]
