"""Tells which elements of an HTML mail no reader sees: what they hold doesn't count as said."""

import re

from lxml.etree import _Element

LONGEST_STYLE = 100_000
MOST_RULES = 500

_ZERO = r"0*\.?0+(?:px|pt|em|rem|%|vh|vw|cm|mm|in)?(?![\d.])"
_HIDES = re.compile(
    rf"""(?:^|[;{{\s])(?:
        display\s*:\s*none
      | visibility\s*:\s*(?:hidden|collapse)
      | mso-hide\s*:\s*all
      | opacity\s*:\s*{_ZERO}
      | font-size\s*:\s*{_ZERO}
      | font\s*:\s*{_ZERO}
      | (?:max-)?(?:height|width)\s*:\s*{_ZERO}
      | text-indent\s*:\s*-\d{{3,}}
      | (?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{{4,}}
      | clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01]
      | clip-path\s*:\s*inset\(\s*(?:50|100)%
      | transform\s*:\s*scale\(\s*0\s*\)
      | color\s*:\s*(?:transparent|rgba\([^)]*,\s*0\s*\))
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([#\w]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([#\w]+)", re.IGNORECASE)
_WHITE = frozenset(("#fff", "#ffffff", "white", "#fefefe", "#fffffe"))
_CSS_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_CSS_RULE = re.compile(r"([^{}]{1,500})\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][\w-]*|[.#][\w-]+|[a-z][\w-]*[.#][\w-]+", re.IGNORECASE)
_EMPTY_SIZE = re.compile(r"0(?:px|%)?", re.IGNORECASE)


def rules_of(root: _Element) -> frozenset[str]:
    """Return the plain selectors (``p``, ``.x``, ``#x``, ``p.x``) that style sheets hide.

    What depends on the screen (``@media``) is left out: somebody sees it.
    """
    css = "\n".join(element.text or "" for element in root.iter("style"))[:LONGEST_STYLE]
    css = _AT_RULE.sub("", _CSS_COMMENT.sub("", css))
    names: set[str] = set()
    for number, rule in enumerate(_CSS_RULE.finditer(css)):
        if number >= MOST_RULES:
            break
        if hides(rule[2]):
            wanted = (selector.strip() for selector in rule[1].split(","))
            names |= {selector for selector in wanted if _NAME.fullmatch(selector)}
    return frozenset(names)


def is_hidden(element: _Element, names: frozenset[str]) -> bool:
    """Tell whether an element is hidden by its attributes, its style or a rule of the mail."""
    attributes = element.attrib
    if not attributes and not names:
        return False
    if "hidden" in attributes or hides(str(attributes.get("style", ""))):
        return True
    if str(element.tag) == "font" and str(attributes.get("size", "")).strip() == "0":
        return True
    if str(element.tag) == "font" and str(attributes.get("color", "")).strip().lower() in _WHITE:
        return True
    return bool(names) and not names.isdisjoint(_names_of(element))


def hides(style: str) -> bool:
    """Tell whether a list of CSS declarations makes an element invisible."""
    style = style[:4000]
    if not style:
        return False
    if _HIDES.search(style):
        return True
    colour, background = _COLOUR.search(style), _BACKGROUND.search(style)
    if colour is None:
        return False
    if background is None:
        return colour[1].lower() in _WHITE
    return colour[1].lower() == background[1].lower()


def _names_of(element: _Element) -> set[str]:
    tag = str(element.tag)
    parts = [f".{name}" for name in str(element.attrib.get("class", "")).split()[:50]]
    if name := str(element.attrib.get("id", "")).strip():
        parts.append(f"#{name}")
    return {tag, *parts, *(tag + part for part in parts)}
