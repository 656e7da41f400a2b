/** What a template may name in braces. */
export const PLACEHOLDERS = [
  ...(["merchant", "shop", "headline", "cause", "effect", "responsibility"] as const),
  ...(["next_step", "by_itself", "link", "agent"] as const),
] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

/** What each placeholder stands for; null if nothing is known of it. */
export type TemplateFacts = Readonly<Record<Placeholder, string | null>>;

export const NO_FACTS = Object.fromEntries(PLACEHOLDERS.map((name) => [name, null])) as unknown as TemplateFacts;

/** Each placeholder as it is typed: fills a message of the product so that a template results. */
export const AS_TYPED = Object.fromEntries(PLACEHOLDERS.map((name) => [name, `{${name}}`]));

const IN_BRACES = /\{([^{}\n]{0,60})\}/g;

const toPlaceholder = (name: string): Placeholder | null => PLACEHOLDERS.find((known) => known === name) ?? null;

/** Placeholders that do not exist, each once and as typed. */
export const findUnknown = (text: string): string[] => [
  ...new Set([...text.matchAll(IN_BRACES)].flatMap(([typed, name = ""]) => (toPlaceholder(name) ? [] : [typed]))),
];

/** Fills a template. A line whose placeholders all stand for nothing is left out, as is the blank line that it leaves. */
export function fillTemplate(text: string, facts: TemplateFacts): string {
  const factOf = (name: string): string => facts[toPlaceholder(name) ?? "merchant"] ?? "";
  const lines = text.split("\n").flatMap((line) => {
    const names = [...line.matchAll(IN_BRACES)].map(([, name = ""]) => name);
    if (names.length > 0 && names.every((name) => factOf(name) === "")) return [];
    return [line.replace(IN_BRACES, (_, name: string) => factOf(name)).trimEnd()];
  });
  return lines
    .filter((line, index) => line !== "" || (index > 0 && lines[index - 1] !== ""))
    .join("\n")
    .trim();
}
