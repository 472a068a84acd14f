import "../shared/loss-chart.js";
import { cancelTraining } from "../shared/api.js";
import { Part, html, nothing } from "../shared/element.js";
import { confirm, failure } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { runOf } from "../shared/run.js";
import { there } from "../shared/there.js";
import { brief, duration, number, percent, words } from "../shared/words.js";

/** So many earlier versions stand behind the curve. */
const EARLIER = 4;

/** One training, live: its curve, its figures, and what the network writes meanwhile. */
class TrainingRun extends Part {
  static properties = { job: {}, problem: { state: true } };

  #leaving;
  #drawing;
  /** Earlier jobs that are followed. */
  #asked = new Set();

  updated(changed) {
    if (changed.has("job")) {
      this.#follow();
    }
    // Which ones there are is known only when this job is listed.
    for (const { job } of this.#earlier()) {
      if (!this.#asked.has(job)) {
        this.#asked.add(job);
        runOf(job).follow(this.#redraw, this.#leaving.signal);
      }
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leaving?.abort();
  }

  #follow() {
    this.#leaving?.abort();
    this.#leaving = new AbortController();
    this.#asked.clear();
    this.problem = undefined;
    runOf(this.job).follow(() => {
      this.#redraw();
      if (runOf(this.job).end) {
        there.refresh();
      }
    }, this.#leaving.signal);
  }

  /** Events of the past come all at once. */
  #redraw = () => {
    this.#drawing ??= requestAnimationFrame(() => {
      this.#drawing = undefined;
      this.requestUpdate();
    });
  };

  /** Earlier versions of the same model whose jobs may still be known, the newest first. */
  #earlier() {
    const model = runOf(this.job).started?.model ?? this.#summary()?.model;
    const versions = there.models.find(({ name }) => name === model)?.versions ?? [];
    const own = versions.findIndex(({ job }) => job === this.job);
    return versions.slice(0, own < 0 ? versions.length : own).slice(-EARLIER).reverse();
  }

  #summary() {
    return there.jobs.find(({ id }) => id === this.job);
  }

  render() {
    const { train: t, version } = words();
    const run = runOf(this.job);
    const summary = this.#summary();
    const { newest, end, started } = run;
    const model = started?.model ?? summary?.model ?? "";
    const trained = started?.version ?? summary?.version;
    const state = end?.name ?? (started ? "running" : "queued");
    return html`<section class="card run" aria-labelledby="run-title" data-state=${state}>
      <div class="head">
        <h2 id="run-title">${trained ? version(model, trained) : model || this.job}</h2>
        ${newest && !end ? html`<span class="number" data-figure="progress">${percent(newest.progress)}</span>` : nothing}
        <p class="badge ${state}" role="status">${t.states[state]}</p>
        ${end ? nothing : html`<button type="button" id="cancel" class="danger" @click=${this.#cancel}>${t.cancel}</button>`}
        ${state === "completed" ? html`<a class="button primary" href=${href("write", { model: `${model}@${trained}` })}>${t.writeWithIt}</a>` : nothing}
      </div>
      ${end?.name === "failed" ? html`<p class="wrong" role="alert">${end.reason}</p>` : nothing}
      ${failure(this.problem ?? run.problem)}
      ${state === "queued" ? html`<p class="invitation">${t.queued}</p>` : nothing}
      ${end ? nothing : html`<progress max="1" .value=${newest?.progress ?? 0} aria-label=${t.progress}></progress>`}
      ${started ? this.#figures(run) : nothing}
      ${run.steps.length ? html`<loss-chart .curves=${this.#curves(run)}></loss-chart>` : nothing}
    </section>
    ${this.#samples(run)}`;
  }

  #figures(run) {
    const { train: t } = words();
    const { newest, started, secondsLeft, end, steps } = run;
    const validation = steps.findLast(({ validationLoss }) => Number.isFinite(validationLoss))?.validationLoss;
    const values = [
      end ? ["took", newest && duration(run.seconds(newest))] : ["left", secondsLeft !== undefined && duration(secondsLeft)],
      ["speed", newest && brief(newest.charactersPerSecond)],
      ["trainingLoss", newest && number(newest.trainingLoss, 3)],
      ["validationLoss", validation && number(validation, 3)],
      ["epoch", newest && number(newest.epoch, 1)],
      ["parameters", brief(started.parameters)],
      ["architecture", `${started.spec.architecture} ${started.spec.layers}×${started.spec.hiddenSize}`],
      ["device", started.device],
    ];
    return html`<dl class="figures">
      ${values.map(([name, value]) => html`<div><dt>${t.figures[name]}</dt><dd data-figure=${name}>${value || "–"}</dd></div>`)}
    </dl>`;
  }

  #curves(run) {
    const { train: t, version } = words();
    const earlier = this.#earlier().map(({ job, version: of }) => runOf(job).curve(version(run.started?.model, of), true));
    return [run.curve(t.thisRun), ...earlier.filter(({ training }) => training.length > 0)];
  }

  #samples(run) {
    const { train: t } = words();
    if (run.samples.length === 0) {
      return nothing;
    }
    const byStep = new Map();
    for (const sample of run.samples) {
      byStep.set(sample.step, [...(byStep.get(sample.step) ?? []), sample]);
    }
    return html`<section class="samples" aria-labelledby="samples-title">
      <h2 id="samples-title">${t.samples}</h2>
      ${[...byStep].reverse().map(([step, samples]) => {
        const loss = run.lossAt(step);
        const head = t.sampleAt(number(step), duration(run.seconds(samples[0])), loss && number(loss, 2));
        return html`<article class="card sample">
          <h3>${head}</h3>
          ${samples.map(({ temperature, text }) => html`<figure><blockquote dir="auto">${text}</blockquote>
            <figcaption>${t.temperature(number(temperature, 2))}</figcaption></figure>`)}
        </article>`;
      })}
    </section>`;
  }

  async #cancel() {
    const { train: t } = words();
    if (await confirm({ title: t.cancelTitle, text: t.cancelText, action: t.cancel })) {
      try {
        await cancelTraining(this.job);
      } catch (problem) {
        there.failed(problem);
        this.problem = problem;
      }
    }
  }
}

customElements.define("training-run", TrainingRun);
