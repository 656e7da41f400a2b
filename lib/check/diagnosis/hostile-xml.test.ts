import fs from "node:fs";
import path from "node:path";
import { expect, it, test } from "vitest";
import { readAnswer } from "@/lib/check/diagnosis/read-answer";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { detectFromPage, SHOP_PROBES } from "@/lib/connectors/probes";
import { root } from "@/scripts/dev/typescript.mjs";

const laughs = Array.from({ length: 12 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join("");

/** Documents that a parser with entities would expand, or fetch files and addresses for. `MARK` represents what the entity names. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "an internal entity": `<!DOCTYPE p [<!ENTITY a "MARK">]><prestashop><api shopName="&a;"><orders/>&a;</api></prestashop>`,
  "a file as an external entity": `<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><prestashop><api>&a;</api></prestashop>`,
  "an address as an external entity": `<!DOCTYPE p [<!ENTITY a SYSTEM "http://127.0.0.1:1/x">]><prestashop><api>&a;</api></prestashop>`,
  "a foreign doctype": `<!DOCTYPE p SYSTEM "http://127.0.0.1:1/evil.dtd"><prestashop><api>&a;</api></prestashop>`,
  "a parameter entity": `<!DOCTYPE p [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><prestashop><api/></prestashop>`,
  "entities in entities (billion laughs)": `<!DOCTYPE p [<!ENTITY l0 "MARK">${laughs}]><prestashop><api>&l12;</api></prestashop>`,
  "a quadratic entity": `<!DOCTYPE p [<!ENTITY a "${"MARK".repeat(10_000)}">]><prestashop><api>${"&a;".repeat(10_000)}</api></prestashop>`,
  "an error with an entity": `<!DOCTYPE p [<!ENTITY a "MARK">]><prestashop><errors><error><code>17</code><message>&a;</message></error></errors></prestashop>`,
};

test.each(Object.keys(DOCUMENTS))("nothing is expanded or fetched for %s", (name) => {
  const document = `<?xml version="1.0"?>${DOCUMENTS[name] ?? ""}`;
  const before = process.memoryUsage().heapUsed;
  const started = process.cpuUsage();
  for (const status of [200, 401, 500]) {
    const answer = seeAnswer({ version: "1.1", status, headers: [["content-type", "text/xml"]] }, Buffer.from(document), "complete");
    expect(answer.text.length).toBeLessThanOrEqual(document.length);
    const said = JSON.stringify([readAnswer(answer, "GET", SHOP_PROBES.prestashop), detectFromPage(answer)]);
    // The text of an answer may be quoted as it is, never with an entity's value in place of its name.
    expect(said).not.toContain("root:x:0");
    expect(said.split("MARK").length).toBeLessThanOrEqual(document.split("MARK").length);
  }
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_500);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6);
});

it("product code validates XML, and never parses it", () => {
  const files = fs.globSync(["{app,components,lib,worker}/**/*.{ts,tsx}"], { cwd: root });
  const product = files.filter((file) => !/\.test\.tsx?$|^lib[\\/]testing[\\/]/.test(file));
  const imports = product.flatMap((file) =>
    [
      ...fs
        .readFileSync(path.join(root, file), "utf8")
        .matchAll(/import (.*) from "(fast-xml-parser|xml2js|@xmldom\/xmldom|libxmljs2?|sax)"/g),
    ].map(([, names]) => names),
  );
  expect(imports).toEqual(["{ XMLValidator }"]);
});
