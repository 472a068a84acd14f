import { level } from "./surprise.js";

const BLOCK = 400;

/** Characters that are drawn in one frame, so that none takes long. */
const FRAME = 250;

/** What comes before this in Unicode joins nothing before it. */
const FIRST_MARK = "\u0300";
const CLUSTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * A text in which every character has the colour of its surprise. What belongs together, such as a letter and its marks,
 * is shown together. Fires `point` with the index of the character that is pointed at, and `choose` when it is chosen.
 */
class SurprisePaper extends HTMLElement {
  /** What was told of each character: `{text, logprob, top}`. */
  characters = [];
  #prompt = "";
  /** The element that shows each of them. */
  #spans = [];
  #waiting = [];
  #frame;
  /** Who waits until everything is drawn. */
  #settling = [];
  #block;
  #length = 0;
  #marked;
  #at = -1;

  connectedCallback() {
    this.tabIndex = 0;
    this.setAttribute("role", "group");
    this.addEventListener("pointerover", (event) => this.#tell("point", event.target));
    this.addEventListener("click", (event) => this.#tell("choose", event.target));
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The whole text. */
  get text() {
    return this.#prompt + [...this.characters, ...this.#waiting].map(({ text }) => text).join("");
  }

  clear() {
    this.begin("");
  }

  begin(prompt) {
    this.#prompt = prompt;
    this.characters = [];
    this.#waiting = [];
    this.#spans = [];
    this.replaceChildren();
    this.#open();
    if (prompt) {
      const beginning = document.createElement("span");
      beginning.className = "beginning";
      beginning.textContent = prompt;
      this.#block.append(beginning);
    }
    this.mark(-1);
  }

  /** Takes away what follows the first characters, however it was drawn. */
  cut(count) {
    this.#waiting = [];
    this.characters.length = count;
    this.#spans.length = count;
    const last = this.#spans.at(-1);
    const rest = document.createRange();
    rest.selectNodeContents(this);
    if (last) {
      rest.setStartAfter(last);
      if (last.to > count) {
        const kept = this.characters.slice(last.from);
        last.to = count;
        last.textContent = kept.map(({ text }) => text).join("");
        last.logprob = kept.reduce((sum, { logprob }) => sum + logprob, 0);
        this.#colour(last);
      }
    } else if (this.#prompt) {
      rest.setStartAfter(this.querySelector(".beginning"));
    }
    rest.deleteContents();
    if (this.lastElementChild) {
      this.#block = this.lastElementChild;
      this.#length = this.#block.childElementCount;
    } else {
      this.#open();
    }
    this.mark(-1);
  }

  /** Adds characters with what is known of each. */
  write(text, logprobs = []) {
    const characters = [...text];
    this.#waiting.push(...characters.map((character, i) => ({ text: character, ...logprobs[i] })));
    this.#frame ??= requestAnimationFrame(() => this.#drawSome());
  }

  /** Tells when everything is drawn, which takes a frame for each few characters. */
  settled() {
    return this.#waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#settling.push(resolve));
  }

  #drawSome() {
    this.#frame = undefined;
    const follows = this.scrollHeight - this.scrollTop - this.clientHeight < 60;
    this.#waiting.splice(0, FRAME).forEach((character) => this.#draw(character));
    if (this.#waiting.length > 0) {
      this.#frame = requestAnimationFrame(() => this.#drawSome());
    } else {
      this.#settling.splice(0).forEach((resolve) => resolve());
    }
    if (follows) {
      this.scrollTop = this.scrollHeight;
    }
  }

  /** Shows which character is spoken of. */
  mark(index) {
    this.#marked?.classList.remove("marked");
    this.#at = index;
    this.#marked = this.#spans[index];
    this.#marked?.classList.add("marked");
    this.#marked?.scrollIntoView({ block: "nearest" });
  }

  #draw(character) {
    const index = this.characters.push(character) - 1;
    const last = this.#block.lastElementChild;
    if (last?.to === index && this.#joins(last.textContent, character.text)) {
      last.textContent += character.text;
      last.to = index + 1;
      last.logprob += character.logprob ?? 0;
      this.#colour(last);
      this.#spans.push(last);
    } else {
      const span = document.createElement("span");
      Object.assign(span, { textContent: character.text, from: index, to: index + 1, logprob: character.logprob });
      this.#colour(span);
      this.#block.append(span);
      this.#spans.push(span);
    }
    this.#length++;
    if (character.text === "\n" && this.#length >= BLOCK) {
      this.#open();
    }
  }

  #joins(before, text) {
    return (text >= FIRST_MARK || before >= FIRST_MARK) && [...CLUSTERS.segment(before + text)].length === 1;
  }

  #colour(span) {
    const told = typeof span.logprob === "number";
    span.className = `character ${told ? `surprise-${level(span.logprob)}` : ""} ${span.textContent === "\n" ? "feed" : ""}`;
  }

  #open() {
    this.#block = document.createElement("p");
    this.#length = 0;
    this.append(this.#block);
  }

  #tell(type, target) {
    if (target.from !== undefined) {
      this.dispatchEvent(new CustomEvent(type, { detail: target.from }));
    }
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -40, ArrowDown: 40 }[event.key];
    const edge = { Home: 0, End: this.characters.length - 1 }[event.key];
    if (step !== undefined || edge !== undefined) {
      event.preventDefault();
      const index = edge ?? this.#at + step;
      const bounded = Math.max(0, Math.min(this.characters.length - 1, index));
      this.dispatchEvent(new CustomEvent("choose", { detail: bounded }));
    }
  }
}

customElements.define("surprise-paper", SurprisePaper);
