// The one line that a host page needs loads this file. It defines <helpdesk-chat> and, where the
// page has none of its own, adds one, taking over the data attributes of the script element.

import { HelpdeskChat } from "./element.js";

if (!customElements.get("helpdesk-chat")) customElements.define("helpdesk-chat", HelpdeskChat);

if (!document.querySelector("helpdesk-chat")) {
  const script = [...document.scripts].find((candidate) => candidate.src === import.meta.url);
  const chat = document.createElement("helpdesk-chat");
  for (const name of ["base", "position", "theme"]) {
    if (script?.dataset[name]) chat.setAttribute(name, script.dataset[name]);
  }
  document.body.append(chat);
}
