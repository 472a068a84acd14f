import { Problem, createStream, models, readStream, trainings, useKey } from "./api.js";
import { number, show, switchLanguage, words } from "./words.js";

const $ = (id) => document.getElementById(id);

/** What is being written, or was last; `stop` is there while it is. */
let writing = {};
let known = { models: [], jobs: [] };

// --- Writing ---

async function write(event) {
  event.preventDefault();
  writing.stop?.();
  const sheet = blank();
  const begun = performance.now();
  const current = { characters: 0, stop: () => {} };
  // The screen is drawn anew at most 60 times a second, so what comes in between is shown together.
  let waiting = "";
  let frame;
  const draw = () => {
    frame = undefined;
    if (waiting) {
      const follows = isAtEnd();
      sheet.written.appendData(waiting);
      waiting = "";
      if (follows) {
        $("text").scrollTop = $("text").scrollHeight;
      }
      say(words().writing);
      figures(current);
    }
  };
  current.finish = (message, wrong = false) => {
    cancelAnimationFrame(frame);
    draw();
    figures(current);
    busy(false);
    say(message, wrong);
  };
  writing = current;
  busy(true);
  say(words().writing);
  const isCurrent = () => writing === current;
  try {
    const request = {
      model: $("model").value,
      prompt: $("prompt").value,
      maxCharacters: Number($("length").value),
      temperature: Number($("temperature").value),
    };
    const seed = $("seed").value.trim();
    const stream = await createStream(request, seed);
    if (!isCurrent() || current.stopped) {
      return;
    }
    sheet.beginning.data = stream.prompt;
    figure("version", `${stream.model} · ${stream.version}`);
    figure("seed", seed || String(stream.seed));
    current.stop = readStream(stream.id, {
      text(characters) {
        const now = performance.now();
        if (current.characters === 0) {
          current.first = now;
          figure("first", words().milliseconds(number(now - begun)));
        }
        current.characters += [...characters].length;
        current.last = now;
        waiting += characters;
        frame ??= requestAnimationFrame(draw);
      },
      interrupted: (reason) => say(reason ?? words().reconnecting),
      ended: (reason) => current.finish(words().ended[reason] ?? words().complete),
      failed: (problem) => current.finish(problem.message, true),
    });
  } catch (problem) {
    askForKey(problem);
    if (isCurrent()) {
      current.finish(problem instanceof Problem ? problem.message : words().unreachable, true);
    }
  }
}

function stop() {
  writing.stopped = true;
  writing.stop();
  writing.finish(words().stopped);
}

/** An empty sheet: what the model was given, and what it writes. Both are text and never anything else. */
function blank() {
  const beginning = document.createElement("span");
  beginning.className = "beginning";
  const sheet = { beginning: document.createTextNode(""), written: document.createTextNode("") };
  beginning.replaceChildren(sheet.beginning);
  $("text").replaceChildren(beginning, sheet.written);
  for (const name of ["version", "first", "speed", "written", "seed"]) {
    figure(name, "–");
  }
  return sheet;
}

function figures({ characters, first, last }) {
  if (characters > 0) {
    figure("written", number(characters));
  }
  if (last > first) {
    figure("speed", number((1000 * (characters - 1)) / (last - first)));
  }
}

function figure(name, value) {
  $(`figure-${name}`).textContent = value;
}

/** Whether the newest line is in view. A reader who has scrolled up stays where they are. */
function isAtEnd() {
  const { scrollHeight, scrollTop, clientHeight } = $("text");
  return scrollHeight - scrollTop - clientHeight < 40;
}

function busy(isWriting) {
  $("text").classList.toggle("writing", isWriting);
  $("write").disabled = isWriting || known.models.length === 0;
  $("stop").disabled = !isWriting;
}

function say(message, wrong = false) {
  const status = $("status");
  if (status.textContent !== message) {
    status.textContent = message;
  }
  status.classList.toggle("wrong", wrong);
}

// --- What there is ---

let refreshing;

async function refresh() {
  clearTimeout(refreshing);
  try {
    if (!document.hidden && $("door").hidden) {
      [known.models, known.jobs] = await Promise.all([models(), trainings()]);
      showModels();
      showTraining();
      if (!$("status").textContent || $("status").dataset.lost) {
        say("");
      }
      delete $("status").dataset.lost;
    }
  } catch (problem) {
    askForKey(problem);
    if ($("stop").disabled) {
      say(problem instanceof Problem ? problem.message : words().unreachable, true);
      $("status").dataset.lost = "true";
    }
  }
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, current().length || known.models.length === 0 ? 1000 : 4000);
}

function showModels() {
  const select = $("model");
  const options = known.models.map(({ name, versions }) => {
    const newest = versions[versions.length - 1];
    return { value: name, label: words().modelOption(name, newest.version) };
  });
  const wanted = options.map(({ value, label }) => `${value}\n${label}`).join("\n");
  if (select.dataset.shown === wanted && options.length > 0) {
    return;
  }
  const chosen = select.value;
  select.replaceChildren(
    ...(options.length ? options : [{ value: "", label: words().noModel }]).map(({ value, label }) => new Option(label, value)),
  );
  if (options.some(({ value }) => value === chosen)) {
    select.value = chosen;
  }
  select.dataset.shown = wanted;
  select.disabled = options.length === 0;
  $("write").disabled = options.length === 0 || !$("stop").disabled;
}

/** The newest job of each model, unless it has become a version or was cancelled. */
function current() {
  const published = new Set(known.models.flatMap(({ versions }) => versions.map(({ job }) => job)));
  const newest = new Map(known.jobs.map((job) => [job.model, job]));
  return [...newest.values()].filter(
    ({ id, state }) => state !== "completed" && state !== "cancelled" && !published.has(id),
  );
}

function showTraining() {
  const jobs = current();
  const isEmpty = known.models.length === 0;
  document.querySelector("main").classList.toggle("empty", isEmpty);
  $("training").hidden = jobs.length === 0 && !isEmpty;
  const trains = jobs.some(({ state }) => state !== "failed");
  $("training-hint").textContent = !isEmpty ? "" : trains ? words().emptyTrains : words().emptyWaits;
  $("jobs").replaceChildren(...jobs.map(jobItem));
}

function jobItem(job) {
  const item = document.createElement("li");
  const name = document.createElement("strong");
  const state = document.createElement("p");
  name.textContent = job.model;
  item.append(name, state);
  if (job.state === "failed") {
    state.textContent = job.reason;
    state.className = "wrong";
    return item;
  }
  const loss = job.validationLoss ?? job.trainingLoss;
  state.textContent =
    job.state === "queued"
      ? words().queued
      : words().running(number(100 * job.progress), loss === null ? "" : number(loss, 2));
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.value = job.progress;
  progress.setAttribute("aria-label", `${words().training}: ${job.model}`);
  item.append(progress);
  return item;
}

// --- The door ---

/** Asks for an API key when that is what the gateway wants. */
function askForKey(problem) {
  if (problem.wantsKey) {
    $("door-reason").textContent = problem.message;
    $("door").hidden = false;
  }
}

function enter(event) {
  event.preventDefault();
  useKey($("key").value.trim());
  $("key").value = "";
  $("door").hidden = true;
  refresh();
}

// --- The page ---

function showTemperature() {
  $("temperature-value").textContent = number(Number($("temperature").value), 2);
}

$("request").addEventListener("submit", write);
$("door").addEventListener("submit", enter);
$("stop").addEventListener("click", stop);
$("temperature").addEventListener("input", showTemperature);
$("language").addEventListener("click", () => {
  switchLanguage();
  showTemperature();
  delete $("model").dataset.shown;
  showModels();
  showTraining();
});

show();
showTemperature();
refresh();
