import { train } from "../shared/api.js";
import { Part, html, nothing } from "../shared/element.js";
import * as fields from "../shared/fields.js";
import { failure } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { there } from "../shared/there.js";
import { number, words } from "../shared/words.js";
import { NAME } from "../corpora/names.js";
import { parse, specFields } from "./spec.js";

/** What stands at the top of the form. */
const FIRST = ["preset", "timeBudget"];

/** Orders a training. */
class TrainForm extends Part {
  static properties = {
    corpus: {},
    settings: { state: true },
    own: { state: true },
    spec: { state: true },
    ordering: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    this.settings = { corpus: "", model: "", preset: "", timeBudget: "" };
    /** What was typed into the own settings, by field. */
    this.own = {};
    this.spec = [];
  }

  connectedCallback() {
    super.connectedCallback();
    specFields().then(
      (spec) => (this.spec = spec),
      (problem) => (this.problem = problem),
    );
  }

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
  }

  willUpdate(changed) {
    if (changed.has("corpus") && this.corpus) {
      this.set("corpus", this.corpus);
    } else if (!this.settings.corpus && there.corpora.length > 0) {
      this.set("corpus", there.corpora[0].name);
    }
  }

  render() {
    const { train: t } = words();
    const { settings } = this;
    const preset = this.spec.find(({ name }) => name === "preset");
    return html`<form class="card" aria-labelledby="train-form" @submit=${this.#submit}>
      <h2 id="train-form">${t.start}</h2>
      ${fields.select(this, "corpus", t.corpus, there.corpora.map(({ name }) => ({ value: name, label: name })))}
      ${fields.text(this, "model", t.model, { pattern: NAME, placeholder: settings.corpus, hint: t.modelHint })}
      ${
        preset?.choices
          ? fields.select(this, "preset", t.preset, [{ value: "", label: t.auto }, ...preset.choices.filter((choice) => choice !== "auto").map((value) => ({ value, label: value }))], t.presetHint)
          : fields.text(this, "preset", t.preset, { placeholder: t.auto, hint: t.presetHint })
      }
      ${fields.select(this, "timeBudget", t.timeBudget, Object.entries(t.timeBudgets).map(([value, label]) => ({ value, label })))}
      <details>
        <summary>${t.own}</summary>
        <p class="hint">${t.ownHint}</p>
        ${this.spec.filter(({ name }) => !FIRST.includes(name)).map((field) => this.#field(field))}
      </details>
      <button id="train" class="primary" ?disabled=${this.ordering || !settings.corpus}>${t.train}</button>
      ${failure(this.problem)}
    </form>`;
  }

  #field(field) {
    const { name, description, choices, kind, minimum, maximum, fallback, example } = field;
    const { train: t } = words();
    const id = `own-${name}`;
    const options = choices ?? (kind === "boolean" ? ["true", "false"] : undefined);
    const typed = (event) => (this.own = { ...this.own, [name]: event.target.value });
    const placeholder = fallback ?? example;
    const [least, most] = [bound(minimum), bound(maximum)];
    const range = least !== undefined || most !== undefined ? t.range(least, most) : "";
    return html`<div class="field">
      <label for=${id}><code>${name}</code></label>
      ${
        options
          ? html`<select id=${id} @change=${typed} aria-describedby="${id}-hint">
              <option value="">${t.asPreset}</option>
              ${options.map((option) => html`<option ?selected=${this.own[name] === option}>${option}</option>`)}
            </select>`
          : html`<input id=${id} .value=${this.own[name] ?? ""} @input=${typed} aria-describedby="${id}-hint"
              type=${kind === "integer" || kind === "number" ? "number" : "text"} step=${kind === "integer" ? 1 : kind === "number" ? "any" : nothing}
              min=${minimum ?? nothing} max=${maximum ?? nothing} autocomplete="off" spellcheck="false"
              placeholder=${placeholder === undefined ? t.asPreset : typeof placeholder === "string" ? placeholder : JSON.stringify(placeholder)}>`
      }
      <p class="hint" id="${id}-hint"><span lang="en">${description.replace(/[^.]$/, "$&.")}</span> ${range}</p>
    </div>`;
  }

  async #submit(event) {
    event.preventDefault();
    this.problem = undefined;
    this.ordering = true;
    const { corpus, model, preset, timeBudget } = this.settings;
    const own = this.spec
      .filter(({ name }) => this.own[name]?.trim())
      .map((field) => [field.name, parse(field, this.own[field.name].trim())]);
    try {
      const { job } = await train(model || corpus, {
        corpus,
        ...(preset && { preset }),
        ...(timeBudget && { timeBudget }),
        ...Object.fromEntries(own),
      });
      there.refresh();
      location.hash = href("train", { job });
    } catch (problem) {
      there.failed(problem);
      this.problem = problem;
    } finally {
      this.ordering = false;
    }
  }
}

/** A limit as it is told; one that only says how numbers are stored is none. */
function bound(value) {
  if (value === undefined || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return undefined;
  }
  return Number.isInteger(value) ? number(value) : String(value);
}

customElements.define("train-form", TrainForm);
