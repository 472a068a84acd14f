import { number, words } from "./words.js";

/** How often figures are drawn anew, in milliseconds. */
const FIGURES = 150;

/**
 * One text that is being written: where it stands, and what is measured of it. It is the reader of a stream.
 */
export class Sheet {
  state = "empty";
  characters = 0;
  #begun;
  #first;
  #resumed;
  #last;
  #counted = 0;
  #reason;
  #problem;
  #changed;
  #paper;
  #speaker;
  #told = 0;

  /**
   * @param {object} paper where its text goes
   * @param {Function} changed is called when there is something new to show
   * @param {Speaker} [speaker] reads it to those who listen
   */
  constructor(paper, changed, speaker) {
    this.#paper = paper;
    this.#changed = changed;
    this.#speaker = speaker;
    this.#begun = performance.now();
    this.state = "writing";
    for (const name of ["text", "interrupted", "ended"]) {
      this[name] = this[name].bind(this);
    }
  }

  /** What the gateway has created. */
  created(stream, seed) {
    this.version = stream.version;
    this.model = stream.model;
    this.seed = seed || String(stream.seed);
    this.prompt = stream.prompt;
    this.excerpt = stream.excerpt;
    this.#paper.begin(stream.prompt);
    this.#changed();
  }

  text(text, logprobs) {
    const now = performance.now();
    this.#first ??= now;
    this.#resumed ??= now;
    this.#last = now;
    const count = [...text].length;
    this.characters += count;
    this.#counted += count;
    this.#paper.write(text, logprobs);
    this.#speaker?.hear(text);
    if (this.state === "interrupted") {
      this.state = "writing";
    }
    if (now - this.#told > FIGURES) {
      this.#told = now;
      this.#changed();
    }
  }

  interrupted(reason) {
    this.#reason = reason;
    this.#to("interrupted");
  }

  async ended(reason) {
    // A paper may need some frames for what has come.
    await this.#paper.settled();
    if (this.busy) {
      this.end = reason;
      this.#finish("ended");
    }
  }

  failed(problem) {
    this.#problem = problem;
    this.#finish("failed");
  }

  stopped() {
    if (this.busy) {
      this.#finish("stopped");
    }
  }

  /** The same text goes on after a rest, which does not count. */
  resumed() {
    this.#resumed = undefined;
    this.#counted = 0;
    this.#to("writing");
  }

  /** Whether more of it may come. */
  get busy() {
    return this.state === "writing" || this.state === "interrupted";
  }

  /** Milliseconds from the request to the first character. */
  get first() {
    return this.#first === undefined ? undefined : this.#first - this.#begun;
  }

  /** Characters a second. */
  get speed() {
    const seconds = (this.#last - this.#resumed) / 1_000;
    return seconds > 0 ? (this.#counted - 1) / seconds : undefined;
  }

  get wrong() {
    return this.state === "failed";
  }

  /** What is happening, in a sentence. */
  get message() {
    const { sheet, unreachable } = words();
    switch (this.state) {
      case "interrupted":
        return this.#reason ? `${this.#reason} ${sheet.goingOn}` : sheet.reconnecting;
      case "ended":
        return sheet.ended[this.end] ?? sheet.complete;
      case "failed":
        return this.#problem.status ? this.#problem.message : unreachable;
      default:
        return sheet[this.state];
    }
  }

  #finish(state) {
    this.#paper.settled();
    this.#speaker?.finish();
    this.#to(state);
  }

  #to(state) {
    this.state = state;
    this.#changed();
  }
}

/** The figures of a sheet, or dashes: pairs of a name and a value. */
export function figures(sheet, names) {
  const { figures: labels } = words();
  const values = {
    version: sheet?.version && `${sheet.model} · ${sheet.version}`,
    first: sheet?.first !== undefined && labels.milliseconds(number(sheet.first)),
    speed: sheet?.speed && number(sheet.speed),
    written: sheet?.characters && number(sheet.characters),
    seed: sheet?.seed,
  };
  return names.map((name) => ({ name, label: labels[name], value: values[name] || "–" }));
}
