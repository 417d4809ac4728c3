// The custom element: launcher, panel, and the wiring between the conversation and its looks.

import { Api } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { handOverForm } from "./form.js";
import { Log } from "./log.js";
import { Store } from "./store.js";
import { sheet } from "./style.js";

const OWN_BASE = new URL("../", import.meta.url).href;

export class HelpdeskChat extends HTMLElement {
  #built = false;
  #formFor = 0;
  #dismissed = 0;
  #startOver = null;

  connectedCallback() {
    if (!this.#built) this.#build();
    document.addEventListener("click", this.#openFromPage);
    document.addEventListener("visibilitychange", this.#watch);
    addEventListener("online", this.#online);
    addEventListener("storage", this.#otherTab);
    if (this.store.read().open) this.open({ focus: false });
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#openFromPage);
    document.removeEventListener("visibilitychange", this.#watch);
    removeEventListener("online", this.#online);
    removeEventListener("storage", this.#otherTab);
    this.chat.watch(false);
  }

  /** Open the panel; with words, put them into the box. */
  open({ focus = true, text = "" } = {}) {
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    if (text) this.composer.fill(text);
    if (this.chat.conversation) this.store.write({ open: true });
    this.#watch();
    this.log.scrollToLatest();
    if (focus) this.#focusInside();
    this.dispatchEvent(new CustomEvent("helpdesk-open", { bubbles: true }));
  }

  /** Close the panel and give the focus back to the launcher. */
  close() {
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    if (this.chat.conversation) this.store.write({ open: false });
    this.chat.watch(false);
    this.launcher.focus();
    this.dispatchEvent(new CustomEvent("helpdesk-close", { bubbles: true }));
  }

  #build() {
    this.#built = true;
    const base = new URL(this.getAttribute("base") || OWN_BASE, document.baseURI).href;
    this.store = new Store(base);
    this.chat = new Chat(new Api(base), this.store);
    this.composer = new Composer((text) => this.#send(text));
    this.log = new Log({
      ask: (text) => this.#send(text),
      press: (button) => this.#send(button.title, button.payload),
      rate: (message, helpful) => this.chat.rate(message, helpful),
      retry: () => this.chat.retry(),
      openForm: () => this.#reopenForm(),
      focusBox: () => this.#focusInside(),
    });
    this.launcher = h(
      "button",
      { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open() },
      icon("chat"),
      h("span", {}, "Ask the Helpdesk"),
    );
    this.panel = this.#buildPanel();
    this.panel.hidden = true;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet()];
    root.append(h("section", { class: "frame", "aria-label": "Helpdesk chat", lang: "en-GB" }, this.launcher, this.panel));
    this.chat.addEventListener("change", () => this.#render());
    this.chat.addEventListener("refused", ({ detail }) => {
      if (!this.composer.box.value) this.composer.fill(detail.text);
      this.composer.warn(detail.why);
    });
    this.#render();
  }

  #buildPanel() {
    this.foot = h("div", { class: "foot" });
    this.#showFoot();
    const panel = h(
      "div",
      { class: "panel", role: "dialog", "aria-labelledby": "title" },
      h(
        "header",
        { class: "head" },
        h("span", { class: "mark" }, icon("chat")),
        h("div", { class: "name" }, h("h2", { id: "title" }, "SECAS Helpdesk"), h("p", {}, "Automated, backed by people")),
        h("button", { class: "plainicon", type: "button", "aria-label": "Close the chat", onclick: () => this.close() }, icon("close")),
      ),
      this.log.scroller,
      this.composer.element,
      this.foot,
    );
    panel.addEventListener("keydown", (event) => this.#onKey(event));
    return panel;
  }

  #send(text, payload) {
    this.chat.send(text, payload);
    this.store.write({ open: true });
    this.log.scrollToLatest();
    this.#focusInside();
  }

  #render() {
    const before = this.chat.list.at(-1)?.id;
    this.#renderForm();
    this.log.render(this.chat, { formShown: this.#formFor > 0 });
    this.#startOver.hidden = !this.chat.conversation;
    if (before !== this.lastSeen) {
      this.lastSeen = before;
      this.log.scrollToLatest();
    }
  }

  /** Show the hand-off form while the last thing said asks for it. */
  #renderForm() {
    const last = this.chat.list.filter((message) => message.reply).at(-1);
    const wanted = last?.reply.kind === "form" && last.id !== this.#dismissed && !this.chat.busy ? last.id : 0;
    if (wanted === this.#formFor) return;
    this.#formFor = wanted;
    this.composer.element.hidden = wanted > 0;
    if (!wanted) return this.log.extra.replaceChildren();
    const form = handOverForm({
      question: this.chat.question,
      send: async (key, fields) => {
        const reference = await this.chat.handOver(key, fields);
        this.dispatchEvent(new CustomEvent("helpdesk-ticket", { bubbles: true, detail: { reference } }));
        this.#focusInside();
      },
      cancel: () => {
        this.#dismissed = wanted;
        this.#render();
        this.#focusInside();
      },
    });
    this.log.extra.replaceChildren(form);
    if (this.shadowRoot?.activeElement === this.composer.box || this.panel.contains(this.shadowRoot?.activeElement)) {
      form.elements.name.focus();
    }
  }

  #reopenForm() {
    this.#dismissed = 0;
    this.#render();
    this.log.extra.querySelector("input")?.focus();
  }

  #showFoot() {
    this.#startOver = h("button", { class: "link", type: "button", onclick: () => this.#confirmStartOver() }, "Start over");
    this.#startOver.hidden = !this.chat.conversation;
    this.foot.replaceChildren(h("span", {}, "No passwords or private data, please."), this.#startOver);
  }

  #confirmStartOver() {
    const back = () => {
      this.#showFoot();
      this.#focusInside();
    };
    const forget = h("button", { class: "link", type: "button", onclick: () => { this.chat.forget(); back(); } }, "Forget it");
    this.foot.replaceChildren(
      h("span", { role: "status" }, "Forget this conversation?"),
      h("span", { class: "pair" }, forget, h("button", { class: "link", type: "button", onclick: back }, "Keep it")),
    );
    forget.focus();
  }

  #focusInside() {
    if (this.#formFor) this.log.extra.querySelector("input")?.focus();
    else this.composer.focus();
  }

  #onKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" && matchMedia("(max-width: 30rem)").matches) {
      this.#keepFocus(event);
    }
  }

  /** On a phone the panel covers the page, so the focus stays inside it. */
  #keepFocus(event) {
    const stops = [...this.panel.querySelectorAll("button, a[href], input, textarea, [tabindex='0']")].filter(
      (stop) => stop.offsetParent !== null && !stop.disabled,
    );
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (this.shadowRoot.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }

  #watch = () => {
    if (!this.panel.hidden && document.visibilityState === "visible") this.chat.watch(true);
    else this.chat.watch(false);
  };

  #online = () => {
    if (this.chat.outbox.length) this.chat.retry();
  };

  /** Another tab began the conversation: this one joins it. */
  #otherTab = (event) => {
    if (event.key !== this.store.key || this.chat.conversation) return;
    this.chat.adopt();
    this.#watch();
  };

  /** Anything on the page with `data-helpdesk-open` opens the chat; its value goes into the box. */
  #openFromPage = (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-helpdesk-open]");
    if (!opener || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open({ text: opener.dataset.helpdeskOpen });
  };
}
