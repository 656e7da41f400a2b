import { expect, it } from "vitest";
import { HOSTS_WITH_CDN, NAMED_PRODUCTS, PRODUCTS } from "@/lib/check/diagnosis/defences";
import { FINGERPRINTS } from "@/lib/check/diagnosis/fingerprints";
import { fixerOf, isNamedOfMerchant, softwareOf } from "@/lib/check/diagnosis/fixes/software";
import causes from "@/lib/i18n/messages/en/causes.json";

const NAMES: Readonly<Record<string, string>> = causes.blockers;
const WHO = { merchant: "the merchant", hosting_provider: "the hosting provider", support: "our support" };

it("every product that a fingerprint names has a name and a source, and no source is left over", () => {
  expect(Object.keys(PRODUCTS).toSorted()).toEqual([...NAMED_PRODUCTS].toSorted());
  for (const product of [...NAMED_PRODUCTS, ...HOSTS_WITH_CDN.map(({ host }) => host)]) expect(NAMES[product], product).toBeTruthy();
});

// `npx vitest run --project unit lib/check/diagnosis/defences.test.ts -u` writes the page anew.
it("recognised-products.md lists them", async () => {
  const rows = NAMED_PRODUCTS.map((product) => {
    const signs = [...new Set(FINGERPRINTS.flatMap(({ software, sign }) => (software === product ? sign : [])))];
    const [software] = softwareOf(product);
    const who = WHO[software ? fixerOf(software) : isNamedOfMerchant(product) ? "merchant" : "hosting_provider"];
    const { source, waitingHelps } = PRODUCTS[product] ?? { source: "", waitingHelps: false };
    return `| ${NAMES[product]} | ${signs.join(", ").replaceAll("_", " ")} | ${who} | ${waitingHelps ? "may help" : "no"} | ${source} |`;
  });
  const hosts = HOSTS_WITH_CDN.map(({ host, header, source }) => `| ${NAMES[host]} | ${header} | ${source} |`);
  const page = [
    "# Products that a check recognises",
    "",
    "For engineers and hosts: whose refusals, challenges and error pages a check can name. A product is named by its own page or header only, never because it carried the answer; a page that none of these signed is quoted, and the shop is asked what guards it. The list is drawn from `lib/check/diagnosis/fingerprints.ts` and `defences.ts`.",
    "",
    "| product | recognised by its | opened by | waiting | source |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "These hosts own the account of the CDN in front of their shops. A refusal by their CDN leads to the host's panel, since the merchant has no account there. Hostinger, o2switch and SiteGround sign their own pages and stand above.",
    "",
    "| host | header on any answer | source |",
    "| --- | --- | --- |",
    ...hosts,
    "",
  ];
  await expect(page.join("\n")).toMatchFileSnapshot("recognised-products.md");
});
