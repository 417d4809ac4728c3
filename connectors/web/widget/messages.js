// One message as elements. Each returns its element; what can change later is rebuilt by `sign`.

import { h, icon, sanitised } from "./dom.js";

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export const GREETING =
  "Hello! I’m the SECAS Helpdesk assistant, an automated service. Ask me about the Smart Energy Code; " +
  "what I can’t answer I pass on to the Helpdesk.";

const SUGGESTIONS = [
  "How do we become a SEC Party?",
  "How do I become a DCC User?",
  "What is credit cover?",
];

/** Return what an empty conversation shows: the greeting and, to begin with, a few questions. */
export function welcome(ask) {
  const chip = (text) => h("button", { class: "chip", type: "button", onclick: () => ask(text) }, text);
  return row(
    "bot",
    "Assistant",
    h("div", { class: "words" }, h("p", {}, GREETING)),
    ask && h("div", { class: "choices" }, ...SUGGESTIONS.map(chip)),
  );
}

/** Return a message that is on its way, or could not be sent. */
export function outgoing(item, retry) {
  const note =
    item.state === "failed"
      ? h("p", { class: "note wrong" }, `Not sent. ${item.why ? `${item.why} ` : ""}`, h("button", { class: "link", type: "button", onclick: retry }, "Try again"))
      : item.trouble && h("p", { class: "note" }, item.trouble);
  return row("visitor", "You", h("div", { class: "words plain" }, item.text), note);
}

/** Return a stored message. */
export function stored(message, { live, last, press, rate, openForm }) {
  if (message.author === "staff") {
    const who = message.by ? `${message.by}, Helpdesk` : "Helpdesk";
    const words = h("div", { class: "words" }, sanitised("rich", message.html));
    return row("staff", who, h("p", { class: "note", "aria-hidden": "true" }, who), words);
  }
  if (!message.reply) {
    return row(message.author, "You", h("div", { class: "words plain" }, message.text));
  }
  const { kind, html, answer, buttons, ticket } = message.reply;
  const words = h("div", { class: `words said-${kind}` });
  if (ticket) words.append(h("span", { class: "badge" }, icon("tick")));
  if (html) words.append(sanitised("rich", html));
  if (answer) words.append(h("h3", {}, answer.title), sanitised("rich", answer.html), source(answer));
  const choices = buttons
    .filter((button) => live || button.payload.startsWith("/choose_entry"))
    .map((button) => h("button", { class: "chip", type: "button", onclick: () => press(button) }, button.title));
  if (kind === "form" && last) {
    choices.push(h("button", { class: "chip", type: "button", onclick: openForm }, "Open the form"));
  }
  return row(
    "bot",
    "Assistant",
    words,
    answer && rating(message, rate),
    choices.length > 0 && h("div", { class: "choices" }, ...choices),
  );
}

/** Return what a message's looks depend on; the same text means that nothing needs to be rebuilt. */
export function sign(message, live, last) {
  return [message.id, message.rating, message.reply && live, message.reply && last].join();
}

function row(author, who, ...parts) {
  return h("div", { class: `row ${author}` }, h("span", { class: "hush" }, `${who}: `), ...parts);
}

function source({ source: address, reviewed_on: day }) {
  const link = h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, `Source: ${host(address)}`);
  return h("p", { class: "source" }, link, day ? ` · Reviewed ${DAY.format(new Date(day))}` : "");
}

function host(address) {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return address;
  }
}

function rating(message, rate) {
  if (message.rating) {
    const words = message.rating === "yes" ? "Thank you for telling us." : "Thank you, that helps us improve.";
    return h("p", { class: "note" }, words);
  }
  const trouble = h("span", { class: "wrong", role: "status" });
  const press = (helpful) => async () => {
    trouble.textContent = "";
    try {
      await rate(message, helpful);
    } catch {
      trouble.textContent = "That wasn’t saved. Please try again.";
    }
  };
  const button = (text, helpful) =>
    h("button", { class: "chip small", type: "button", "aria-label": `${text}: ${message.reply.answer.title}`, onclick: press(helpful) }, text);
  return h(
    "div",
    { class: "rating", role: "group", "aria-label": "Did this answer it?" },
    h("span", {}, "Did this answer it?"),
    button("Yes", true),
    button("No", false),
    trouble,
  );
}
