/** Characters after which a new block begins at the next line, so that what stands is not laid out again. */
const BLOCK = 600;

/**
 * A text that grows. What comes between two frames is drawn together. It is text and never anything else.
 */
class GrowingPaper extends HTMLElement {
  #waiting = "";
  #frame;
  #block;
  #length;
  #text = "";

  connectedCallback() {
    this.tabIndex = 0;
    this.setAttribute("role", "region");
  }

  /** All of the text, with its beginning. */
  get text() {
    return this.#text;
  }

  /** An empty paper. */
  clear() {
    this.begin("");
  }

  /** A new text with this beginning. */
  begin(prompt) {
    this.#drop();
    this.replaceChildren();
    this.#open();
    this.#text = prompt;
    if (prompt) {
      const beginning = document.createElement("span");
      beginning.className = "beginning";
      beginning.append(prompt);
      this.#block.parentNode.prepend(beginning);
    }
    this.scrollTop = 0;
  }

  /** Adds characters at the end. */
  write(text) {
    this.#text += text;
    this.#waiting += text;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  /** Draws what is waiting, and tells when it stands there. */
  async settled() {
    this.#draw();
  }

  #draw() {
    const text = this.#waiting;
    this.#drop();
    if (!text) {
      return;
    }
    const follows = this.scrollHeight - this.scrollTop - this.clientHeight < 60;
    let begun = 0;
    while (begun < text.length) {
      const line = this.#length < BLOCK ? text.indexOf("\n", begun + BLOCK - this.#length) : text.indexOf("\n", begun);
      const end = line < 0 ? text.length : line + 1;
      this.#block.appendData(text.slice(begun, end));
      this.#length += end - begun;
      begun = end;
      if (line >= 0) {
        this.#open();
      }
    }
    // Who has scrolled up stays there.
    if (follows) {
      this.scrollTop = this.scrollHeight;
    }
  }

  #drop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#waiting = "";
  }

  #open() {
    const paragraph = document.createElement("p");
    this.#block = document.createTextNode("");
    this.#length = 0;
    paragraph.append(this.#block);
    this.append(paragraph);
  }
}

customElements.define("growing-paper", GrowingPaper);
