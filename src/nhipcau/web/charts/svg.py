"""The few words of SVG that the charts are written in. Colours come from classes alone."""

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def attributes(values: dict) -> SafeString:
    """``text_anchor`` becomes ``text-anchor``, ``class_`` ``class``; ``None`` is left out."""
    pairs = (
        (name.rstrip("_").replace("_", "-") if name != "viewBox" else name, _short(value))
        for name, value in values.items()
        if value is not None
    )
    return format_html_join("", ' {}="{}"', pairs)


def _short(value):
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return value


def tag(name: str, content: str = "", /, **values) -> SafeString:
    return format_html("<{}{}>{}</{}>", name, attributes(values), content, name)


def text(x: float, y: float, words, **values) -> SafeString:
    values.setdefault("font_size", 13)
    return tag("text", conditional_escape(words), x=x, y=y, **values)


def rect(x: float, y: float, width: float, height: float, **values) -> SafeString:
    return tag("rect", "", x=x, y=y, width=max(width, 0), height=height, **values)


def join(parts) -> SafeString:
    return mark_safe("".join(conditional_escape(part) for part in parts))


def hatch(name: str, *, css_class: str = "s-ink", gap: float = 6) -> SafeString:
    """Slanting lines, so that a state is seen without its colour."""
    line = tag("path", "", d=f"M0 0V{gap}", class_=css_class, stroke_width=1.6)
    return tag(
        "pattern",
        line,
        id=name,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def chart(parts, *, width: float, height: float, name: str, kind: str, title, description=""):
    """The picture with its finding as name and its figures as description."""
    labels = tag("title", conditional_escape(title), id=f"{name}-title")
    described = None
    if description:
        labels += tag("desc", conditional_escape(description), id=f"{name}-desc")
        described = f"{name}-desc"
    return tag(
        "svg",
        labels + join(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart--{kind}",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=described,
    )
