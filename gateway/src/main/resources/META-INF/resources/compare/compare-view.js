import "../shared/paper.js";
import { View, html } from "../shared/element.js";
import * as fields from "../shared/fields.js";
import { empty, figureList, status } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { Sheet } from "../shared/sheet.js";
import { Speaker } from "../shared/speaker.js";
import { Stream } from "../shared/streams.js";
import { there } from "../shared/there.js";
import { number, words } from "../shared/words.js";

/** Temperatures share one connection. */
const MOST_TEMPERATURES = 8;

/** Models take a connection each, of which a browser opens six, and some are left for the rest of the page. */
const MOST_MODELS = 3;

/** The same beginning written in several ways, side by side. */
class CompareView extends View {
  static properties = { settings: { state: true }, columns: { state: true }, problem: { state: true } };

  #streams = [];
  #speaker;
  #turn = 0;

  constructor() {
    super();
    this.settings = { by: "temperature", temperatures: "0.2, 0.6, 1, 1.4", temperature: 0.8, length: 300, pace: "60" };
    this.columns = [];
  }

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
  }

  willUpdate() {
    const { models, model } = this.settings;
    if (!model && there.models.length > 0) {
      this.settings = { ...this.settings, model: there.models[0].name };
    }
    if (there.known) {
      this.#choose(models);
    }
  }

  /** The first models are chosen at first, and those that were retired no longer. */
  #choose(chosen) {
    const references = there.versions.map(({ reference }) => reference);
    const models = chosen?.filter((reference) => references.includes(reference));
    if (!chosen && references.length > 0) {
      this.set("models", references.slice(0, 2));
    } else if (models?.length !== chosen?.length) {
      this.set("models", models);
    }
  }

  render() {
    const { compare: c, settings: s, toCorpora } = words();
    if (there.known && there.models.length === 0) {
      return empty(c.empty, c.emptyHint, html`<a class="button primary" href=${href("corpora")}>${toCorpora}</a>`);
    }
    const byModel = this.settings.by === "model";
    const busy = this.columns.some(({ sheet }) => sheet?.busy);
    return html`<h1 class="unseen">${c.title}</h1>
      <form class="card" aria-labelledby="compare-settings" @submit=${this.#submit}>
        <h2 id="compare-settings">${c.settings}</h2>
        <div class="columns">
          <div>
            <fieldset class="choice">
              <legend>${c.by}</legend>
              ${["temperature", "model"].map(
                (by) => html`<label><input type="radio" name="by" value=${by} .checked=${this.settings.by === by}
                    @change=${() => this.set("by", by)}> ${c[by]}</label>`,
              )}
            </fieldset>
            ${byModel ? this.#models() : fields.model(this)}
          </div>
          <div>
            ${fields.area(this, "prompt", s.prompt, { maxlength: 2_000, placeholder: s.promptHint })}
            ${fields.extent(this)}
          </div>
          <div>
            ${
              byModel
                ? fields.slider(this, "temperature", s.temperature, { min: 0, max: 2, step: 0.05 })
                : fields.text(this, "temperatures", c.temperatures, { hint: c.temperaturesHint(MOST_TEMPERATURES), required: true })
            }
            ${fields.pace(this)}
          </div>
        </div>
        <div class="row">
          <button id="compare" class="primary">${c.write}</button>
          <button type="button" ?disabled=${!busy} @click=${this.#stop}>${words().write.stop}</button>
        </div>
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : ""}
      </form>
      <div class="sheets">
        ${this.columns.map(
          ({ label, sheet }, i) => html`<section class="card sheet" aria-labelledby="compare-${i}">
            <h2 id="compare-${i}">${label()}</h2>
            <growing-paper class=${sheet?.busy ? "writing" : ""} aria-labelledby="compare-${i}"></growing-paper>
            ${status(sheet)} ${figureList(sheet, ["first", "speed", "written"])}
          </section>`,
        )}
      </div>`;
  }

  #models() {
    const { compare: c, version } = words();
    const { models = [] } = this.settings;
    const toggle = (reference) => (event) =>
      this.set("models", event.target.checked ? [...models, reference] : models.filter((other) => other !== reference));
    return html`<fieldset class="choice list">
      <legend>${c.models(MOST_MODELS)}</legend>
      ${there.versions.map(
        ({ reference, name, version: number }) => html`<label><input type="checkbox" value=${reference}
            .checked=${models.includes(reference)} ?disabled=${!models.includes(reference) && models.length >= MOST_MODELS}
            @change=${toggle(reference)}> ${version(name, number)}</label>`,
      )}
    </fieldset>`;
  }

  async #submit(event) {
    event.preventDefault();
    this.#stop();
    const turn = ++this.#turn;
    const { by, models = [], temperatures, model, seed } = this.settings;
    const base = { ...fields.request(this.settings), model };
    this.problem = undefined;
    // Everything is told apart by nothing but what is compared, so the seed is the same.
    const same = seed?.trim() || String(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
    if (by === "model") {
      if (models.length === 0) {
        this.problem = words().compare.modelsWrong;
        return;
      }
      await this.#open(models.map((reference) => () => words().version(...reference.split("@"))));
      this.#streams = [];
      this.columns.forEach(({ sheet }, i) =>
        this.#read([sheet], () => Stream.create({ ...base, model: models[i] }, same), () => sheet, turn, same),
      );
    } else {
      const { temperature, ...request } = base;
      const list = temperatures.split(/[\s,;]+/).filter(Boolean).map(Number);
      if (list.some(Number.isNaN) || list.length === 0 || list.length > MOST_TEMPERATURES) {
        this.problem = words().compare.temperaturesWrong(MOST_TEMPERATURES);
        return;
      }
      await this.#open(list.map((value) => () => words().compare.at(number(value, 2))));
      const sheets = this.columns.map(({ sheet }) => sheet);
      const of = (value) => sheets[list.indexOf(value)];
      this.#streams = [];
      this.#read(sheets, () => Stream.create({ ...request, temperatures: list }, same), of, turn, same);
    }
  }

  /** Lays out an empty paper for each label. */
  async #open(labels) {
    this.columns = labels.map((label) => ({ label }));
    await this.updateComplete;
    const papers = this.querySelectorAll("growing-paper");
    this.#speaker = new Speaker();
    this.columns = this.columns.map((column, i) => {
      papers[i].clear();
      return { ...column, sheet: new Sheet(papers[i], () => this.requestUpdate()) };
    });
  }

  /** Reads a stream that writes on several sheets. */
  async #read(sheets, create, of, turn, seed) {
    try {
      const stream = await create();
      if (turn !== this.#turn || !sheets.some(({ busy }) => busy)) {
        return;
      }
      this.#streams.push(stream);
      sheets.forEach((sheet) => sheet.created(stream, seed));
      await stream.read({
        text: (text, logprobs, temperature) => of(temperature).text(text, logprobs),
        interrupted: (reason) => sheets.filter(({ busy }) => busy).forEach((sheet) => sheet.interrupted(reason)),
        ended: (reason, temperature) =>
          (temperature === undefined ? sheets.filter(({ busy }) => busy) : [of(temperature)]).forEach((sheet) => {
            sheet.ended(reason);
            this.#tell(sheet);
          }),
      });
    } catch (problem) {
      there.failed(problem);
      sheets.filter(({ busy }) => busy).forEach((sheet) => sheet.failed(problem));
    }
  }

  /** Tells those who listen which column has ended. Texts that are read at the same time could not be told apart. */
  #tell(ended) {
    const column = this.columns.find(({ sheet }) => sheet === ended);
    if (column) {
      this.#speaker.hear(`${words().compare.done(column.label())}\n`);
    }
  }

  #stop() {
    this.#streams.forEach((stream) => stream.stop());
    this.columns.forEach(({ sheet }) => sheet?.stopped());
  }
}

customElements.define("compare-view", CompareView);
