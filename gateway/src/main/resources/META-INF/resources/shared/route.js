// Views have addresses: #/VIEW?PARAMETERS.

/** The view that the address names, and its parameters. */
export function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return { view: path, parameters: new URLSearchParams(query) };
}

/** The address of a view within the page. */
export function href(view, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return `#/${view}${query ? `?${query}` : ""}`;
}

/** The whole address of a view, to be sent to somebody. */
export function link(view, parameters) {
  return new URL(href(view, parameters), location.href).href;
}
