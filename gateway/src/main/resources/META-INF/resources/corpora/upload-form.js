import { publish } from "../shared/api.js";
import { Part, html, nothing } from "../shared/element.js";
import * as fields from "../shared/fields.js";
import { failure } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { there } from "../shared/there.js";
import { bytes, number, percent, words } from "../shared/words.js";
import { NAME, corpusName } from "./names.js";

/** Takes a file or a text and publishes it. */
class UploadForm extends Part {
  static properties = {
    settings: { state: true },
    file: { state: true },
    over: { state: true },
    sent: { state: true },
    receipt: { state: true },
    problem: { state: true },
  };

  #sending;

  constructor() {
    super();
    this.settings = { name: "", text: "", documents: "text", train: true };
  }

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
  }

  render() {
    const { corpora: c } = words();
    const { file, settings } = this;
    const busy = this.sent !== undefined;
    return html`<form class="card" aria-labelledby="upload-title" @submit=${this.#submit}>
      <h2 id="upload-title">${c.upload}</h2>
      <div class="columns">
        <div>
          <label class="drop ${this.over ? "over" : ""}" @dragover=${this.#over} @dragleave=${() => (this.over = false)} @drop=${this.#drop}>
            <input id="file" class="unseen" type="file" accept="text/*,.txt,.md,.csv" @change=${(event) => this.#take(event.target.files[0])}>
            <strong>${file ? file.name : c.drop}</strong>
            <span class="hint">${file ? bytes(file.size) : c.dropHint}</span>
          </label>
          ${fields.area(this, "text", c.paste, { rows: 4, disabled: Boolean(file), placeholder: c.pasteHint })}
        </div>
        <div>
          ${fields.text(this, "name", c.name, { pattern: NAME, required: true, hint: c.nameHint })}
          ${fields.select(this, "documents", c.documents, [
            { value: "text", label: c.asText },
            { value: "lines", label: c.asLines },
          ])}
          ${fields.check(this, "train", c.trainNow)}
          <div class="row">
            <button id="publish" class="primary" ?disabled=${busy || !(file || settings.text)}>${c.publish}</button>
            ${busy ? html`<button type="button" @click=${() => this.#sending.abort()}>${c.cancel}</button>` : nothing}
            ${file && !busy ? html`<button type="button" @click=${() => this.#take()}>${c.noFile}</button>` : nothing}
          </div>
        </div>
      </div>
      ${busy ? html`<p class="status" role="status">${this.sent < 1 ? c.sending(percent(this.sent)) : c.storing}</p>
        <progress max="1" .value=${this.sent} aria-label=${c.upload}></progress>` : nothing}
      ${failure(this.problem)} ${this.#done()}
    </form>`;
  }

  #done() {
    if (!this.receipt) {
      return nothing;
    }
    const { corpora: c } = words();
    const { name, characters, job } = this.receipt;
    return html`<p class="status" role="status">${c.stored(name, number(characters))}
      ${job ? html`<a href=${href("train", { job })}>${c.watch}</a>` : nothing}</p>`;
  }

  #over(event) {
    event.preventDefault();
    this.over = true;
  }

  #drop(event) {
    event.preventDefault();
    this.over = false;
    const [file] = event.dataTransfer.files;
    if (file) {
      this.#take(file);
    } else {
      this.set("text", event.dataTransfer.getData("text/plain"));
    }
  }

  #take(file) {
    this.file = file;
    if (!file) {
      // A script may only empty it.
      this.$("#file").value = "";
    } else if (!this.settings.name) {
      this.set("name", corpusName(file.name));
    }
  }

  async #submit(event) {
    event.preventDefault();
    const { name, text, documents, train } = this.settings;
    this.problem = undefined;
    this.receipt = undefined;
    this.sent = 0;
    this.#sending = new AbortController();
    try {
      const spec = documents === "lines" ? { documents } : undefined;
      const body = this.file ?? new Blob([text]);
      this.receipt = await publish(name, body, { train: Boolean(train), spec }, (sent) => (this.sent = sent), this.#sending.signal);
      this.#take();
      this.settings = { ...this.settings, text: "", name: "" };
      there.refresh();
    } catch (problem) {
      if (problem.name !== "AbortError") {
        there.failed(problem);
        this.problem = problem;
      }
    } finally {
      this.sent = undefined;
    }
  }
}

customElements.define("upload-form", UploadForm);
