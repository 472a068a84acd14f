// The frame of the page: which view is shown, the language, the colours, and the door.

import { useKey } from "./shared/api.js";
import { route } from "./shared/route.js";
import { there } from "./shared/there.js";
import { code, languages, switchLanguage, words } from "./shared/words.js";

const VIEWS = ["write", "compare", "inside", "corpora", "train", "models"];
const THEME = "escriba.theme";

const main = document.querySelector("main");
const door = document.getElementById("door");
const shown = new Map();

// --- Views ---

/** Shows the view that the address names. One that was seen stays as it is, and what it writes goes on. */
async function show() {
  const { hash } = location;
  const { view: named, parameters } = route();
  const view = VIEWS.includes(named) ? named : VIEWS[0];
  for (const link of document.querySelectorAll("nav a")) {
    const current = link.hash === `#/${view}`;
    if (current) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      link.removeAttribute("aria-current");
    }
  }
  await import(`./${view}/${view}-view.js`);
  if (location.hash !== hash) {
    // Somebody has gone on meanwhile.
    return;
  }
  if (!shown.has(view)) {
    const element = document.createElement(`${view}-view`);
    shown.set(view, element);
    main.append(element);
  }
  for (const [name, element] of shown) {
    element.hidden = name !== view;
  }
  shown.get(view).parameters = parameters;
  title(view);
}

function title(view) {
  document.title = `${words()[view].title} · Escriba`;
}

addEventListener("hashchange", () => show().then(() => main.focus({ preventScroll: true })));

// The address names the view, so it cannot name the place to skip to.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

// --- Words ---

/** Puts the words where the frame names them. */
function speak() {
  const find = (path) => path.split(".").reduce((at, name) => at[name], words());
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = find(element.dataset.words);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", find(element.dataset.label));
  }
  document.getElementById("language").lang = code() === "en" ? "pt" : "en";
  const { view } = route();
  title(VIEWS.includes(view) ? view : VIEWS[0]);
}

document.getElementById("language").addEventListener("click", switchLanguage);
languages.addEventListener("change", speak);

// --- Colours ---

document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = getComputedStyle(root).colorScheme === "dark" ||
    (getComputedStyle(root).colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem(THEME, root.dataset.theme);
  document.dispatchEvent(new Event("theme"));
});

// --- The door ---

there.addEventListener("change", () => {
  const { problem } = there;
  if (problem?.wantsKey) {
    document.getElementById("door-reason").textContent = problem.message;
    door.hidden = false;
  }
  const lost = document.getElementById("lost");
  lost.textContent = problem && !problem.wantsKey ? (problem.status ? problem.message : words().unreachable) : "";
});

door.addEventListener("submit", (event) => {
  event.preventDefault();
  const key = document.getElementById("key");
  useKey(key.value.trim());
  key.value = "";
  door.hidden = true;
  // Whatever was refused before is asked for again.
  location.reload();
});

speak();
show();
there.refresh();
