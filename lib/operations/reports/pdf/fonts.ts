import fs from "node:fs/promises";
import path from "node:path";
import { create, type Font } from "fontkit";
import type PDFDocument from "pdfkit";

/** TrueType files of a report; each covers Latin, Greek and Cyrillic. pdfkit embeds only the glyphs that are used. */
const FACES = {
  regular: "inter/400Regular/Inter_400Regular.ttf",
  strong: "inter/600SemiBold/Inter_600SemiBold.ttf",
  mono: "jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf",
} as const;
export type Face = keyof typeof FACES;

/** The text with "?" for every character that the font of a face lacks. */
export type Printable = (face: Face, text: string) => string;

/** Registers the fonts in the document under the names of their faces. */
export async function loadFonts(document: typeof PDFDocument.prototype): Promise<Printable> {
  const fonts = new Map<Face, Font>();
  for (const face of Object.keys(FACES) as Face[]) {
    const bytes = await fs.readFile(path.join(process.cwd(), "node_modules/@expo-google-fonts", FACES[face]));
    document.registerFont(face, bytes);
    fonts.set(face, create(bytes) as Font);
  }
  const has = (face: Face, character: string): boolean =>
    character === "\n" || fonts.get(face)?.hasGlyphForCodePoint(character.codePointAt(0) ?? 0) === true;
  return (face, text) => Array.from(text, (character) => (has(face, character) ? character : "?")).join("");
}
