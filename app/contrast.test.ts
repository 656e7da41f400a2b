import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const css = fs.readFileSync(path.join(import.meta.dirname, "theme.css"), "utf8");

const MORE = "@media (prefers-contrast: more)";

/** Colour tokens of a section of the style sheet, in both themes. */
const tokensOf = (text: string): [string, Record<Theme, string>][] =>
  [...text.matchAll(/--color-([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(([, name = "", light, dark, both]) => [
    name,
    { light: light ?? both ?? "", dark: dark ?? both ?? "" },
  ]);

const [plain = "", more = ""] = css.split(MORE);
const PLAIN = new Map(tokensOf(plain));
const WITH_MORE = new Map([...PLAIN, ...tokensOf(more)]);

const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(theme: Theme, front: string, back: string, tokens = PLAIN): number {
  const [a, b] = [front, back].map((name) => luminance(tokens.get(name)?.[theme] ?? "")) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS = ["canvas", "surface", "sunken", "hover"];
const TONES = ["healthy", "working", "recovering", "action-needed", "idle"];

const TEXTS: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "accent", ...TONES].flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...TONES.map((tone): [string, string] => [tone, `${tone}-soft`]),
  ...TONES.flatMap((tone): [string, string][] => [
    ["ink", `${tone}-soft`],
    ["ink-2", `${tone}-soft`],
  ]),
  ["accent", "accent-soft"],
  ...["accent-solid", "accent-solid-hover", "danger-solid", "danger-solid-hover"].map((ground): [string, string] => ["on-accent", ground]),
  ["canvas", "ink"],
  ["canvas", "recovering"],
];

describe.each(THEMES)("in the %s theme", (theme) => {
  test.each(TEXTS)("%s on %s has the contrast of text (4.5:1)", (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ["line-control", "surface"],
    ["line-control", "canvas"],
    ["focus", "canvas"],
    ["focus", "surface"],
  ])("%s on %s has the contrast of controls (3:1)", (mark, ground) => {
    expect(contrast(theme, mark, ground)).toBeGreaterThanOrEqual(3);
  });

  test.each(TEXTS)("%s on %s reaches 7:1 for users who prefer more contrast", (text, ground) => {
    expect(contrast(theme, text, ground, WITH_MORE)).toBeGreaterThanOrEqual(7);
  });

  test.each(["line", "line-control", "focus", "chart", ...TONES.filter((tone) => tone !== "working").map((tone) => `${tone}-bar`)])(
    "%s reaches 3:1 on every ground for users who prefer more contrast",
    (mark) => {
      for (const ground of GROUNDS) expect(contrast(theme, mark, ground, WITH_MORE), ground).toBeGreaterThanOrEqual(3);
    },
  );
});
