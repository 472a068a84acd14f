import { Part, html } from "./element.js";
import { number, words } from "./words.js";

const HEIGHT = 280;

/** Seconds between two lines, whichever fits. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 18_000, 36_000, 86_400];

/** How many colours there are for curves. */
const COLOURS = 6;

let loading;

/** The charting library and its style, which only some views need. */
function library() {
  loading ??= Promise.all([
    import("../lib/uplot.js"),
    new Promise((resolve, reject) => {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "lib/uplot.css" });
      style.addEventListener("load", resolve);
      style.addEventListener("error", reject);
      document.head.append(style);
    }),
  ]).then(([{ default: uPlot }]) => uPlot);
  return loading;
}

/**
 * Losses over the time of training. `curves` is a list of `{label, training, validation, faint}`, where both are points
 * `[seconds, nats per character]` in order. What is faint stands behind the others.
 */
class LossChart extends Part {
  static properties = { curves: { attribute: false } };

  #plot;
  #shown;
  #resized = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #recolour = () => {
    this.#shown = undefined;
    this.requestUpdate();
  };

  constructor() {
    super();
    this.curves = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#scheme.addEventListener("change", this.#recolour);
    document.addEventListener("theme", this.#recolour);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#scheme.removeEventListener("change", this.#recolour);
    document.removeEventListener("theme", this.#recolour);
    this.#plot?.destroy();
    this.#plot = this.#shown = undefined;
  }

  render() {
    const { chart } = words();
    return html`<figure>
      <div class="plot" role="img" aria-label=${this.#told()}></div>
      <figcaption>
        <ul class="key">
          ${this.curves.map(
            ({ label, faint }, i) => html`<li class=${faint ? "faint" : ""}><span class="line colour-${this.#colour(i)}" aria-hidden="true"></span>${label}</li>`,
          )}
          <li><span class="line dashed" aria-hidden="true"></span>${chart.training}</li>
          <li><span class="line" aria-hidden="true"></span>${chart.validation}</li>
        </ul>
      </figcaption>
    </figure>`;
  }

  async updated() {
    const uPlot = await library();
    if (!this.isConnected) {
      return;
    }
    const data = uPlot.join(
      this.curves.flatMap(({ training, validation }) => [table(training), table(validation)]),
    );
    const wanted = JSON.stringify([this.curves.map(({ label, faint }) => [label, faint]), document.documentElement.lang]);
    if (this.#plot && wanted === this.#shown) {
      this.#plot.setData(data);
      return;
    }
    this.#shown = wanted;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), data, this.$(".plot"));
  }

  #options() {
    const { chart } = words();
    const ink = getComputedStyle(this.$("figcaption")).color;
    const line = getComputedStyle(this.$(".plot")).borderTopColor;
    const swatches = [...this.querySelectorAll(".key .line")].map((swatch) => getComputedStyle(swatch).borderTopColor);
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "12px system-ui", labelFont: "12px system-ui" };
    return {
      ...this.#size(),
      legend: { show: false },
      cursor: { y: false },
      scales: { x: { time: false } },
      axes: [
        { ...axis, label: chart.seconds, incrs: STEPS, values: (_, ticks) => ticks.map((tick) => number(tick)) },
        { ...axis, label: chart.loss, values: (_, ticks) => ticks.map((tick) => number(tick, 2)), size: 56 },
      ],
      series: [
        {},
        ...this.curves.flatMap(({ faint }, i) => [
          { stroke: swatches[i], width: faint ? 1 : 1.25, dash: [4, 4], alpha: faint ? 0.35 : 0.8, spanGaps: true, points: { show: false } },
          { stroke: swatches[i], width: faint ? 1.5 : 2.5, alpha: faint ? 0.5 : 1, spanGaps: true, points: { show: !faint, size: 5, fill: swatches[i] } },
        ]),
      ],
    };
  }

  #size() {
    return { width: Math.max(200, this.clientWidth), height: HEIGHT };
  }

  #colour(i) {
    return i % COLOURS;
  }

  /** The chart in words. */
  #told() {
    const { chart } = words();
    const newest = (points) => (points.length ? number(points.at(-1)[1], 2) : "–");
    return this.curves.map(({ label, training, validation }) => chart.told(label, newest(training), newest(validation))).join(" ");
  }
}

/** Points as the columns that the chart takes. */
function table(points) {
  return [points.map(([x]) => x), points.map(([, y]) => y)];
}

customElements.define("loss-chart", LossChart);
