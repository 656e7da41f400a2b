import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, it } from "vitest";
import { TONES } from "@/lib/health/lane/tone";
import { drawBadge } from "@/lib/integrations/badge/draw-badge";

it("a badge is well-formed XML with exactly the given words, whatever they are", () => {
  // XML allows no control characters, and the product's texts contain none.
  const words = fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !/\p{C}/u.test(text) && text === text.trim());
  fc.assert(
    fc.property(words, words, fc.constantFrom(...TONES), (label, status, tone) => {
      const svg = drawBadge({ label, status }, tone);
      expect(XMLValidator.validate(svg)).toBe(true);
      const parsed = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false, htmlEntities: true }).parse(svg) as {
        svg: { title: string };
      };
      expect(parsed.svg.title).toBe(`${label}: ${status}`);
      expect(svg).not.toMatch(/<script|href|onload=/i);
    }),
  );
});

it("a badge is as wide as its two halves", () => {
  const svg = drawBadge({ label: "Orders", status: "healthy" }, "healthy");
  const [, width, left] = /width="(\d+)"[\s\S]*?<g clip-path[^>]*><rect width="(\d+)"/.exec(svg) ?? [];
  const right = /<rect x="\d+" width="(\d+)"/.exec(svg)?.[1];
  expect(Number(left) + Number(right)).toBe(Number(width));
});
