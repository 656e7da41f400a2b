import type { Tone } from "@/lib/health/lane/tone";

/** Colours of the badge's right half: dark enough for white text on any page. */
const COLOURS: Readonly<Record<Tone, string>> = {
  healthy: "#1b6b3c",
  working: "#1c5cab",
  recovering: "#865300",
  action_needed: "#b0281f",
  idle: "#6c665f",
};

const HEIGHT = 20;
const FONT_SIZE = 11;
const PAD = 7;
/** Mean letter width of common sans-serif fonts; `textLength` fits the text to the computed width. */
const LETTER = 6.1;

const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

const widthOf = (text: string): number => Math.ceil([...text].length * LETTER);

export function drawBadge({ label, status }: { label: string; status: string }, tone: Tone): string {
  const [left, right] = [widthOf(label), widthOf(status)];
  const [leftBox, rightBox] = [left + 2 * PAD, right + 2 * PAD];
  const width = leftBox + rightBox;
  const title = `${escapeText(label)}: ${escapeText(status)}`;
  const text = (x: number, length: number, value: string): string =>
    `<text x="${x}" y="14" textLength="${length}">${escapeText(value)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title>
<clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="4"/></clipPath>
<g clip-path="url(#r)"><rect width="${leftBox}" height="${HEIGHT}" fill="#3a3632"/><rect x="${leftBox}" width="${rightBox}" height="${HEIGHT}" fill="${COLOURS[tone]}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="${FONT_SIZE}">${text(PAD, left, label)}${text(leftBox + PAD, right, status)}</g></svg>
`;
}
