// Calls to the gateway. Every failure is an Error whose message is the gateway's own words.

/** An answer that is no success; `status` is HTTP's, `retryAfter` in seconds where the gateway says so. */
export class Problem extends Error {
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the gateway wants to know who asks. */
  get wantsKey() {
    return this.status === 401;
  }

  /** Whether the same request may succeed later. */
  get passes() {
    return this.status === 429 || this.status >= 500;
  }

  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const detail = body.detail ?? `${response.status} ${response.statusText}`;
    return new Problem(response.status, detail, Number(response.headers.get("Retry-After") ?? 1));
  }
}

const KEPT = "escriba.key";

/** Shows this API key with every call from now on, until the tab is closed. */
export function useKey(key) {
  sessionStorage.setItem(KEPT, key);
}

async function json(path, options = {}) {
  const key = sessionStorage.getItem(KEPT);
  const authorization = key ? { Authorization: `Bearer ${encodeURI(key)}` } : {};
  const response = await fetch(path, { ...options, headers: { ...options.headers, ...authorization } });
  if (!response.ok) {
    throw await Problem.of(response);
  }
  return response.json();
}

/** All models with their versions, the newest last. */
export const models = () => json("api/models");

/** The newest jobs, the newest last. */
export const trainings = () => json("api/training");

/** Creates a stream. The seed is given as digits, since a number of JavaScript cannot hold every seed. */
export function createStream(request, seed) {
  const fields = JSON.stringify(request);
  const body = seed ? `${fields.slice(0, -1)},"seed":${BigInt(seed)}}` : fields;
  return json("api/streams", { method: "POST", headers: { "Content-Type": "application/json" }, body });
}

/**
 * Reads a stream to its end, over as many connections as that takes.
 *
 * @param {string} id of the stream
 * @param {{text: Function, interrupted: Function, ended: Function, failed: Function}} reader is told what comes: new
 *   text, an interruption and its reason if there is one, the end and its reason if it is known, or a failure
 * @returns {Function} that stops reading
 */
export function readStream(id, reader) {
  const path = `api/streams/${id}`;
  let next = 0;
  let source;
  let reason;
  let waiting;
  const stopping = new AbortController();

  const open = () => {
    // The browser connects again by itself and names the last event, so the gateway goes on after it.
    source = new EventSource(next ? `${path}?from=${next}` : path);
    source.addEventListener("text", (event) => {
      const { text, index } = JSON.parse(event.data);
      if (index === next) {
        next = Number(event.lastEventId);
        reason = undefined;
        reader.text(text);
      }
    });
    source.addEventListener("end", (event) => {
      source.close();
      reader.ended(JSON.parse(event.data).reason);
    });
    source.addEventListener("problem", (event) => {
      reason = JSON.parse(event.data).detail;
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) {
        ask();
      } else {
        reader.interrupted(reason);
      }
    });
  };

  // An EventSource does not tell why it was refused: ask once more in a way that does.
  const ask = async () => {
    try {
      const response = await fetch(`${path}?from=${next}`, { signal: stopping.signal });
      if (response.status === 204) {
        reader.ended();
        return;
      }
      if (!response.ok) {
        throw await Problem.of(response);
      }
      await response.body.cancel();
      open();
    } catch (problem) {
      if (stopping.signal.aborted) {
        return;
      }
      if (problem instanceof Problem && !problem.passes) {
        reader.failed(problem);
        return;
      }
      reader.interrupted(problem instanceof Problem ? problem.message : undefined);
      waiting = setTimeout(ask, 1000 * (problem.retryAfter ?? 1));
    }
  };

  open();
  return () => {
    stopping.abort();
    clearTimeout(waiting);
    source.close();
  };
}
