"""How a square of a fair's hall is drawn: a class, and a sign that stands on it."""

from django import template

register = template.Library()

# Sign of the plan → class of the style sheet, what is shown; the list below a plan has the words.
SQUARES = {
    "#": ("hall__square--wall", ""),
    "=": ("hall__square--way", "♿"),
    "B": ("hall__square--stand", "+"),
    "E": ("hall__square--entrance", "⇧"),
    "S": ("hall__square--stage", "★"),
    "W": ("hall__square--toilet", "WC"),
}


@register.filter
def square_class(square):
    return "hall__square--booth" if square.booth else SQUARES.get(square.sign, ("", ""))[0]


@register.filter
def square_sign(square):
    return square.booth.number if square.booth else SQUARES.get(square.sign, ("", ""))[1]


@register.simple_tag
def hall_sign(sign):
    return SQUARES[sign][1]
