import fc from "fast-check";
import { expect, it } from "vitest";
import { breaksOff, xmlBreaksOff } from "@/lib/connectors/net/breaks-off";

const value = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));

it("JSON objects and lists are truncated wherever they are cut, and not at their end", () => {
  fc.assert(
    fc.property(value, fc.double({ min: 0, max: 1, noNaN: true }), (given, where) => {
      const text = JSON.stringify(given);
      const at = 1 + Math.floor(where * (text.length - 2));
      return !breaksOff(text) && breaksOff(text.slice(0, at));
    }),
  );
});

it("text after a complete value does not matter, and text that is not JSON is not truncated", () => {
  expect(breaksOff('{"a":"}"}<!-- { -->')).toBe(false);
  for (const text of ["", "null", "plain words", "<html>"]) expect(breaksOff(text)).toBe(false);
});

const element: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom("prestashop", "orders", "order", "a"),
      fc.constantFrom("", ' id="1"', ' xlink:href="https://shop.example/api/orders/1"'),
      fc.array(fc.oneof({ maxDepth: 3 }, fc.constantFrom("7", "<![CDATA[a > b]]>", "&lt;", "\n"), tie("element")), { maxLength: 3 }),
    )
    .map(([name, attributes, inside]) =>
      inside.length === 0 ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside.join("")}</${name}>`,
    ),
})).element;

it("XML is truncated wherever it is cut, and not at its end", () => {
  fc.assert(
    fc.property(fc.constantFrom("", "\n"), element, fc.double({ min: 0, max: 1, noNaN: true }), (line, given, where) => {
      // The root has a unique name, as the search finds the last end tag of nested elements of one name.
      const text = `<?xml version="1.0" encoding="UTF-8"?>${line}<shop>${given}</shop>`;
      const at = 5 + Math.floor(where * (text.length - 6));
      return !xmlBreaksOff(text) && !xmlBreaksOff(`${text}\n<!-- cached -->`) && xmlBreaksOff(text.slice(0, at));
    }),
  );
});

it("XML of one empty element is complete", () => {
  for (const root of ["<prestashop/>", '<prestashop xmlns:xlink="http://www.w3.org/1999/xlink" />', "<prestashop></prestashop >"])
    expect(xmlBreaksOff(`<?xml version="1.0"?>\n${root}\n`), root).toBe(false);
});
