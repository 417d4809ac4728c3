// The service's API as the widget uses it. No cookies travel; the conversation's token opens it.

const TIMEOUT = 30_000;

/** What went wrong with a call, in words for a person. Status 0 means that nothing came back. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || "The Helpdesk can’t be reached just now.");
    this.status = status;
    this.errors = body?.errors ?? {};
    /** Seconds after which our side takes it, where it was too much at once. */
    this.pause = body?.retry_after ?? 0;
  }

  /** Whether the same call may work a little later. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** Whether the conversation isn't there any more. */
  get gone() {
    return this.status === 401 || this.status === 404;
  }
}

export class Api {
  constructor(base) {
    this.base = new URL("api/v1/", base);
  }

  start() {
    return this.#call("POST", "conversations", { body: {} });
  }

  send({ id, token }, { key, text, payload }) {
    const body = payload ? { text, payload } : { text };
    return this.#call("POST", `conversations/${id}/messages`, { token, key, body });
  }

  since({ id, token }, after) {
    return this.#call("GET", `conversations/${id}/messages?since=${after}`, { token });
  }

  rate({ id, token }, message, helpful) {
    return this.#call("PUT", `conversations/${id}/messages/${message}/rating`, { token, body: { helpful } });
  }

  handOver({ id, token }, key, body) {
    return this.#call("POST", `conversations/${id}/tickets`, { token, key, body });
  }

  async #call(method, path, { token, key, body }) {
    const headers = {};
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (key) headers["Idempotency-Key"] = key;
    if (body) headers["Content-Type"] = "application/json";
    let response;
    let answer;
    try {
      response = await fetch(new URL(path, this.base), {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "omit",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      answer = await response.json();
    } catch {
      // No answer, or one that isn't from the service: a gateway's page, for example.
      throw new Problem(response && !response.ok ? response.status : 0);
    }
    if (!response.ok) throw new Problem(response.status, answer);
    return answer;
  }
}
