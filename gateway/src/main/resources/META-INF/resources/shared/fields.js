// Fields of forms. Each belongs to a host with an object `settings` and a method `set(name, value)`.

import { html, nothing } from "./element.js";
import { there } from "./there.js";
import { number, words } from "./words.js";

const id = (host, name) => `${host.localName}-${name}`;
const input = (host, name) => (event) => host.set(name, event.target.value);

/** A label and what it belongs to, with a hint below. */
function field(host, name, label, control, hint, value = nothing) {
  return html`<div class="field">
    <label for=${id(host, name)}>${label} ${value}</label>
    ${control} ${hint ? html`<p class="hint" id="${id(host, name)}-hint">${hint}</p>` : nothing}
  </div>`;
}

export function select(host, name, label, options, hint) {
  const chosen = String(host.settings[name] ?? "");
  const known = options.some(({ value }) => value === chosen);
  const control = html`<select id=${id(host, name)} name=${name} @change=${input(host, name)}
      aria-describedby=${hint ? `${id(host, name)}-hint` : nothing}>
      ${known || !chosen ? nothing : html`<option value=${chosen} selected>${chosen}</option>`}
      ${options.map((option) => html`<option value=${option.value} ?selected=${option.value === chosen}>${option.label}</option>`)}
    </select>`;
  return field(host, name, label, control, hint);
}

export function slider(host, name, label, { min, max, step, hint }) {
  const value = Number(host.settings[name]);
  const control = html`<input id=${id(host, name)} name=${name} type="range" min=${min} max=${max} step=${step}
      .value=${String(value)} @input=${input(host, name)} aria-describedby=${hint ? `${id(host, name)}-hint` : nothing}>`;
  return field(host, name, label, control, hint, html`<output for=${id(host, name)}>${number(value, 2)}</output>`);
}

export function text(host, name, label, { hint, ...attributes } = {}) {
  const control = html`<input id=${id(host, name)} name=${name} type=${attributes.type ?? "text"}
      .value=${String(host.settings[name] ?? "")} @input=${input(host, name)}
      min=${attributes.min ?? nothing} max=${attributes.max ?? nothing} step=${attributes.step ?? nothing}
      pattern=${attributes.pattern ?? nothing} placeholder=${attributes.placeholder ?? nothing}
      inputmode=${attributes.inputmode ?? nothing} ?required=${attributes.required} autocomplete="off" spellcheck="false"
      aria-describedby=${hint ? `${id(host, name)}-hint` : nothing}>`;
  return field(host, name, label, control, hint);
}

export function area(host, name, label, { rows = 2, maxlength, placeholder, disabled, hint } = {}) {
  const control = html`<textarea id=${id(host, name)} name=${name} rows=${rows} maxlength=${maxlength ?? nothing}
      placeholder=${placeholder ?? nothing} ?disabled=${disabled} dir="auto" spellcheck="false"
      .value=${host.settings[name] ?? ""} @input=${input(host, name)}></textarea>`;
  return field(host, name, label, control, hint);
}

export function check(host, name, label, disabled = false) {
  return html`<div class="field check">
    <input id=${id(host, name)} name=${name} type="checkbox" ?disabled=${disabled} .checked=${Boolean(host.settings[name]) && !disabled}
      @change=${(event) => host.set(name, event.target.checked)}>
    <label for=${id(host, name)}>${label}</label>
  </div>`;
}

/** Which model, and which version of it: the newest when it has no number. */
export function model(host) {
  const options = there.models.flatMap(({ name, versions }) => [
    { value: name, label: words().newest(name, versions.at(-1).version) },
    ...[...versions].reverse().map(({ version }) => ({ value: `${name}@${version}`, label: words().version(name, version) })),
  ]);
  return select(host, "model", words().model, options);
}

export function temperature(host) {
  const { settings: s } = words();
  return slider(host, "temperature", s.temperature, { min: 0, max: 2, step: 0.05, hint: s.temperatureHint });
}

/** Which characters may be drawn at all. */
export function choice(host) {
  const { settings: s } = words();
  return html`<div class="pair">
    ${text(host, "topK", s.topK, { type: "number", min: 0, step: 1, placeholder: s.all, hint: s.topKHint })}
    ${text(host, "topP", s.topP, { type: "number", min: 0, max: 1, step: 0.01, placeholder: "1", hint: s.topPHint })}
  </div>`;
}

/** A text's length and its seed. */
export function extent(host) {
  const { settings: s } = words();
  return html`<div class="pair">
    ${text(host, "length", s.length, { type: "number", min: 1, max: 100_000, step: 1, required: true })}
    ${text(host, "seed", s.seed, { inputmode: "numeric", pattern: "-?[0-9]{1,19}", placeholder: s.random })}
  </div>`;
}

/** How fast a text is written. Keys that are numbers would come in their own order. */
export function pace(host) {
  const { settings: s } = words();
  return select(host, "pace", s.pace, ["20", "60", "300", "0"].map((value) => ({ value, label: s.paces[value] })));
}

/** The request of a stream that settings describe. */
export function request({ model: name, prompt, random, temperature, topK, topP, length, pace, ignoreEnd }) {
  return {
    model: name,
    ...(!random && { prompt: prompt ?? "" }),
    maxCharacters: Number(length),
    temperature: Number(temperature),
    ...(Number(topK) > 0 && { topK: Number(topK) }),
    ...(topP && { topP: Number(topP) }),
    ...(Number(pace) > 0 && { pace: Number(pace) }),
    ...(ignoreEnd && { ignoreEnd: true }),
  };
}
