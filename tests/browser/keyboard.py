"""Going through a page with the Tab key alone."""

FIND = """() => {
  const fields = 'button, input:not([type=hidden]), select, textarea';
  const wanted = `a[href], summary, iframe, [tabindex="0"], ${fields}`;
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
  window.stops = [...document.querySelectorAll(wanted)].filter(shown);
  return window.stops.map((one) => one.outerHTML.slice(0, 120));
}"""

AT = """() => {
  const one = document.activeElement;
  const rings = [getComputedStyle(one), getComputedStyle(one, '::after')];
  const ring = rings.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  const { top, bottom, left, right } = one.getBoundingClientRect();
  const seen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return { place: window.stops.indexOf(one), ring: ring || one.tagName === 'IFRAME', seen };
}"""


def tab_through(page):
    """Press Tab until everything was reached; each stop shows that it is the one, and can be seen."""
    stops = page.evaluate(FIND)
    page.evaluate("document.body.focus(); getSelection().removeAllRanges()")
    reached, wrong = set(), []
    for _ in range(4 * len(stops)):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if at["place"] >= 0:
            reached.add(at["place"])
            wrong += [] if at["ring"] and at["seen"] else [f"{at}: {stops[at['place']]}"]
        if len(reached) == len(stops):
            break
    wrong += [f"never reached: {stop}" for place, stop in enumerate(stops) if place not in reached]
    assert not wrong, "\n".join((page.url, *wrong))
