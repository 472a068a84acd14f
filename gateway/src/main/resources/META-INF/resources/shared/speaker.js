// Reads a growing text to those who listen to it: finished sentences, not each character.

/** The end of a sentence, and what closes it. */
const SENTENCE = /[^]*?(?:[.!?…。！？؟۔]+["'”’»)\]]*(?=\s)|\n)/y;

/** So much is left in the page. What was said stays said. */
const KEPT = 5;

export class Speaker {
  #rest = "";
  #region = document.getElementById("speaker");

  constructor() {
    this.#region.replaceChildren();
  }

  hear(text) {
    this.#rest += text;
    SENTENCE.lastIndex = 0;
    let end = 0;
    for (let found; (found = SENTENCE.exec(this.#rest)); end = SENTENCE.lastIndex) {
      this.#say(found[0]);
    }
    this.#rest = this.#rest.slice(end);
  }

  /** Says what is left when the text has ended. */
  finish() {
    this.#say(this.#rest);
    this.#rest = "";
  }

  #say(sentence) {
    if (sentence.trim()) {
      const paragraph = document.createElement("p");
      paragraph.textContent = sentence.trim();
      this.#region.append(paragraph);
      while (this.#region.childElementCount > KEPT) {
        this.#region.firstElementChild.remove();
      }
    }
  }
}
