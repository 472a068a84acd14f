// Texts that are being written.

import { createStream } from "./api.js";
import { follow } from "./events.js";

/** Characters of a beginning that the gateway takes. */
export const LONGEST_PROMPT = 2_000;

/** The end of a text that fits as a beginning. */
export function tail(text) {
  return [...text].slice(-LONGEST_PROMPT).join("");
}

/**
 * A stream, which can be read, stopped, and read on from where it was stopped.
 *
 * Its reader has methods `text(text, logprobs, temperature)`, `interrupted(reason)` and `ended(reason, temperature)`.
 * A stream of several temperatures tells which one each text is of.
 */
export class Stream {
  #next = new Map();
  #ended = new Set();
  #position;
  #stopping = new AbortController();

  /** @param {object} created the gateway's answer */
  constructor(created) {
    Object.assign(this, created);
  }

  static async create(request, seed) {
    return new Stream(await createStream(request, seed));
  }

  /** Reads to the end, or until it is stopped. Fails with a Problem when it cannot go on. */
  async read(reader, from) {
    this.#stopping = new AbortController();
    if (from !== undefined) {
      this.#position = String(from);
      this.#next.set(undefined, from);
    }
    const count = this.temperatures?.length ?? 1;
    const event = (name, data, id) => {
      this.#position = id ?? this.#position;
      const { temperature } = data;
      if (name === "end") {
        this.#ended.add(temperature);
        reader.ended(data.reason, temperature);
        return this.#ended.size === count;
      }
      const next = this.#next.get(temperature) ?? 0;
      // What was read before a connection was lost is not shown again.
      if (name === "text" && data.index >= next) {
        this.#next.set(temperature, data.index + [...data.text].length);
        reader.text(data.text, data.logprobs, temperature);
      }
      return false;
    };
    const { signal } = this.#stopping;
    await follow(`api/streams/${this.id}`, { event, interrupted: reader.interrupted }, signal, this.#position);
    if (!signal.aborted && this.#ended.size < count) {
      reader.ended();
    }
  }

  stop() {
    this.#stopping.abort();
  }
}
