// What outlives a reload: the conversation's id and token, and messages that are still on their way.
// Nothing is kept before the first message. Where the browser keeps nothing, memory does for now.

export class Store {
  #key;
  #memory = {};

  constructor(base) {
    this.#key = `helpdesk-chat:${base}`;
  }

  get key() {
    return this.#key;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? this.#memory;
    } catch {
      return this.#memory;
    }
  }

  write(changes) {
    this.#memory = { ...this.read(), ...changes };
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#memory));
    } catch {
      // Private windows and full disks: the conversation lasts until the page is left.
    }
  }

  clear() {
    this.#memory = {};
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // As above.
    }
  }
}
