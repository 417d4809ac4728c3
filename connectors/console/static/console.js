// The little that pages can't do by themselves. Every page works without it.

// A form that is being sent can't be sent a second time by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What is being written outlives a reload, in this window only, until it is sent.
const box = document.querySelector("textarea[data-draft]");
if (box) {
  const key = `reply:${box.dataset.draft}`;
  const writing = document.querySelector("[data-writing]");
  const note = () => {
    if (box.value) sessionStorage.setItem(key, box.value);
    else sessionStorage.removeItem(key);
    if (writing) writing.value = box.value.trim() ? "yes" : "no";
  };
  if (box.hasAttribute("data-sent")) {
    sessionStorage.removeItem(key);
    // A reload after more was written must not throw that away.
    history.replaceState(null, "", location.pathname);
  }
  if (!box.value) box.value = sessionStorage.getItem(key) ?? "";
  note();
  box.addEventListener("input", note);
}

// The menu closes when something else is pressed, and with Escape.
const more = document.querySelector("details.more");
if (more) {
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target)) more.open = false;
  });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}
