// The hand-off form: the visitor's question goes to the people of the Helpdesk.

import { h, randomKey } from "./dom.js";

const FIELDS = [
  { name: "name", label: "Name", type: "text", autocomplete: "name" },
  { name: "email", label: "E-mail", type: "email", autocomplete: "email" },
  { name: "organisation", label: "Organisation", type: "text", autocomplete: "organization", optional: true },
  { name: "question", label: "Question" },
];

/** Return the form. `send(key, fields)` rejects with a Problem; `cancel` goes back to the chat. */
export function handOverForm({ question, send, cancel }) {
  const key = randomKey();
  const status = h("p", { class: "wrong", role: "alert" });
  const submit = h("button", { class: "button", type: "submit" }, "Send to the Helpdesk");
  const rows = FIELDS.map(fieldRow);
  const form = h(
    "form",
    { class: "form", novalidate: true, "aria-labelledby": "form-title" },
    h("h3", { id: "form-title" }, "Your question for the Helpdesk"),
    ...rows.map((row) => row.element),
    status,
    h("div", { class: "actions" }, submit, h("button", { class: "link", type: "button", onclick: cancel }, "Back to the chat")),
  );
  form.elements.question.value = question;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    showErrors(rows, {});
    status.textContent = "";
    submit.disabled = true;
    submit.textContent = "Sending…";
    try {
      await send(key, Object.fromEntries(new FormData(form)));
    } catch (problem) {
      showErrors(rows, problem.errors ?? {});
      const first = rows.find((row) => problem.errors?.[row.name]);
      if (first) first.input.focus();
      else status.textContent = `${problem.message} Nothing you typed is lost: please try again.`;
    }
    submit.disabled = false;
    submit.textContent = "Send to the Helpdesk";
  });
  return form;
}

function fieldRow({ name, label, type, autocomplete, optional }) {
  const id = `form-${name}`;
  const wrong = h("span", { class: "wrong", id: `${id}-wrong` });
  const common = { id, name, required: !optional, "aria-describedby": wrong.id };
  const input = type ? h("input", { ...common, type, autocomplete }) : h("textarea", { ...common, rows: 3 });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label, optional ? h("span", { class: "hint" }, " (optional)") : null),
    input,
    wrong,
  );
  return { name, element, input, wrong };
}

function showErrors(rows, errors) {
  for (const { name, input, wrong } of rows) {
    wrong.textContent = errors[name] ?? "";
    if (errors[name]) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}
