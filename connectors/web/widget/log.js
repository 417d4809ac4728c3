// The list of messages: adds what is new, rebuilds what changed, leaves the rest in peace, so that
// a screen reader hears each message once.

import { h } from "./dom.js";
import { outgoing, sign, stored, welcome } from "./messages.js";

export class Log {
  #shown = new Map();

  constructor(actions) {
    this.actions = actions;
    this.list = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "Conversation" });
    this.typing = h("p", { class: "typing", role: "status" });
    this.extra = h("div");
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": "Messages" }, this.list, this.typing, this.extra);
  }

  /** Show the state of the chat. */
  render(chat, { formShown }) {
    const messages = chat.list;
    const lastSaid = Math.max(0, ...messages.filter((m) => m.author === "visitor").map((m) => m.id));
    const wanted = messages.map((message) => {
      const live = message.id > lastSaid && chat.outbox.length === 0;
      const last = live && !formShown && message === messages.at(-1);
      const build = () => stored(message, { ...this.actions, live, last });
      return [message.localKey ?? `m${message.id}`, sign(message, live, last), build];
    });
    if (!messages.length) {
      const fresh = chat.outbox.length === 0;
      wanted.push(["welcome", fresh, () => welcome(fresh && this.actions.ask)]);
    }
    for (const item of chat.outbox) {
      wanted.push([item.key, `${item.state}${item.trouble ?? ""}`, () => outgoing(item, this.actions.retry)]);
    }
    this.#apply(wanted);
    this.#showTyping(chat.busy);
  }

  /** Scroll so that the last message of a person and what follows it can be read from the start. */
  scrollToLatest() {
    const own = [...this.list.querySelectorAll(".visitor, .staff")].at(-1);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = own ? own.offsetTop - 12 : 0;
    this.scroller.scrollTo({ top, behavior: still ? "instant" : "smooth" });
  }

  #apply(wanted) {
    const keys = new Set(wanted.map(([key]) => key));
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.#shown.delete(key);
    }
    let before = null;
    for (const [key, looks, build] of wanted) {
      const known = this.#shown.get(key);
      let element = known?.element;
      if (!known || known.looks !== looks) {
        const focused = element?.contains(element.getRootNode().activeElement);
        element = build();
        if (known) known.element.replaceWith(element);
        if (focused) this.actions.focusBox();
        this.#shown.set(key, { element, looks });
      }
      const place = before ? before.nextSibling : this.list.firstChild;
      if (element !== place) this.list.insertBefore(element, place);
      before = element;
    }
  }

  #showTyping(busy) {
    if (busy === this.typing.childElementCount > 0) return;
    this.typing.replaceChildren(
      ...(busy ? [h("span", { class: "hush" }, "The assistant is writing"), h("i"), h("i"), h("i")] : []),
    );
  }
}
