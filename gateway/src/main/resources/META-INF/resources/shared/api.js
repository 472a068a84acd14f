// Calls to the gateway. Every failure is an Error whose message is the gateway's own words.

/** An answer that is no success; `status` is HTTP's, `retryAfter` in seconds. */
export class Problem extends Error {
  constructor(status, detail, retryAfter = 1) {
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

  /** The problem that an answer tells. */
  static read(status, body, retryAfter) {
    let detail;
    try {
      ({ detail } = JSON.parse(body));
    } catch {
      // A proxy's answer is no JSON, and its status says enough.
    }
    return new Problem(status, detail ?? `HTTP ${status}`, Number(retryAfter) || 1);
  }

  static async of(response) {
    return Problem.read(response.status, await response.text(), response.headers.get("Retry-After"));
  }
}

const KEPT = "escriba.key";

/** Shows this API key with every call from now on, until the tab is closed. */
export function useKey(key) {
  sessionStorage.setItem(KEPT, key);
}

/** The headers that say who asks. */
export function credentials() {
  const key = sessionStorage.getItem(KEPT);
  return key ? { Authorization: `Bearer ${encodeURI(key)}` } : {};
}

/** Asks for something; an answer that is no success is thrown. */
export async function call(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { ...options.headers, ...credentials() } });
  if (!response.ok) {
    throw await Problem.of(response);
  }
  return response;
}

const json = async (path, options) => (await call(path, options)).json();
const post = (path, body) =>
  json(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
const name = encodeURIComponent;

/** All models with their versions, the newest last. */
export const models = () => json("api/models");

/** The newest jobs, the newest last. */
export const trainings = () => json("api/training");

/** All corpora with their statistics. */
export const corpora = () => json("api/corpora");

/** What runs here, and where its Kafka is. */
export const about = () => json("api/about");

/** The description of this API. */
export const description = () => json("q/openapi?format=json");

/** A part of a corpus. */
export const excerpt = (corpus, from, characters) =>
  json(`api/corpora/${name(corpus)}/text?from=${from}&characters=${characters}`);

export const deleteCorpus = (corpus) => call(`api/corpora/${name(corpus)}`, { method: "DELETE" });

/** Orders a training; the answer names its job. */
export const train = (model, spec) => post(`api/models/${name(model)}/train`, JSON.stringify(spec));

export const cancelTraining = (job) => call(`api/training/${name(job)}`, { method: "DELETE" });

export const retire = (model) => call(`api/models/${name(model)}`, { method: "DELETE" });

/** How likely a model finds each character of a text. */
export const score = (model, request) => post(`api/models/${name(model)}/score`, JSON.stringify(request));

/** The ONNX file of a version, as a Blob: a plain link could not say who asks. */
export const onnx = async (version) => (await call(`api/models/${name(version)}/onnx`)).blob();

/** Creates a stream. The seed is given as digits, since a number of JavaScript cannot hold every seed. */
export function createStream(request, seed) {
  const fields = JSON.stringify(request);
  return post("api/streams", seed ? `${fields.slice(0, -1)},"seed":${BigInt(seed)}}` : fields);
}

/**
 * Publishes a text. Only XMLHttpRequest tells how much of a body has left.
 *
 * @param {string} corpus its name
 * @param {Blob} text
 * @param {{train: boolean, spec: object}} wishes
 * @param {Function} progress is told the part that has been sent, 0 to 1
 * @param {AbortSignal} signal breaks it off; then nothing is stored
 * @returns {Promise<object>} the receipt
 */
export function publish(corpus, text, { train: trains, spec }, progress, signal) {
  const query = new URLSearchParams({ train: trains, ...(trains && spec && { spec: JSON.stringify(spec) }) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `api/corpora/${name(corpus)}?${query}`);
    request.setRequestHeader("Content-Type", "text/plain; charset=utf-8");
    for (const [header, value] of Object.entries(credentials())) {
      request.setRequestHeader(header, value);
    }
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status < 300) {
        resolve(JSON.parse(request.responseText));
      } else {
        reject(Problem.read(request.status, request.responseText, request.getResponseHeader("Retry-After")));
      }
    });
    request.addEventListener("error", () => reject(new TypeError("The connection was lost.")));
    request.addEventListener("abort", () => reject(new DOMException("Broken off.", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(text);
  });
}
