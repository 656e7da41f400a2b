import { expect, it } from "vitest";
import { asRecord, seeAnswer } from "@/lib/connectors/net/seen-answer";

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
