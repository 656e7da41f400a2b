import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");

/** Functions that resolve a name, or queue what does, without a quota of their own. requestCheck and requestRefresh have one. */
const RESOLVING =
  /\b(mayContact|locateShop|detectShopSystem|testCredentials|withTriedCredentials|countForImport|askStatuses|countWindow|addChannel|sendTest|resendDelivery|rehearseAgain|lookUpOrder)\(|\brun: (rehearseAgain)\b/;

test("every action that has a name resolved spends a quota", () => {
  const files = fs.globSync("{app,components,lib}/**/*actions.ts", { cwd: root });
  const actions = files.flatMap((file) => {
    const text = fs.readFileSync(path.join(root, file), "utf8");
    // Options shared by several actions stand before them.
    const shared = [...text.matchAll(/^const options = \{[\s\S]*?^\}/gm)].map(([found]) => found).join("\n");
    return text
      .split(/^export const /m)
      .slice(1)
      .filter((body) => /= (?:merchant|owner|staffMerchant)Action\(/.test(body.slice(0, 200)))
      .map((body) => ({ name: /^\w+/.exec(body)?.[0] ?? "", body: body.includes("...options") ? body + shared : body }));
  });
  const resolving = actions.filter(({ body }) => RESOLVING.test(body));
  expect(resolving.map(({ name }) => name)).toEqual(expect.arrayContaining(["inspectAddress", "addNotificationChannel", "tryKey"]));
  expect(resolving.filter(({ body }) => !/\bspends: "\w+"/.test(body)).map(({ name }) => name)).toEqual([]);
});
