"""The QR that a hall reads from a screen or a sheet of paper."""

import segno
from django.utils.safestring import mark_safe


def poster_qr(address):
    """Black on white in light and dark, sized by the style sheet."""
    drawn = segno.make_qr(address, error="m").svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)
