// Small helpers to build elements without ever parsing text as HTML.

/** Return an element with attributes, listeners (names that begin with "on") and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Return an element that shows the server's sanitised HTML; nothing else may be given to it. */
export function sanitised(className, html) {
  const element = h("div", { class: className });
  element.innerHTML = html;
  return element;
}

const SHAPES = {
  chat: "M5 5.5h14A1.5 1.5 0 0 1 20.5 7v8.5A1.5 1.5 0 0 1 19 17h-6.5L8 20.5V17H5A1.5 1.5 0 0 1 3.5 15.5V7A1.5 1.5 0 0 1 5 5.5zM8 9.7h8M8 12.9h5",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4.5 12h14M12.5 6l6 6-6 6",
  tick: "M5 12.5l4.5 4.5L19 7.5",
};

/** Return one of our line drawings; it says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Return 128 random bits as text, for keys that no other message has. */
export function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
