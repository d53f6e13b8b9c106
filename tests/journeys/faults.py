"""What must not be found on any page."""

import re
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
]
# Started without waiting, so that the browser looks through two pages at a time.
START = """tags => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  window.lookedThrough = new Promise((found, failed) => setTimeout(
    () => axe.run(document, options).then(found, failed)
  ));
}"""
FINISH = """async () => ({
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  widest: [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 2).map(one => one.outerHTML.slice(0, 100)),
  title: document.title,
  text: document.body.innerText,
  english: [...document.querySelectorAll("body [lang=en]")].map(one => one.innerText),
  axe: (await window.lookedThrough).violations.flatMap(one => one.nodes.map(
    node => `axe ${one.id}: ${node.html.slice(0, 160)} (${node.failureSummary
      .split("\\n").slice(1, 2).join("").trim()})`
  )),
})"""
# Words of the source that no Vietnamese sentence has.
ENGLISH = re.compile(
    r"\b(the|and|of|with|your|you|please|this|that|from|are|events?|persons?|people|months?|years?"
    r"|search|save|cancel|turns?|register|name|date|sign|show|approve|draft|open|closed)\b",
    re.IGNORECASE,
)
NOT_SOURCE = re.compile(r"\S+@\S+|https?://\S+|English")


def look_at(page):
    page.evaluate(AXE)
    page.evaluate(START, RULES)


def faults_of(page, *, language="vi"):
    """Sentences on what is wrong with a page that ``look_at`` was called for."""
    seen = page.evaluate(FINISH)
    found = []
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} first headings")
    if seen["language"] != language:
        found.append(f"the page says that it speaks {seen['language']}")
    if not seen["title"]:
        found.append("no title")
    if seen["wide"] > 0:
        found.append(f"wider than the screen by {seen['wide']} px: {seen['widest']}")
    if language == "vi":
        text = f"{seen['title']}\n{seen['text']}"
        for quoted in seen["english"]:
            text = text.replace(quoted, "")
        lines = NOT_SOURCE.sub("", text).splitlines()
        found += [f"English: {line.strip()}" for line in lines if ENGLISH.search(line)]
    return found + seen["axe"]
