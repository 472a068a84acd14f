// Small pieces that several views show.

import { Part, html, nothing } from "./element.js";
import { figures } from "./sheet.js";
import { words } from "./words.js";

/** What to do where there is nothing yet. */
export function empty(title, text, action = nothing) {
  return html`<section class="card empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${action}
  </section>`;
}

/** Live figures of a text. */
export function figureList(sheet, names = ["first", "speed", "written", "version", "seed"]) {
  return html`<dl class="figures">
    ${figures(sheet, names).map(
      ({ name, label, value }) => html`<div>
        <dt>${label}</dt>
        <dd data-figure=${name}>${value}</dd>
      </div>`,
    )}
  </dl>`;
}

/** What is happening, read aloud when it changes. */
export function status(sheet) {
  return html`<p class="status ${sheet?.wrong ? "wrong" : ""} ${sheet?.state ?? ""}" role="status">${sheet?.message}</p>`;
}

/** A message about something that failed, in the words of the API. */
export function failure(problem) {
  return problem
    ? html`<p class="wrong" role="alert">${problem.status ? problem.message : words().unreachable}</p>`
    : nothing;
}

/** Asks before something is done that cannot be undone. */
export function confirm({ title, text, action }) {
  const dialog = document.createElement("dialog");
  const make = (tag, content, properties = {}) => Object.assign(document.createElement(tag), { textContent: content, ...properties });
  const heading = make("h2", title, { id: "question" });
  const form = make("form", "", { method: "dialog", className: "row" });
  form.append(
    make("button", words().keep, { value: "no", autofocus: true }),
    make("button", action, { value: "yes", className: "danger" }),
  );
  dialog.setAttribute("aria-labelledby", "question");
  dialog.append(heading, make("p", text), form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

/** Puts a text on the clipboard, also where the page came without TLS. */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** A button that copies what `text` gives, and says so for a moment. */
class CopyButton extends Part {
  static properties = { text: { attribute: false }, label: {}, disabled: { type: Boolean }, copied: { state: true } };

  render() {
    return html`<button type="button" ?disabled=${this.disabled} @click=${this.#copy}>
      <span aria-live="polite">${this.copied ? words().copied : this.label}</span>
    </button>`;
  }

  async #copy() {
    await copy(this.text());
    this.copied = true;
    setTimeout(() => (this.copied = false), 1_600);
  }
}

customElements.define("copy-button", CopyButton);
