import "../shared/loss-chart.js";
import { onnx, retire } from "../shared/api.js";
import { View, html, nothing } from "../shared/element.js";
import { confirm, empty, failure } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { runOf } from "../shared/run.js";
import { there } from "../shared/there.js";
import { brief, bytes, duration, moment, number, words } from "../shared/words.js";

/** Curves that are shown at first, and at most. */
const FIRST = 3;
const MOST = 6;

/** What has been trained. */
class ModelsView extends View {
  static properties = { chosen: { state: true }, problems: { state: true }, fetching: { state: true } };

  #leaving;
  #asked = new Set();

  constructor() {
    super();
    this.problems = new Map();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leaving?.abort();
    this.#asked.clear();
  }

  willUpdate() {
    if (!this.chosen && there.models.length > 0) {
      this.chosen = there.models.slice(0, FIRST).map(({ name, versions }) => `${name}@${versions.at(-1).version}`);
    }
  }

  updated() {
    for (const { job } of this.#shown()) {
      if (!this.#asked.has(job)) {
        this.#asked.add(job);
        this.#leaving ??= new AbortController();
        runOf(job).follow(() => this.requestUpdate(), this.#leaving.signal);
      }
    }
  }

  #shown() {
    return there.versions.filter(({ reference }) => this.chosen?.includes(reference));
  }

  render() {
    const { models: m, version: named, toCorpora } = words();
    if (there.known && there.models.length === 0) {
      return empty(m.empty, m.emptyHint, html`<a class="button primary" href=${href("corpora")}>${toCorpora}</a>`);
    }
    const curves = this.#shown()
      .map(({ name, version, job }) => runOf(job).curve(named(name, version)))
      .filter(({ training }) => training.length > 0);
    return html`<h1 class="unseen">${m.title}</h1>
      <section class="card" aria-labelledby="models-curves">
        <h2 id="models-curves">${m.curves}</h2>
        ${curves.length ? html`<loss-chart .curves=${curves}></loss-chart>` : html`<p class="hint">${m.noCurves}</p>`}
      </section>
      ${there.models.map((model) => this.#model(model))}`;
  }

  #model({ name, versions }) {
    const { models: m } = words();
    return html`<section class="model" aria-labelledby="model-${name}" data-model=${name}>
      <div class="head">
        <h2 id="model-${name}">${name}</h2>
        <a class="button" href=${href("write", { model: name })}>${m.write}</a>
        <a class="button" href=${href("train", { corpus: versions.at(-1).dataset.corpus })}>${m.trainAgain}</a>
        <button type="button" class="danger" aria-label=${m.retireNamed(name)} @click=${() => this.#retire(name)}>${m.retire}</button>
      </div>
      ${failure(this.problems.get(name))}
      <div class="cards">${[...versions].reverse().map((version) => this.#version(name, version))}</div>
    </section>`;
  }

  #version(name, { version, created, device, architecture, layers, hiddenSize, characters, size, metrics, dataset, job }) {
    const { models: m, version: named } = words();
    const reference = `${name}@${version}`;
    const chosen = this.chosen?.includes(reference);
    const kept = !runOf(job).problem;
    return html`<article class="card version" aria-labelledby="version-${reference}" data-version=${reference}>
      <h3 id="version-${reference}">${named(name, version)}</h3>
      <dl class="figures">
        ${[
          [m.architecture, architecture === "bigram" ? architecture : `${architecture} ${layers}×${hiddenSize}`],
          [m.parameters, brief(metrics.parameters)],
          [m.validationLoss, number(metrics.validationLoss, 3)],
          [m.trainingLoss, number(metrics.trainingLoss, 3)],
          [m.corpus, html`${dataset.corpus} <small>${m.offsets(number(dataset.startOffset), number(dataset.endOffset - 1))}</small>`],
          [m.characters, number(characters)],
          [m.created, moment(created)],
          [m.trained, duration(metrics.seconds)],
          [m.size, bytes(size)],
          [m.device, device],
        ].map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${failure(this.problems.get(reference))}
      <div class="row">
        <div class="field check"><input type="checkbox" id="curve-${reference}" .checked=${chosen && kept} ?disabled=${!kept || (!chosen && this.chosen?.length >= MOST)}
          @change=${(event) => this.#choose(reference, event.target.checked)}>
          <label for="curve-${reference}">${kept ? m.showCurve : m.curveGone}</label></div>
        <button type="button" aria-label=${m.downloadNamed(named(name, version))} ?disabled=${this.fetching === reference}
          @click=${() => this.#download(reference)}>${m.download}</button>
      </div>
    </article>`;
  }

  #choose(reference, wanted) {
    this.chosen = wanted ? [...this.chosen, reference] : this.chosen.filter((other) => other !== reference);
  }

  /** Fetched and then saved, since a plain link could not say who asks. */
  async #download(reference) {
    this.fetching = reference;
    await this.#try(reference, async () => {
      const url = URL.createObjectURL(await onnx(reference));
      Object.assign(document.createElement("a"), { href: url, download: `${reference}.onnx` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
    this.fetching = undefined;
  }

  async #retire(name) {
    const { models: m } = words();
    if (await confirm({ title: m.retireTitle(name), text: m.retireText, action: m.retire })) {
      await this.#try(name, async () => {
        await retire(name);
        there.models = there.models.filter((model) => model.name !== name);
        this.chosen = undefined;
      });
    }
  }

  async #try(key, action) {
    let problem;
    try {
      await action();
    } catch (failed) {
      there.failed(failed);
      problem = failed;
    }
    this.problems = new Map(this.problems).set(key, problem);
  }
}

customElements.define("models-view", ModelsView);
