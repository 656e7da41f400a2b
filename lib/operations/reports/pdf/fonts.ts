import fs from "node:fs/promises";
import path from "node:path";
import type PDFDocument from "pdfkit";
import { unpackWoff } from "@/lib/operations/reports/pdf/unpack-woff";

// pdfkit embeds WOFF files, one for each part of Unicode as the packages deliver them. A text that needs several is written in runs.

/** Styles of a report. */
export const FACES = {
  regular: { family: "inter", weight: 400 },
  strong: { family: "inter", weight: 600 },
  mono: { family: "jetbrains-mono", weight: 400 },
} as const;
export type Face = keyof typeof FACES;

/** Asked in this order; the first holds what nearly every text needs. */
const PARTS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese"] as const;
type Part = (typeof PARTS)[number];
const FIRST: Part = "latin";

export interface Run {
  /** Name under which the font is registered in the document. */
  font: string;
  text: string;
}

export interface Fonts {
  /** The text in runs of one font each; signs that no font has are told as "?". */
  split(face: Face, text: string): Run[];
}

type Ranges = readonly (readonly [number, number])[];

const folderOf = (face: Face): string => path.join(process.cwd(), "node_modules/@fontsource", FACES[face].family);

function readRanges(text: string): Ranges {
  return text.split(",").map((range) => {
    const [from = "", to] = range.trim().replace(/^U\+/i, "").split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)];
  });
}

async function readParts(face: Face): Promise<Map<Part, Ranges>> {
  const known = JSON.parse(await fs.readFile(path.join(folderOf(face), "unicode.json"), "utf8")) as Record<string, string>;
  return new Map(PARTS.flatMap((part) => (known[part] === undefined ? [] : [[part, readRanges(known[part])] as const])));
}

const holds = (ranges: Ranges, codePoint: number): boolean => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);

const nameOf = (face: Face, part: Part): string => `${face} ${part}`;

function partOf(parts: ReadonlyMap<Part, Ranges>, codePoint: number): Part | null {
  for (const [part, ranges] of parts) if (holds(ranges, codePoint)) return part;
  return null;
}

/** Embeds what the texts need and no more. `texts`: everything that will be written, so that fonts are read before the drawing. */
export async function loadFonts(document: typeof PDFDocument.prototype, texts: string): Promise<Fonts> {
  const codePoints = [...new Set(texts)].map((sign) => sign.codePointAt(0) ?? 0);
  const byFace = new Map<Face, Map<Part, Ranges>>();
  for (const face of Object.keys(FACES) as Face[]) {
    const parts = await readParts(face);
    const needed = new Set([FIRST, ...codePoints.flatMap((codePoint) => partOf(parts, codePoint) ?? [])]);
    byFace.set(face, new Map([...parts].filter(([part]) => needed.has(part))));
    for (const part of needed) {
      const { family, weight } = FACES[face];
      const file = path.join(folderOf(face), "files", `${family}-${part}-${weight}-normal.woff`);
      document.registerFont(nameOf(face, part), unpackWoff(await fs.readFile(file)));
    }
  }
  return {
    split(face, text) {
      const parts = byFace.get(face) ?? new Map<Part, Ranges>();
      const runs: Run[] = [];
      for (const sign of text) {
        const found = sign === "\n" ? FIRST : partOf(parts, sign.codePointAt(0) ?? 0);
        const font = nameOf(face, found ?? FIRST);
        const last = runs.at(-1);
        const written = found === null ? "?" : sign;
        if (last?.font === font) last.text += written;
        else runs.push({ font, text: written });
      }
      return runs;
    },
  };
}
