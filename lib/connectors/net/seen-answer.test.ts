import { expect, it } from "vitest";
import { asRecord, isHtmlPage, seeAnswer } from "@/lib/connectors/net/seen-answer";

const see = (json: unknown) => {
  const bytes = Buffer.from(JSON.stringify(json));
  return { bytes, seen: seeAnswer({ version: "1.1", status: 200, headers: [["content-type", "application/json"]] }, bytes, "complete") };
};

it("a large document is reduced to its first three levels", () => {
  const index = {
    namespaces: ["wp/v2", "wc/v3"],
    home: "https://shop.example",
    routes: Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`/wc/v3/${n}`, { methods: ["GET"], endpoints: [{ args: { id: { type: "integer" } } }] }]),
    ),
  };
  const { bytes, seen } = see(index);
  expect(bytes.length).toBeGreaterThan(16_384);
  expect(seen).toMatchObject({
    defect: null,
    breaksOff: false,
    bodyBytes: bytes.length,
    json: { namespaces: ["wp/v2", "wc/v3"], home: "https://shop.example" },
  });
  const routes = asRecord(asRecord(seen.json)?.["routes"]);
  expect(Object.keys(routes ?? {})).toHaveLength(300);
  expect(routes?.["/wc/v3/7"]).toEqual({ methods: [], endpoints: [] });
});

it("a small document and a plain value are kept whole", () => {
  const deep = { data: { currentAppInstallation: { accessScopes: [{ handle: "write_fulfillments" }] } } };
  expect(see(deep).seen.json).toEqual(deep);
  expect(see("x".repeat(40_000)).seen.json).toBe("x".repeat(40_000));
});

const seePage = (text: string) => seeAnswer({ version: "1.1", status: 200, headers: [] }, Buffer.from(text), "complete");

it("a page is recognized behind comments", () => {
  for (const page of ["<html>", " <!-- a -->\n<!---->\n<!DOCTYPE  html>", "<!-- <p> --> <!-- --- --><body>"])
    expect(isHtmlPage(seePage(page))).toBe(true);
  for (const other of ["<!-- <html>", "<!-- a --> text <html>", "<p>", "{}"]) expect(isHtmlPage(seePage(other))).toBe(false);
});

it("sixty comments without a page after them are examined at once", () => {
  expect(isHtmlPage(seePage("<!---->".repeat(60)))).toBe(false);
  expect(isHtmlPage(seePage(`${"<!---->".repeat(250)}x`))).toBe(false);
});
