import "./surprise-paper.js";
import { score } from "../shared/api.js";
import { View, html, nothing } from "../shared/element.js";
import * as fields from "../shared/fields.js";
import { empty, failure, figureList, status } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { Sheet } from "../shared/sheet.js";
import { Speaker } from "../shared/speaker.js";
import { Stream, tail } from "../shared/streams.js";
import { there } from "../shared/there.js";
import { number, percent, words } from "../shared/words.js";
import { LEVELS, bits, visible } from "./surprise.js";

/** So many of the most likely characters are asked for. */
const ALTERNATIVES = 10;

/** Shows what a model thinks while it writes, or of a text that somebody else has written. */
class InsideView extends View {
  static properties = {
    settings: { state: true },
    sheet: { state: true },
    /** Of a text that was scored. */
    scored: { state: true },
    scoring: { state: true },
    problem: { state: true },
    /** The character whose alternatives are shown, and whether it stays. */
    pointed: { state: true },
    pinned: { state: true },
  };

  #stream;
  #turn = 0;

  constructor() {
    super();
    this.settings = { mode: "write", temperature: 0.8, length: 400, pace: "60", text: "" };
  }

  set(name, value) {
    this.settings = { ...this.settings, [name]: value };
  }

  willUpdate() {
    if (!this.settings.model && there.models.length > 0) {
      this.settings = { ...this.settings, model: there.models[0].name };
    }
  }

  render() {
    const { inside: i, write: w, settings: s, toCorpora } = words();
    if (there.known && there.models.length === 0) {
      return empty(i.empty, i.emptyHint, html`<a class="button primary" href=${href("corpora")}>${toCorpora}</a>`);
    }
    const { sheet, settings } = this;
    const scores = settings.mode === "score";
    return html`<h1 class="unseen">${i.title}</h1>
      <div class="desk">
        <form class="card" aria-labelledby="inside-settings" @submit=${this.#submit}>
          <h2 id="inside-settings">${i.settings}</h2>
          <fieldset class="choice">
            <legend class="unseen">${i.settings}</legend>
            ${["write", "score"].map(
              (mode) => html`<label><input type="radio" name="mode" value=${mode} .checked=${settings.mode === mode}
                  @change=${() => this.set("mode", mode)}> ${i[mode]}</label>`,
            )}
          </fieldset>
          ${fields.model(this)}
          ${
            scores
              ? html`${fields.area(this, "text", i.ownText, { rows: 9, placeholder: i.ownTextHint })}
                ${fields.check(this, "skip", i.skip)}`
              : html`${fields.area(this, "prompt", s.prompt, { maxlength: 2_000, placeholder: s.promptHint })}
                ${fields.temperature(this)} ${fields.extent(this)}
                <details>
                  <summary>${s.more}</summary>
                  ${fields.choice(this)} ${fields.pace(this)}
                </details>`
          }
          <div class="row">
            <button id="look" class="primary" ?disabled=${this.scoring || (scores && !settings.text)}>${scores ? i.look : w.write}</button>
            <button type="button" ?disabled=${!sheet?.busy} @click=${this.#stop}>${w.stop}</button>
          </div>
        </form>
        <div class="looked">
          <section class="card sheet" aria-labelledby="inside-text">
            <h2 id="inside-text" class="unseen">${words().text}</h2>
            ${sheet || this.scored ? this.#legend() : html`<p class="invitation">${i.invitation}</p>`}
            <surprise-paper id="inside-paper" class=${sheet?.busy ? "writing" : ""} ?hidden=${!sheet && !this.scored}
              aria-labelledby="inside-text" aria-describedby="inside-hint"
              @point=${({ detail }) => this.#point(detail)} @choose=${({ detail }) => this.#choose(detail)}></surprise-paper>
            <p id="inside-hint" class="hint" ?hidden=${!sheet && !this.scored}>${i.hint}</p>
            ${failure(this.problem)} ${sheet ? html`${status(sheet)} ${figureList(sheet)}` : this.#summary()}
          </section>
          ${this.#alternatives()}
        </div>
      </div>`;
  }

  #legend() {
    const { inside: i } = words();
    return html`<p class="legend"><span>${i.expected}</span>
      ${Array.from({ length: LEVELS }, (_, level) => html`<span class="swatch surprise-${level}" aria-hidden="true"></span>`)}
      <span>${i.surprising}</span></p>`;
  }

  #summary() {
    if (!this.scored) {
      return nothing;
    }
    const { inside: i, version } = words();
    const { loss, characters, model, version: trained } = this.scored;
    return html`<p class="status" role="status">${i.summary(version(model, trained), number(characters), number(loss, 3), number(Math.exp(loss), 1))}</p>`;
  }

  #alternatives() {
    const { inside: i } = words();
    const character = this.#paper?.characters[this.pointed];
    if (!character?.top) {
      return nothing;
    }
    return html`<section class="card alternatives" aria-labelledby="inside-alternatives" aria-live="polite">
      <h2 id="inside-alternatives">${i.alternatives(visible(character.text))}</h2>
      <p class="hint">${i.surprise(percent(Math.exp(character.logprob), 2), number(bits(character.logprob), 1))}</p>
      <ol>
        ${character.top.map(
          (alternative) => html`<li>
            <button type="button" class=${alternative.text === character.text ? "taken" : ""} ?disabled=${alternative.text === ""}
              aria-label=${i.goOnWith(alternative.text || i.end, percent(Math.exp(alternative.logprob), 1))}
              @click=${() => this.#branch(alternative)}>
              <kbd dir="auto">${visible(alternative.text)}</kbd>
              <meter min="0" max="1" .value=${Math.exp(alternative.logprob)} aria-hidden="true"></meter>
              <span>${percent(Math.exp(alternative.logprob), 1)}</span>
            </button>
          </li>`,
        )}
      </ol>
      <p class="hint">${this.pinned ? i.pinned : i.pin}</p>
    </section>`;
  }

  get #paper() {
    return this.$("surprise-paper");
  }

  #point(index) {
    if (!this.pinned) {
      this.pointed = index;
      this.#paper.mark(index);
    }
  }

  #choose(index) {
    this.pinned = !(this.pinned && this.pointed === index);
    this.pointed = index;
    this.#paper.mark(index);
  }

  #submit(event) {
    event.preventDefault();
    this.#stop();
    this.scored = undefined;
    this.sheet = undefined;
    if (this.settings.mode === "score") {
      this.#score();
    } else {
      this.#write(fields.request(this.settings), this.settings.seed?.trim());
    }
  }

  async #score() {
    const turn = this.#newTurn();
    const { model, text, skip } = this.settings;
    this.scoring = true;
    try {
      const scored = await score(model, { text, logprobs: ALTERNATIVES, unknown: skip ? "skip" : "refuse" });
      if (turn === this.#turn) {
        this.#paper.begin(scored.prompt ?? "");
        scored.logprobs.forEach((character) => this.#paper.write(character.text, [character]));
        this.scored = scored;
      }
    } catch (problem) {
      there.failed(problem);
      this.problem = problem;
    } finally {
      this.scoring = false;
    }
  }

  /** Lets the model write after what stands on the paper, or from the beginning. */
  async #write(request, seed, goesOn = false) {
    const turn = this.#newTurn();
    const paper = this.#paper;
    if (!goesOn) {
      paper.clear();
    }
    // What stands there already stays when the gateway tells the beginning.
    const target = { begin: (prompt) => goesOn || paper.begin(prompt), write: (...told) => paper.write(...told), settled: () => paper.settled() };
    const sheet = new Sheet(target, () => this.requestUpdate(), new Speaker());
    this.sheet = sheet;
    this.updateComplete.then(() => this.$(".sheet").scrollIntoView({ block: "nearest" }));
    try {
      const stream = await Stream.create({ ...request, logprobs: ALTERNATIVES }, seed);
      if (turn === this.#turn && sheet.busy) {
        this.#stream = stream;
        sheet.created(stream, seed);
        await stream.read(sheet);
      }
    } catch (problem) {
      there.failed(problem);
      sheet.failed(problem);
    }
  }

  /** Goes on as if the model had written another character. */
  #branch({ text, logprob }) {
    this.#stop();
    const paper = this.#paper;
    const index = this.pointed;
    const { top } = paper.characters[index];
    paper.cut(index);
    paper.write(text, [{ logprob, top }]);
    this.scored = undefined;
    const { model } = this.settings;
    this.#write({ ...fields.request({ ...this.settings, random: false }), model, prompt: tail(paper.text) }, undefined, true);
  }

  #newTurn() {
    this.problem = undefined;
    this.pointed = undefined;
    this.pinned = false;
    return ++this.#turn;
  }

  #stop() {
    this.#stream?.stop();
    this.sheet?.stopped();
  }
}

customElements.define("inside-view", InsideView);
