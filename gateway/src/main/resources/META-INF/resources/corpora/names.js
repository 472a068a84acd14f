/** The name of a corpus that a file is called after: 1 to 63 of a-z 0-9 . _ - and a letter or a digit first. */
export function corpusName(file) {
  return file
    .replace(/\.[^.]*$/, "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .slice(0, 63);
}

export const NAME = "[a-z0-9][a-z0-9._\\-]{0,62}";
