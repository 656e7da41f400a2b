import { answerOf, type Schemas } from "@/lib/api/client/client";
import { EXIT, type ExitCode } from "@/scripts/cli/exit-codes";
import { findShop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { note, printable, say, sayJson, styled } from "@/scripts/cli/output";
import { startProgress } from "@/scripts/cli/progress";

type Lookup = Schemas["OrderLookup"]["data"][number];

const HERE: readonly Lookup["outcome"][] = ["stored", "imported", "status_hidden"];
const isHere = ({ outcome }: Lookup): boolean => HERE.includes(outcome);

export async function findOrder(number: string, options: GlobalOptions & { shop?: string; importOlder?: boolean }): Promise<ExitCode> {
  const api = openApi(options);
  const shop = options.shop === undefined ? null : await findShop(api, options.shop);
  const query = { number, ...(shop ? { integrationId: shop.id } : {}), ...(options.importOlder ? { importsOlder: "true" as const } : {}) };
  const progress = startProgress(`Asking ${shop?.name ?? "the shops"} for ${number} …`, options.json === true);
  const found = await answerOf(api.POST("/orders/lookup", { params: { query } })).finally(progress.stop);
  if (options.json) sayJson(found);
  else {
    for (const lookup of found.data) {
      const mark = isHere(lookup) ? styled("green", "✓") : "·";
      say(`${mark} ${printable(lookup.shopName)}: ${printable(lookup.explanation)}`);
    }
    if (found.data.length === 0) say("This token sees no shop to ask.");
    if (found.shopsNotAsked > 0) note(`${found.shopsNotAsked} more shops were not asked: name one with --shop.`);
  }
  return found.data.some(isHere) ? EXIT.ok : EXIT.finding;
}
