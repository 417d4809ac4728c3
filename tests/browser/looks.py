"""Pages as people see them: wide and narrow, light and dark, and whether everybody can use them so."""

from axe_playwright_python.sync_playwright import Axe

LOOKS = [(scheme, width) for width in (1280, 320) for scheme in ("light", "dark")]
"""Schemes of colours, and widths in pixels: 320 is what 1280 becomes at four times the size (WCAG 1.4.10)."""

STILL = {"reduced_motion": "reduce"}
"""Without motion, since what is still fading in would be measured by its half-way colours."""

# Of WCAG 2.2 AA, but not among the rules that axe looks at unasked.
_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_AXE = Axe()


def assert_good(page):
    """Look at a page in every way: nothing that axe objects to, and no scrolling sideways."""
    wrong = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 740})
        wrong += [f"{scheme}, {width} px: {one}" for one in (*violations(page), *too_wide(page))]
    assert not wrong, "\n".join((page.url, *wrong))


def violations(page):
    """Return what axe finds, as the rule and the elements."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE.axe_script)
    found = page.evaluate("options => axe.run(options)", _OPTIONS)["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


def too_wide(page):
    """Return by how much one would have to scroll sideways."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wider} pixels too wide"] if wider > 0 else []
