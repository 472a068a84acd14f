import { LitElement } from "../lib/lit.js";
import { there } from "./there.js";
import { languages } from "./words.js";

export { html, nothing, svg } from "../lib/lit.js";

/**
 * A part of the page. It lives in the document itself, so that one style sheet serves all, labels find their fields, and
 * nothing is hidden from whoever reads the page without seeing it. It is drawn again when the language changes, and when
 * what there is changes.
 */
export class Part extends LitElement {
  #redraw = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    languages.addEventListener("change", this.#redraw);
    there.addEventListener("change", this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    languages.removeEventListener("change", this.#redraw);
    there.removeEventListener("change", this.#redraw);
  }

  /** An element within, by a selector. */
  $(selector) {
    return this.querySelector(selector);
  }
}

/** A view: a part that has a place in the address. `parameters` are those of the address. */
export class View extends Part {
  static properties = { parameters: { attribute: false } };

  constructor() {
    super();
    this.parameters = new URLSearchParams();
  }
}
