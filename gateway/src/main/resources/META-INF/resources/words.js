// The page's words in each language. A function takes the values that stand within its sentence.
const WORDS = {
  en: {
    other: "Português",
    tagline: "Networks that learned to write, one character at a time.",
    request: "What to write",
    model: "Model",
    modelOption: (name, version) => `${name} · version ${version}`,
    noModel: "none yet",
    prompt: "Beginning",
    promptHint: "May be left empty",
    temperature: "Temperature",
    temperatureHint: "Low is careful, high is daring.",
    length: "Characters",
    seed: "Seed",
    seedHint: "random",
    write: "Write",
    stop: "Stop",
    text: "Text",
    version: "Model version",
    first: "First character",
    speed: "Characters/s",
    written: "Written",
    training: "In training",
    emptyTrains: "The first model is on its way. This page shows it as soon as it can write.",
    emptyWaits: "There is no model yet. Publish a text with deploy/local/publish, and one will be trained on it.",
    queued: "waiting for a trainer",
    running: (percent, loss) => `${percent} %${loss ? ` · ${loss} nats per character` : ""}`,
    writing: "Writing …",
    reconnecting: "The connection was lost. Going on where it stopped …",
    stopped: "Stopped.",
    ended: { length: "Done: as long as you asked for.", end: "Done: the model ended the text." },
    complete: "Done.",
    unreachable: "The gateway does not answer. Is it still running?",
    milliseconds: (value) => `${value} ms`,
    door: "API key",
    key: "Key",
    keyHint: "It is kept until this tab is closed.",
    enter: "Enter",
  },
  pt: {
    other: "English",
    tagline: "Redes que aprenderam a escrever, um caractere de cada vez.",
    request: "O que escrever",
    model: "Modelo",
    modelOption: (name, version) => `${name} · versão ${version}`,
    noModel: "nenhum ainda",
    prompt: "Começo",
    promptHint: "Pode ficar vazio",
    temperature: "Temperatura",
    temperatureHint: "Baixa é cautelosa, alta é ousada.",
    length: "Caracteres",
    seed: "Semente",
    seedHint: "aleatória",
    write: "Escrever",
    stop: "Parar",
    text: "Texto",
    version: "Versão do modelo",
    first: "Primeiro caractere",
    speed: "Caracteres/s",
    written: "Escritos",
    training: "Em treinamento",
    emptyTrains: "O primeiro modelo está a caminho. Esta página o mostra assim que ele souber escrever.",
    emptyWaits: "Ainda não há modelo. Publique um texto com deploy/local/publish, e um será treinado com ele.",
    queued: "esperando um treinador",
    running: (percent, loss) => `${percent} %${loss ? ` · ${loss} nats por caractere` : ""}`,
    writing: "Escrevendo …",
    reconnecting: "A conexão caiu. Continuando de onde parou …",
    stopped: "Parado.",
    ended: { length: "Pronto: do tamanho pedido.", end: "Pronto: o modelo terminou o texto." },
    complete: "Pronto.",
    unreachable: "O gateway não responde. Ele ainda está rodando?",
    milliseconds: (value) => `${value} ms`,
    door: "Chave de API",
    key: "Chave",
    keyHint: "Fica guardada até esta aba ser fechada.",
    enter: "Entrar",
  },
};

const KEPT = "escriba.language";

let language = localStorage.getItem(KEPT) ?? (navigator.language.toLowerCase().startsWith("pt") ? "pt" : "en");

/** The words of the language that is chosen now. */
export function words() {
  return WORDS[language];
}

/** Numbers as the chosen language writes them. */
export function number(value, digits = 0) {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Changes to the other language and remembers it. */
export function switchLanguage() {
  language = language === "en" ? "pt" : "en";
  localStorage.setItem(KEPT, language);
  show();
}

/** Puts the words where the page names them. */
export function show() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = words()[element.dataset.words];
  }
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = words()[element.dataset.placeholder];
  }
  const button = document.querySelector("#language");
  button.textContent = words().other;
  button.lang = language === "en" ? "pt" : "en";
}
