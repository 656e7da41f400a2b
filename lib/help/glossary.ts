/** The words of the product that are explained, in the order of the help page; texts under `help.glossary`. */
export const GLOSSARY = [
  "integration",
  "refresh",
  "import",
  "slowed_down",
  "allow_list",
  "lane",
  "check",
  "cause",
  "look",
  "count_proof",
  "hole",
  "set_aside",
  "maintenance",
] as const;
export type GlossaryTerm = (typeof GLOSSARY)[number];
