// Trainings as their events tell them.

import { follow } from "./events.js";

const known = new Map();

/** What is known of a job. It is kept, so that nothing is read twice. */
export function runOf(job) {
  if (!known.has(job)) {
    known.set(job, new Run(job));
  }
  return known.get(job);
}

class Run {
  /** The event `started`, of the first trainer and of the one that has the job now. */
  begun;
  started;
  /** Events `step` and `sample`, in order. */
  steps = [];
  samples = [];
  /** The last event. */
  end;
  /** Why it cannot be followed. */
  problem;

  #last;
  #following;

  constructor(job) {
    this.job = job;
  }

  /** Follows it while nobody has ended that; `changed` is called after each event. */
  async follow(changed, signal) {
    const before = this.#following;
    let done;
    this.#following = new Promise((resolve) => (done = resolve));
    await before;
    try {
      if (!this.end && !signal.aborted) {
        await follow(`api/training/${encodeURIComponent(this.job)}`, {
          event: (name, data, id) => {
            this.#last = id ?? this.#last;
            this.#take(name, data);
            changed();
            return this.end !== undefined;
          },
          interrupted: () => {},
        }, signal, this.#last);
      }
    } catch (problem) {
      this.problem = problem;
    } finally {
      done();
      changed();
    }
  }

  #take(name, data) {
    switch (name) {
      case "started":
        this.begun ??= data;
        this.started = data;
        // Another trainer goes on at the last checkpoint; what came after it comes again.
        this.steps = this.steps.filter(({ step }) => step <= data.step);
        this.samples = this.samples.filter(({ step }) => step <= data.step);
        break;
      case "step":
        this.steps.push(data);
        break;
      case "sample":
        this.samples.push(data);
        break;
      case "completed":
      case "failed":
      case "cancelled":
        this.end = { name, ...data };
        break;
    }
  }

  get newest() {
    return this.steps.at(-1);
  }

  /** Seconds from the beginning of the training to an event. */
  seconds({ at }) {
    return (Date.parse(at) - Date.parse(this.begun?.at ?? at)) / 1_000;
  }

  /** Seconds that it still takes, if it goes on as it has. */
  get secondsLeft() {
    const { newest } = this;
    return newest?.progress > 0 ? (this.seconds(newest) * (1 - newest.progress)) / newest.progress : undefined;
  }

  /** Its losses, as a chart takes them. */
  curve(label, faint = false) {
    const point = (loss) => (step) => [this.seconds(step), step[loss]];
    return {
      label,
      faint,
      training: this.steps.filter(({ trainingLoss }) => Number.isFinite(trainingLoss)).map(point("trainingLoss")),
      validation: this.steps.filter(({ validationLoss }) => Number.isFinite(validationLoss)).map(point("validationLoss")),
    };
  }

  /** The loss of the held-out part at a step, or before it. */
  lossAt(step) {
    return this.steps.findLast((event) => event.step <= step && Number.isFinite(event.validationLoss))?.validationLoss;
  }
}
