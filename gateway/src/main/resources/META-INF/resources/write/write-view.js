import "../shared/paper.js";
import { View, html, nothing } from "../shared/element.js";
import * as fields from "../shared/fields.js";
import { figureList, empty, status } from "../shared/pieces.js";
import { href, link } from "../shared/route.js";
import { Sheet } from "../shared/sheet.js";
import { Speaker } from "../shared/speaker.js";
import { Stream } from "../shared/streams.js";
import { there } from "../shared/there.js";
import { percent, words } from "../shared/words.js";

const LONGEST = 100_000;

/** What an address may say of a text. */
const SHARED = ["model", "prompt", "temperature", "topK", "topP", "length", "seed", "ignoreEnd"];

/** What is set at first. */
const FIRST = { temperature: 0.8, length: 500, pace: "60" };

/** Lets a model write, and shows it doing so. */
class WriteView extends View {
  static properties = { settings: { state: true }, sheet: { state: true } };

  #stream;
  #request;
  /** Counts the texts, so that an answer that comes too late is known. */
  #turn = 0;

  constructor() {
    super();
    this.settings = FIRST;
  }

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
  }

  willUpdate(changed) {
    if (changed.has("parameters") && this.parameters.size > 0) {
      const { seed, ...told } = Object.fromEntries(SHARED.filter((name) => this.parameters.has(name)).map((name) => [name, this.parameters.get(name)]));
      // What a link to a text does not say was not set there, whatever is set here.
      const before = seed ? { ...FIRST, pace: this.settings.pace } : this.settings;
      this.settings = { ...before, random: false, ...told, seed };
      if (told.model && seed) {
        // Who follows a link to a text wants to see it.
        this.updateComplete.then(() => this.#write());
      }
    }
    if (!this.settings.model && there.models.length > 0) {
      this.settings = { ...this.settings, model: there.models[0].name };
    }
  }

  render() {
    if (there.known && there.models.length === 0) {
      return this.#nothingYet();
    }
    const { write: w, settings: s, text } = words();
    const { sheet, settings } = this;
    const busy = sheet?.busy;
    const ofTexts = there.version(settings.model)?.documents !== "lines";
    return html`<h1 class="unseen">${w.title}</h1>
      <div class="desk">
        <form class="card" aria-labelledby="write-settings" @submit=${this.#submit}>
          <h2 id="write-settings">${w.settings}</h2>
          ${fields.model(this)}
          ${fields.area(this, "prompt", s.prompt, {
            maxlength: 2_000,
            placeholder: settings.random ? s.randomHint : s.promptHint,
            disabled: settings.random && ofTexts,
          })}
          ${fields.check(this, "random", s.randomExcerpt, !ofTexts)}
          ${fields.temperature(this)} ${fields.extent(this)}
          <details>
            <summary>${s.more}</summary>
            ${fields.choice(this)} ${fields.pace(this)}
            ${fields.check(this, "ignoreEnd", s.ignoreEnd)}
          </details>
          <div class="row">
            <button id="write" class="primary" ?disabled=${!settings.model}>${w.write}</button>
            <button id="stop" type="button" ?disabled=${!busy} @click=${this.#stop}>${w.stop}</button>
          </div>
        </form>
        <section class="card sheet" aria-labelledby="write-text">
          <h2 id="write-text" class="unseen">${text}</h2>
          ${sheet ? nothing : html`<p class="invitation">${w.invitation}</p>`}
          <growing-paper id="text" class=${busy ? "writing" : ""} ?hidden=${!sheet} aria-labelledby="write-text"></growing-paper>
          ${status(sheet)}
          ${sheet?.excerpt ? html`<p class="hint">${w.excerpt(sheet.excerpt.corpus, sheet.excerpt.from)}</p>` : nothing}
          <div class="row" role="group" aria-label=${w.actions}>
            <button id="continue" type="button" ?disabled=${!this.#canGoOn()} @click=${this.#goOn}>${w.goOn}</button>
            <button id="again" type="button" ?disabled=${!sheet?.seed} @click=${this.#again}>${w.again}</button>
            <copy-button id="copy" .label=${w.copy} .text=${() => this.$("#text").text} ?disabled=${!sheet?.characters}></copy-button>
            <copy-button id="share" .label=${w.share} .text=${() => this.#link()} ?disabled=${!sheet?.seed}></copy-button>
          </div>
          ${figureList(sheet)}
        </section>
      </div>`;
  }

  #nothingYet() {
    const { write: w, toCorpora, toTraining } = words();
    const job = there.jobs.findLast(({ state }) => state === "queued" || state === "running");
    return job
      ? empty(w.emptyTrains, w.emptyTrainsHint(percent(job.progress)), html`<progress max="1" .value=${job.progress} aria-label=${w.emptyTrains}></progress>
          <a class="button primary" href=${href("train", { job: job.id })}>${toTraining}</a>`)
      : empty(w.empty, w.emptyHint, html`<a class="button primary" href=${href("corpora")}>${toCorpora}</a>`);
  }

  #submit(event) {
    event.preventDefault();
    this.#write();
  }

  #write() {
    const { settings } = this;
    this.#begin(fields.request(settings), settings.seed?.trim());
  }

  #again() {
    this.#begin(this.#request, this.sheet.seed);
  }

  async #begin(request, seed) {
    this.#stop();
    const turn = ++this.#turn;
    const paper = this.$("#text");
    paper.clear();
    const sheet = new Sheet(paper, () => this.requestUpdate(), new Speaker());
    this.sheet = sheet;
    this.#stream = undefined;
    this.#request = request;
    this.updateComplete.then(() => this.$(".sheet").scrollIntoView({ block: "nearest" }));
    await this.#follow(sheet, turn, async () => {
      const stream = await Stream.create(request, seed);
      if (turn !== this.#turn || !sheet.busy) {
        return;
      }
      // The version stays the same from now on, whatever is published meanwhile.
      this.#request = { ...request, model: `${stream.model}@${stream.version}`, prompt: stream.prompt };
      this.#stream = stream;
      sheet.created(stream, seed);
      await stream.read(sheet);
    });
  }

  #stop() {
    this.#stream?.stop();
    this.sheet?.stopped();
  }

  #canGoOn() {
    const { sheet } = this;
    const most = Number(this.#request?.maxCharacters);
    return sheet && !sheet.busy && (this.#wasStopped() || (sheet.end === "length" && most < LONGEST));
  }

  /** Whether there is a stream that was stopped before its end. */
  #wasStopped() {
    return this.sheet.state === "stopped" && this.#stream !== undefined;
  }

  /** A text that was stopped is read on. One that is as long as was asked for is asked for again, and longer. */
  async #goOn() {
    const { sheet } = this;
    const turn = ++this.#turn;
    const stopped = this.#wasStopped();
    sheet.resumed();
    await this.#follow(sheet, turn, async () => {
      if (stopped) {
        await this.#stream.read(sheet);
        return;
      }
      this.#stream = undefined;
      const maxCharacters = Math.min(LONGEST, this.#request.maxCharacters + Number(this.settings.length));
      const request = { ...this.#request, maxCharacters };
      const stream = await Stream.create(request, sheet.seed);
      if (turn !== this.#turn || !sheet.busy) {
        return;
      }
      this.#request = request;
      this.#stream = stream;
      await stream.read(sheet, sheet.characters);
    });
  }

  async #follow(sheet, turn, reading) {
    try {
      await reading();
    } catch (problem) {
      there.failed(problem);
      if (turn === this.#turn && sheet.busy) {
        sheet.failed(problem);
      }
    }
  }

  /** An address that gives this text again. */
  #link() {
    const { model, prompt, temperature, topK, topP, maxCharacters: length, ignoreEnd } = this.#request;
    const parameters = { model, prompt, temperature, topK, topP, length, ignoreEnd, seed: this.sheet.seed };
    return link("write", Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)));
  }
}

customElements.define("write-view", WriteView);
