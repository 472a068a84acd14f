import "./upload-form.js";
import { about, deleteCorpus, excerpt } from "../shared/api.js";
import { View, html, nothing } from "../shared/element.js";
import { confirm, failure } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { there } from "../shared/there.js";
import { bytes, moment, number, words } from "../shared/words.js";

const EXCERPT = 600;

/** The texts that models learn from. */
class CorporaView extends View {
  static properties = { excerpts: { state: true }, problems: { state: true }, kafka: { state: true } };

  constructor() {
    super();
    this.excerpts = new Map();
    this.problems = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    about().then(
      ({ kafka }) => (this.kafka = kafka),
      (problem) => there.failed(problem),
    );
  }

  render() {
    const { corpora: c } = words();
    return html`<h1 class="unseen">${c.title}</h1>
      <upload-form></upload-form>
      ${there.known && there.corpora.length === 0 ? html`<p class="invitation">${c.empty}</p>` : nothing}
      <div class="cards">${there.corpora.map((corpus) => this.#card(corpus))}</div>
      ${this.#kcat()}`;
  }

  #card({ name, characters, bytes: size, lines, distinctCharacters, sealed, updated }) {
    const { corpora: c } = words();
    const shown = this.excerpts.get(name);
    return html`<section class="card corpus" aria-labelledby="corpus-${name}" data-corpus=${name}>
      <h2 id="corpus-${name}">${name}</h2>
      <dl class="figures">
        ${[
          [c.characters, number(characters)],
          [c.size, bytes(size)],
          [c.lines, number(lines)],
          [c.distinct, number(distinctCharacters)],
          [c.updated, moment(updated)],
          [c.state, sealed ? c.sealed : c.open],
        ].map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${shown ? html`<blockquote dir="auto" tabindex="0" aria-label=${c.excerpt}>${shown.text}</blockquote>
        <p class="hint">${c.excerptFrom(number(shown.from), number(shown.total))}</p>` : nothing}
      ${failure(this.problems.get(name))}
      <div class="row">
        <button type="button" @click=${() => this.#try(name, () => this.#show(name, characters))}>${shown ? c.another : c.excerpt}</button>
        <a class="button" href=${href("train", { corpus: name })}>${c.train}</a>
        <button type="button" class="danger" aria-label=${c.deleteNamed(name)} @click=${() => this.#try(name, () => this.#delete(name))}>${c.delete}</button>
      </div>
    </section>`;
  }

  #kcat() {
    const { corpora: c, copy } = words();
    const command = `kcat -P -b ${this.kafka ?? "…"} -t escriba.corpus -k my-text my-text.txt`;
    return html`<section class="card" aria-labelledby="kcat-title">
      <h2 id="kcat-title">${c.kcat}</h2>
      <p>${c.kcatHint}</p>
      <div class="command"><code id="kcat" tabindex="0">${command}</code>
        <copy-button .label=${copy} .text=${() => command} ?disabled=${!this.kafka}></copy-button></div>
    </section>`;
  }

  async #show(name, characters) {
    const from = Math.floor(Math.random() * Math.max(1, characters - EXCERPT));
    this.excerpts = new Map(this.excerpts).set(name, await excerpt(name, from, EXCERPT));
  }

  async #delete(name) {
    const { corpora: c } = words();
    if (await confirm({ title: c.deleteTitle(name), text: c.deleteText, action: c.delete })) {
      await deleteCorpus(name);
      there.corpora = there.corpora.filter((corpus) => corpus.name !== name);
      this.excerpts = new Map([...this.excerpts].filter(([other]) => other !== name));
    }
  }

  async #try(name, action) {
    let problem;
    try {
      await action();
    } catch (failed) {
      there.failed(failed);
      problem = failed;
    }
    this.problems = new Map(this.problems).set(name, problem);
  }
}

customElements.define("corpora-view", CorporaView);
