import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");
/** Tailwind's default colours, which app/theme.css removes: a class that uses one has no effect. */
const OTHERS =
  /\b(?:bg|text|border|ring|fill|stroke|outline|decoration|accent|caret|divide|from|via|to)-(?:black|white|(?:slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\d+)/;

test("every colour class names a token", () => {
  const files = ["app", "components"].flatMap((part) =>
    fs.readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(part, file)),
  );
  const sources = files.filter((file) => file.endsWith(".tsx"));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => OTHERS.test(fs.readFileSync(path.join(root, file), "utf8")))).toEqual([]);
});
