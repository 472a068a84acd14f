// The page's words in the language that is chosen, and numbers as that language writes them.

import { en } from "../words/en.js";
import { pt } from "../words/pt.js";

const LANGUAGES = { en, pt };
const KEPT = "escriba.language";

const kept = localStorage.getItem(KEPT);
let language = kept in LANGUAGES ? kept : navigator.language.toLowerCase().startsWith("pt") ? "pt" : "en";

/** Tells of a `change` of the language. */
export const languages = new EventTarget();

/** The words of the language that is chosen now. */
export function words() {
  return LANGUAGES[language];
}

/** Its code. */
export function code() {
  return language;
}

/** Changes to the other language and remembers it. */
export function switchLanguage() {
  language = language === "en" ? "pt" : "en";
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  languages.dispatchEvent(new Event("change"));
}

export function number(value, digits = 0) {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A large number in a few characters, such as 3.2M. */
export function brief(value) {
  return value.toLocaleString(language, { notation: "compact", maximumSignificantDigits: 3 });
}

export function percent(value, digits = 0) {
  return value.toLocaleString(language, { style: "percent", maximumFractionDigits: digits });
}

export function bytes(value) {
  const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(value, 1)) / 3)));
  const unit = ["byte", "kilobyte", "megabyte", "gigabyte"][power];
  return (value / 1_000 ** power).toLocaleString(language, {
    style: "unit",
    unit,
    unitDisplay: power ? "short" : "long",
    maximumSignificantDigits: 3,
  });
}

/** A length of time in its two largest units. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  return parts
    .map((value, i) => [value, ["hour", "minute", "second"][i]])
    .filter(([value], i) => value > 0 || (i === 2 && whole === 0))
    .slice(0, 2)
    .map(([value, unit]) => value.toLocaleString(language, { style: "unit", unit, unitDisplay: "short" }))
    .join(" ");
}

export function moment(iso) {
  return new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

document.documentElement.lang = language;
