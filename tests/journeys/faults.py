"""What must not be found on any page."""

import re
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
]
RUN_AXE = """async tags => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
  });
  return found.violations.flatMap(one => one.nodes.map(
    node => `axe ${one.id}: ${node.html.slice(0, 160)} (${node.failureSummary
      .split("\\n").slice(1, 2).join("").trim()})`
  ));
}"""
SHAPE = """() => ({
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  widest: [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 2).map(one => one.outerHTML.slice(0, 100)),
  title: document.title,
  english: [...document.querySelectorAll("body [lang=en]")].map(one => one.innerText),
})"""
# Words of the source that no Vietnamese sentence has.
ENGLISH = re.compile(
    r"\b(the|and|of|with|your|you|please|this|that|from|are|events?|persons?|people|months?|years?"
    r"|search|save|cancel|turns?|register|name|date|sign|show|approve|draft|open|closed)\b",
    re.IGNORECASE,
)
NOT_SOURCE = re.compile(r"\S+@\S+|https?://\S+|English")


def faults_of(page, *, language="vi"):
    """A list of sentences; empty when the page is as it should be."""
    shape = page.evaluate(SHAPE)
    found = []
    if shape["headings"] != 1:
        found.append(f"{shape['headings']} first headings")
    if shape["language"] != language:
        found.append(f"the page says that it speaks {shape['language']}")
    if not shape["title"]:
        found.append("no title")
    if shape["wide"] > 0:
        found.append(f"wider than the screen by {shape['wide']} px: {shape['widest']}")
    if language == "vi":
        text = page.locator("body").inner_text() + "\n" + shape["title"]
        for quoted in shape["english"]:
            text = text.replace(quoted, "")
        text = NOT_SOURCE.sub("", text)
        found += [f"English: {line.strip()}" for line in text.splitlines() if ENGLISH.search(line)]
    page.evaluate(AXE)
    return found + page.evaluate(RUN_AXE, RULES)
