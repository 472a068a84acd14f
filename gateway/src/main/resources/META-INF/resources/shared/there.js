// What there is: models, jobs and corpora, asked for again and again while somebody looks.

import { Problem, corpora, models, trainings } from "./api.js";

const SOON = 1_000;
const LATER = 4_000;

class There extends EventTarget {
  models = [];
  jobs = [];
  /** Those that hold any text. */
  corpora = [];
  /** Whether the lists above have been read. */
  known = false;
  /** Why they could not be read, if so. */
  problem = undefined;

  #asking;
  #waiting;
  #shown;

  /** Asks now, and then from time to time. */
  refresh() {
    clearTimeout(this.#waiting);
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.refresh(), this.#isBusy() ? SOON : LATER);
    });
    return this.#asking;
  }

  /** The versions of all models, the newest of each first. */
  get versions() {
    return this.models.flatMap(({ name, versions }) =>
      [...versions].reverse().map((version) => ({ name, reference: `${name}@${version.version}`, ...version })),
    );
  }

  /** A version by its reference, NAME or NAME@VERSION. */
  version(reference) {
    const versions = this.versions;
    return versions.find((version) => version.reference === reference) ?? versions.find(({ name }) => name === reference);
  }

  async #ask() {
    if (document.hidden || this.problem?.wantsKey) {
      return;
    }
    try {
      const [listed, ordered, published] = await Promise.all([models(), trainings(), corpora()]);
      this.models = listed;
      this.jobs = ordered;
      this.corpora = published.filter(({ characters }) => characters > 0);
      this.known = true;
      this.problem = undefined;
    } catch (problem) {
      this.problem = problem;
    }
    // What has not changed is not drawn again.
    const shown = JSON.stringify([this.models, this.jobs, this.corpora, this.known, this.problem?.message]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.dispatchEvent(new Event("change"));
    }
  }

  #isBusy() {
    return this.models.length === 0 || this.jobs.some(({ state }) => state === "queued" || state === "running");
  }

  /** Tells of a failure wherever it happened, so that the door opens when a key is wanted. */
  failed(problem) {
    if (problem instanceof Problem && problem.wantsKey) {
      this.problem = problem;
      this.dispatchEvent(new Event("change"));
    }
  }
}

export const there = new There();

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    there.refresh();
  }
});
