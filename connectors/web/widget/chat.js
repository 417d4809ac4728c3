// The conversation without its looks: sends one message after the other, tries again with the same
// key, fetches what is new. Tells of changes by events: "change", and "refused" with the text.

import { randomKey } from "./dom.js";

const DELAYS = [1000, 3000, 7000];
const LONGEST_PAUSE = 120;
const POLL = 5000;
const POLL_WAITING = 1500;
const POLL_STAFF = 2000;
const POLL_TROUBLE = 20_000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Chat extends EventTarget {
  #api;
  #store;
  #sending = false;
  #timer = 0;
  #watching = false;

  constructor(api, store) {
    super();
    this.#api = api;
    this.#store = store;
    this.messages = new Map();
    this.question = "";
    this.adopt();
  }

  /** Take over what an earlier page of this browser has stored. */
  adopt() {
    const { id, token, outbox = [] } = this.#store.read();
    this.conversation = id ? { id, token } : null;
    this.outbox = outbox.map((item) => ({ ...item, state: "waiting" }));
  }

  /** The messages in order. */
  get list() {
    return [...this.messages.values()].sort((one, other) => one.id - other.id);
  }

  /** Whether something is on its way or being answered. */
  get busy() {
    return this.outbox.some((item) => item.state === "waiting") || this.#unanswered().length > 0;
  }

  /** Whether people of the Helpdesk have the question, and may answer any moment. */
  get withStaff() {
    return this.list.some((message) => message.author === "staff" || message.reply?.ticket);
  }

  /** Send what was typed, or a pressed button's title with its payload. */
  send(text, payload) {
    this.outbox.push({ key: randomKey(), text, payload, state: "waiting" });
    this.#keepOutbox();
    return this.#deliverAll();
  }

  /** Try again what could not be sent. */
  retry() {
    for (const item of this.outbox) item.state = "waiting";
    return this.#deliverAll();
  }

  async rate(message, helpful) {
    const answer = await this.#api.rate(this.conversation, message.id, helpful);
    this.#take([answer.message, ...answer.replies]);
  }

  async handOver(key, fields) {
    const answer = await this.#api.handOver(this.conversation, key, fields);
    this.#take([answer.message]);
    // From now on people may answer any moment.
    this.watch(this.#watching);
    return answer.reference;
  }

  /** Forget the conversation on this device. */
  forget() {
    this.#lose();
    this.outbox = [];
    this.#store.clear();
    this.#changed();
  }

  /** Fetch what is new, then look again from time to time while somebody watches. */
  async watch(watching) {
    this.#watching = watching;
    clearTimeout(this.#timer);
    if (!watching) return;
    let pause = POLL;
    // Left by an earlier page; what failed on this one waits for the visitor.
    if (this.outbox.some((item) => item.state === "waiting") && !this.#sending) this.#deliverAll();
    if (this.conversation && !this.#sending && document.visibilityState === "visible") {
      pause = await this.refresh();
    }
    clearTimeout(this.#timer);
    if (this.#watching) this.#timer = setTimeout(() => this.watch(this.#watching), pause);
  }

  /** Fetch what is new; return the milliseconds after which to look again. */
  async refresh() {
    const conversation = this.conversation;
    const unanswered = this.#unanswered().map((message) => message.id - 1);
    const last = Math.max(0, ...this.messages.keys());
    try {
      const { messages, question } = await this.#api.since(conversation, Math.min(last, ...unanswered));
      if (conversation.id !== this.conversation?.id) return POLL;
      this.question = question;
      this.#take(messages);
      if (this.busy) return POLL_WAITING;
      return this.withStaff ? POLL_STAFF : POLL;
    } catch (problem) {
      if (problem.gone && conversation.id === this.conversation?.id) {
        this.#lose();
        this.#changed();
      }
      return POLL_TROUBLE;
    }
  }

  async #deliverAll() {
    this.#changed();
    if (this.#sending) return;
    this.#sending = true;
    let item;
    while ((item = this.outbox.find((candidate) => candidate.state === "waiting"))) await this.#deliver(item);
    this.#sending = false;
    this.#changed();
    if (this.#watching) this.watch(true);
  }

  async #deliver(item) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (!this.conversation) await this.#start();
        const { message, replies } = await this.#api.send(this.conversation, item);
        this.#drop(item);
        message.localKey = item.key;
        if (!item.payload) this.question = item.text;
        this.#take([message, ...replies]);
        return;
      } catch (problem) {
        if (problem.gone && !item.again && !item.payload) {
          // Our side has forgotten the conversation: the message begins a new one.
          item.again = true;
          this.#lose();
        } else if (problem.pause && problem.pause <= LONGEST_PAUSE) {
          // Too much at once: the message waits for as long as our side says, and a little, so that not all come at once.
          item.trouble = `${problem.message} This message is sent by itself then.`;
          this.#changed();
          attempt -= 1;
          await wait(problem.pause * 1000 + Math.random() * 1000);
        } else if (problem.passing && !problem.pause && attempt < DELAYS.length) {
          item.trouble = "Not sent yet, trying again…";
          this.#changed();
          await wait(DELAYS[attempt]);
        } else if (problem.passing) {
          item.state = "failed";
          item.why = problem.pause ? problem.message : "";
          return;
        } else {
          this.#drop(item);
          const detail = { text: item.payload ? "" : item.text, why: problem.message };
          this.dispatchEvent(new CustomEvent("refused", { detail }));
          return;
        }
      }
    }
  }

  async #start() {
    const { id, token, messages } = await this.#api.start();
    this.conversation = { id, token };
    this.#store.write({ id, token });
    this.#take(messages);
  }

  /** Let go of a conversation that is gone, but of nothing that the visitor has yet to send. */
  #lose() {
    this.conversation = null;
    this.messages.clear();
    this.question = "";
    this.#store.write({ id: null, token: null });
  }

  #unanswered() {
    return this.list.filter((message) => message.author === "visitor" && message.state !== "answered");
  }

  #take(messages) {
    for (const message of messages) {
      const localKey = message.localKey ?? this.messages.get(message.id)?.localKey;
      this.messages.set(message.id, { ...message, localKey });
    }
    if (messages.length) this.#changed();
  }

  #drop(item) {
    this.outbox = this.outbox.filter((candidate) => candidate !== item);
    this.#keepOutbox();
    this.#changed();
  }

  #keepOutbox() {
    this.#store.write({ outbox: this.outbox.map(({ key, text, payload }) => ({ key, text, payload })) });
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
