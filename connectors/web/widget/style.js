// The widget's looks. A constructed sheet needs no exception in the host page's content policy.

const LIGHT = `
  --ground: #ffffff; --soft: #eef5f4; --ink: #14262b; --muted: #4c5f66; --line: #cfdcde;
  --brand: #0b5d66; --brand-deep: #08474e; --on-brand: #ffffff; --own: #0b5d66; --on-own: #ffffff;
  --wrong: #a3261a; --field: #7b8e94; --shade: 0 18px 50px rgb(8 40 46 / 24%), 0 2px 8px rgb(8 40 46 / 14%);
`;
const DARK = `
  --ground: #12191c; --soft: #1d282c; --ink: #e9f1f2; --muted: #a9bbc0; --line: #33444a;
  --brand: #7fd8cf; --brand-deep: #a5e8e1; --on-brand: #06282b; --own: #1c5c63; --on-own: #f2fbfb;
  --wrong: #ff9d8f; --field: #77898f; --shade: 0 18px 50px rgb(0 0 0 / 60%), 0 0 0 1px #33444a;
`;

const CSS = `
:host { all: initial; ${LIGHT} }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} color-scheme: dark; } }
:host([theme="dark"]) { ${DARK} color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.frame { font: 400 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); }
button, textarea, input { font: inherit; color: inherit; }
button { cursor: pointer; }
svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; flex: none; }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
.hush { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher { position: fixed; z-index: 2147483000; bottom: max(20px, env(safe-area-inset-bottom)); right: 20px; display: flex; align-items: center; gap: 10px; border: 0; border-radius: 999px; padding: 14px 22px 14px 18px; background: var(--brand); color: var(--on-brand); font-weight: 600; box-shadow: var(--shade); transition: background .15s, transform .15s; }
.launcher:hover { background: var(--brand-deep); transform: translateY(-2px); }
:host([position="left"]) .launcher, :host([position="left"]) .panel { right: auto; left: 20px; }

.panel { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; width: 400px; max-width: calc(100vw - 40px); height: min(680px, calc(100vh - 40px)); display: flex; flex-direction: column; overflow: hidden; background: var(--ground); border-radius: 20px; box-shadow: var(--shade); animation: rise .22s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(14px); } }

.head { display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 18px; border-bottom: 1px solid var(--line); }
.mark { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 12px; background: var(--brand); color: var(--on-brand); }
.name { flex: 1; min-width: 0; }
.name h2 { margin: 0; font-size: 1rem; font-weight: 650; line-height: 1.3; }
.name p { margin: 0; font-size: .8125rem; color: var(--muted); line-height: 1.35; }
.plainicon { display: grid; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 12px; background: none; color: var(--muted); }
.plainicon:hover { background: var(--soft); color: var(--ink); }

.scroller { position: relative; flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 18px 16px 8px; border-bottom: 1px solid var(--line); }
.scroller:focus-visible { outline-offset: -3px; }
.log { display: flex; flex-direction: column; gap: 14px; }
.row { display: flex; flex-direction: column; align-items: flex-start; gap: 8px; animation: arrive .2s ease-out; }
.row.visitor { align-items: flex-end; }
@keyframes arrive { from { opacity: 0; transform: translateY(6px); } }
.words { max-width: 92%; padding: 10px 14px; border-radius: 16px 16px 16px 5px; background: var(--soft); overflow-wrap: anywhere; }
.visitor .words { max-width: 85%; background: var(--own); color: var(--on-own); border-radius: 16px 16px 5px 16px; }
.staff .words { border: 1px solid var(--brand); background: var(--ground); }
.plain { white-space: pre-wrap; }
.words.said-answer { max-width: 100%; width: 100%; padding: 14px 16px 12px; border-radius: 16px; }
.words h3, .form h3 { margin: 0 0 6px; font-size: 1rem; font-weight: 650; line-height: 1.35; }
.words p, .words ul, .words ol, .words table { margin: 0 0 8px; }
.words > :last-child, .rich > :last-child { margin-bottom: 0; }
.words ul, .words ol { padding-left: 22px; }
.words ul { list-style: disc; }
.said-ticket strong { white-space: nowrap; }
.words li { margin: 3px 0; }
.words a { color: var(--brand); text-underline-offset: 2px; }
.visitor .words a { color: inherit; }
.words table { border-collapse: collapse; font-size: .9375rem; display: block; overflow-x: auto; }
.words th, .words td { border: 1px solid var(--line); padding: 4px 8px; text-align: left; }
.words .source { margin: 12px 0 0; padding-top: 9px; border-top: 1px solid var(--line); font-size: .8125rem; color: var(--muted); }
.words .source a { color: inherit; }
.words.said-ticket { position: relative; max-width: 100%; width: 100%; padding: 16px 16px 14px 58px; border-radius: 16px; border: 1px solid var(--brand); }
.badge { position: absolute; left: 14px; top: 15px; display: grid; place-items: center; width: 30px; height: 30px; border-radius: 50%; background: var(--brand); color: var(--on-brand); }
.badge svg { width: 18px; height: 18px; stroke-width: 2.6; }

.choices { display: flex; flex-wrap: wrap; gap: 8px; }
.chip { min-height: 40px; padding: 7px 15px; border: 1px solid var(--brand); border-radius: 20px; background: var(--ground); color: var(--brand); font-size: .9375rem; font-weight: 550; line-height: 1.35; text-align: left; transition: background .15s; }
.chip:hover { background: var(--soft); }
.chip.small { min-height: 32px; padding: 3px 14px; }
.rating { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding-left: 4px; font-size: .875rem; color: var(--muted); }
.note { margin: 0; padding: 0 4px; font-size: .875rem; color: var(--muted); }
.wrong { color: var(--wrong) !important; }
.link { border: 0; padding: 4px 2px; background: none; color: var(--brand); text-decoration: underline; text-underline-offset: 2px; font-weight: 550; }

.typing { display: flex; align-items: center; gap: 5px; min-height: 28px; margin: 6px 0 0; padding: 0 14px; }
.typing i { width: 8px; height: 8px; border-radius: 50%; background: var(--muted); animation: nod 1.2s infinite ease-in-out; }
.typing i:nth-of-type(2) { animation-delay: .15s; }
.typing i:nth-of-type(3) { animation-delay: .3s; }
@keyframes nod { 0%, 60%, 100% { opacity: .35; transform: none; } 30% { opacity: 1; transform: translateY(-3px); } }

.form { margin: 4px 0 12px; padding: 16px; border: 1px solid var(--line); border-radius: 16px; }
.field { display: flex; flex-direction: column; gap: 3px; margin-top: 10px; }
.field label { font-size: .9375rem; font-weight: 600; }
.hint { font-weight: 400; color: var(--muted); }
.field input, .field textarea { width: 100%; padding: 9px 12px; border: 1px solid var(--field); border-radius: 10px; background: var(--ground); }
.field textarea { resize: vertical; }
.field [aria-invalid] { border-color: var(--wrong); border-width: 2px; }
.field .wrong, .form > .wrong { font-size: .875rem; margin: 0; }
.form > .wrong:not(:empty) { margin-top: 10px; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin-top: 16px; }
.button { border: 0; border-radius: 12px; min-height: 44px; padding: 10px 18px; background: var(--brand); color: var(--on-brand); font-weight: 600; }
.button:hover { background: var(--brand-deep); }
.button:disabled { opacity: .7; cursor: default; }

.composer { padding: 8px 12px 0; }
.line { display: flex; align-items: flex-end; gap: 6px; padding: 4px 4px 4px 14px; border: 1px solid var(--field); border-radius: 24px; background: var(--ground); }
.line:focus-within { border-color: var(--brand); box-shadow: 0 0 0 2px var(--brand); }
.line textarea { flex: 1; min-width: 0; max-height: 132px; padding: 7px 0; border: 0; outline: 0; resize: none; background: none; line-height: 1.5; }
.line textarea::placeholder { color: var(--muted); opacity: 1; }
.send { display: grid; place-items: center; width: 40px; height: 40px; border: 0; border-radius: 50%; background: var(--brand); color: var(--on-brand); }
.send:hover { background: var(--brand-deep); }
.send svg { width: 20px; height: 20px; stroke-width: 2.2; }
.composer > .wrong { margin: 0; padding: 0 6px; font-size: .875rem; }
.composer > .wrong:not(:empty) { padding-top: 6px; }
.foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 12px; min-height: 40px; padding: 4px 16px max(8px, env(safe-area-inset-bottom)); font-size: .8125rem; color: var(--muted); }
.foot .link { font-weight: 500; }
.pair { display: flex; gap: 14px; }

@media (max-width: 30rem) {
  .panel, :host([position="left"]) .panel { inset: 0; width: 100%; max-width: none; height: 100%; height: 100dvh; border-radius: 0; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; }
}
@media (forced-colors: active) {
  .words, .launcher, .panel, .button, .send { border: 1px solid; }
}
@media print { .frame { display: none; } }
`;

let shared = null;

/** Return the one sheet that all widgets of a page share. */
export function sheet() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(CSS);
  }
  return shared;
}
