// The fields of a training's spec, from the API's own description of itself.

import { description } from "../shared/api.js";

const PATH = "/api/models/{name}/train";

let reading;

/** The fields: `{name, description, kind, choices, minimum, maximum, preset}`, in the order of the description. */
export function specFields() {
  reading ??= read().catch((problem) => {
    reading = undefined;
    throw problem;
  });
  return reading;
}

async function read() {
  const document = await description();
  const body = resolve(document, document.paths[PATH].post.requestBody);
  const schema = resolve(document, body.content["application/json"].schema);
  return Object.entries(properties(document, schema))
    .filter(([name]) => name !== "corpus")
    .map(([name, property]) => field(name, resolve(document, property)));
}

function resolve(document, node) {
  if (!node.$ref) {
    return node;
  }
  const { $ref, ...rest } = node;
  const found = $ref.slice(2).split("/").reduce((at, name) => at[name.replaceAll("~1", "/")], document);
  return { ...resolve(document, found), ...rest };
}

function properties(document, schema) {
  const parts = (schema.allOf ?? []).map((part) => properties(document, resolve(document, part)));
  return Object.assign({}, ...parts, schema.properties);
}

function field(name, property) {
  const types = [property.type].flat().filter((type) => type && type !== "null");
  return {
    name,
    description: property.description ?? "",
    fallback: property.default,
    example: property.examples?.[0] ?? property.example,
    choices: property.enum?.filter((value) => value !== null).map(String),
    minimum: property.minimum ?? property.exclusiveMinimum,
    maximum: property.maximum ?? property.exclusiveMaximum,
    kind: property.enum ? "choice" : types.length === 1 && !property.anyOf && !property.oneOf ? types[0] : "json",
  };
}

/** The value that somebody has typed into a field. */
export function parse({ kind }, typed) {
  switch (kind) {
    case "integer":
    case "number":
      return Number(typed);
    case "boolean":
      return typed === "true";
    case "array":
    case "object":
    case "json":
      try {
        return JSON.parse(typed);
      } catch {
        // What is no JSON may be a word, and the gateway knows whether it is one of its own.
        return typed;
      }
    default:
      return typed;
  }
}
