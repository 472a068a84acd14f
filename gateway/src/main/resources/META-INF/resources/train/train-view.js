import "./train-form.js";
import "./training-run.js";
import { View, html, nothing } from "../shared/element.js";
import { empty } from "../shared/pieces.js";
import { href } from "../shared/route.js";
import { there } from "../shared/there.js";
import { number, percent, words } from "../shared/words.js";

/** Jobs that are listed. */
const NEWEST = 12;

/** Starts trainings and follows them. */
class TrainView extends View {
  render() {
    const { train: t, toCorpora } = words();
    if (there.known && there.corpora.length === 0 && there.jobs.length === 0) {
      return empty(t.empty, t.emptyHint, html`<a class="button primary" href=${href("corpora")}>${toCorpora}</a>`);
    }
    const newest = there.jobs.slice(-NEWEST).reverse();
    const job = this.parameters.get("job") ?? (newest.find(({ state }) => state === "running") ?? newest[0])?.id;
    return html`<h1 class="unseen">${t.title}</h1>
      <div class="desk">
        <div>
          <train-form .corpus=${this.parameters.get("corpus") ?? ""}></train-form>
          ${newest.length ? html`<nav class="card jobs" aria-label=${t.jobs}>
            <h2>${t.jobs}</h2>
            <ul>${newest.map((summary) => this.#item(summary, job))}</ul>
          </nav>` : nothing}
        </div>
        <div class="stack">${job ? html`<training-run .job=${job}></training-run>` : html`<p class="invitation">${t.invitation}</p>`}</div>
      </div>`;
  }

  #item({ id, model, version, state, progress, validationLoss }, shown) {
    const { train: t, version: named } = words();
    const about = state === "running" ? percent(progress) : Number.isFinite(validationLoss) ? number(validationLoss, 3) : "";
    return html`<li><a href=${href("train", { job: id })} aria-current=${id === shown ? "true" : nothing}>
      <span>${Number.isFinite(version) ? named(model, version) : model}</span>
      <span class="badge ${state}">${t.states[state]}</span> <span class="number">${about}</span>
    </a></li>`;
  }
}

customElements.define("train-view", TrainView);
