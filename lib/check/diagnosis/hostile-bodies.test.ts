import { expect, it } from "vitest";
import { readAnswer } from "@/lib/check/diagnosis/read-answer";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { detectFromPage, SHOP_PROBES } from "@/lib/connectors/probes";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { hasPlainPermalinks } from "@/lib/connectors/woocommerce/probes";

const SIZE = 300_000;
const fill = (text: string): string => text.repeat(Math.ceil(SIZE / text.length));

/** Each makes an ambiguous regular expression backtrack over every pair of positions. */
const BODIES: Readonly<Record<string, string>> = {
  "blanks alone": fill(" "),
  "line ends alone": fill("\n"),
  "byte order marks alone": fill("\uFEFF"),
  "blanks after a declaration": `<?xml version="1.0"?>${fill(" ")}`,
  "declarations that never end": fill("<?xml "),
  "notices and declarations": `Warning: x ${fill("<?xml ?>  ")}`,
  "errors without a message": `<prestashop>${fill("<error><code>1</code><message>")}`,
  "codes without an end": `<prestashop>${fill("<error> <code> ")}`,
  "brackets after a notice": `Notice: x ${fill("[")}`,
  "braces after a notice": `<b>Warning</b>: x ${fill("{")}]`,
  "lists after a notice": `Warning: x ${fill("[1,")}`,
  "links that never end": fill("<link api.w.org "),
  "links of an API": fill("<link href=api.w.org x rest_route"),
  "a title that never ends": `<title>${fill("maintenance ")}`,
  "titles that never end": fill("<title>wartung"),
  "headlines that never end": fill("<h1>wartung <h2 "),
  "sentences that never end": fill("website ist wird sito est en "),
  "subjects and blanks": fill(`boutique${" ".repeat(19)}`),
  "pages of Apache without an end": fill('<link rev="made" href="mailto:'),
  "frames of HAProxy": fill("<html><body><h1>404 Not Found</h1> "),
  "comments that never end": fill("<!-- "),
  "folders without an end": `"${fill("/a")}`,
  "quotes and folders": fill("'/modules/a"),
  "addresses without an end": fill('"https://a'),
  "words of Magento": fill("Error 503: Service Unavailable "),
  "cookies of a gate": fill("document.cookie="),
  "errors of PHP": fill("Fatal error:"),
};

it.each(Object.keys(BODIES))("a hostile body is read in bounded time: %s", (name) => {
  const body = Buffer.from(BODIES[name] ?? "");
  const before = process.cpuUsage();
  for (const contentType of ["application/json", "text/html"])
    for (const status of [200, 401, 503]) {
      const answer = seeAnswer({ version: "1.1", status, headers: [["content-type", contentType]] }, body, "complete");
      for (const shopSystem of SHOP_SYSTEMS) {
        readAnswer(answer, "GET", SHOP_PROBES[shopSystem]);
        SHOP_PROBES[shopSystem].findFolder(answer);
      }
      detectFromPage(answer);
      hasPlainPermalinks(answer);
    }
  const { user } = process.cpuUsage(before);
  expect(user / 1_000).toBeLessThan(2_500);
});
