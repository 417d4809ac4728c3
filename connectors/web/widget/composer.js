// The text box: Enter sends, Shift and Enter begins a new line.

import { h, icon } from "./dom.js";

export const LONGEST = 4000;
const NUMBER = new Intl.NumberFormat("en-GB");

export class Composer {
  constructor(send) {
    this.box = h("textarea", { id: "box", rows: 1, placeholder: "Ask a question…", "aria-describedby": "box-note", enterkeyhint: "send", autocomplete: "off" });
    this.note = h("p", { class: "wrong", id: "box-note", role: "alert" });
    this.element = h(
      "form",
      { class: "composer" },
      h("label", { for: "box", class: "hush" }, "Your question"),
      h("div", { class: "line" }, this.box, h("button", { class: "send", type: "submit", "aria-label": "Send" }, icon("send"))),
      this.note,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit(send);
    });
    this.box.addEventListener("input", () => {
      this.warn("");
      this.#fit();
    });
  }

  /** Put words into the box, for example those that were refused. */
  fill(text) {
    this.box.value = text;
    this.#fit();
  }

  /** Say what is wrong with what was typed. */
  warn(words) {
    this.note.textContent = words;
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  #submit(send) {
    const text = this.box.value.trim();
    // Counted as the server counts: by characters, not by halves of them.
    const length = [...text].length;
    if (!length) return this.warn("Please type a question first.");
    if (length > LONGEST) {
      return this.warn(`A message can have up to ${NUMBER.format(LONGEST)} characters; this one has ${NUMBER.format(length)}. Please shorten it, or send it in parts.`);
    }
    this.warn("");
    this.fill("");
    send(text);
  }

  #fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 132)}px`;
  }
}
