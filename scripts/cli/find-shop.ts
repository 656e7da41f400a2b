import { type ApiClient, answerOf, pagesOf, type Schemas } from "@/lib/api/client/client";
import { EXIT, Stop } from "@/scripts/cli/exit-codes";
import { printable } from "@/scripts/cli/output";

export type Shop = Schemas["Integration"];

const MAX_NAMED = 5;

export async function listShops(api: ApiClient): Promise<Shop[]> {
  const shops: Shop[] = [];
  const read = (cursor: string | undefined) =>
    answerOf(api.GET("/integrations", { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } } }));
  for await (const shop of pagesOf(read)) shops.push(shop);
  return shops;
}

/** With and without its port. */
const hostsOf = (text: string): string[] => {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return [];
  const { host, hostname } = new URL(address);
  return [host, hostname];
};

/** Exact matches go before parts of a name: a shop must be reachable whose name is part of another's. */
const RULES: readonly ((shop: Shop, typed: string) => boolean)[] = [
  ({ id }, typed) => id === typed.toLowerCase(),
  ({ name }, typed) => name.toLowerCase() === typed.toLowerCase(),
  ({ url }, typed) => url.replace(/\/$/, "").toLowerCase() === typed.replace(/\/$/, "").toLowerCase(),
  ({ url }, typed) => hostsOf(url).includes(hostsOf(typed)[0] ?? ""),
  ({ name }, typed) => name.toLowerCase().includes(typed.toLowerCase()),
];

/** The one shop of this id, name, address, host or part of a name. */
export function chooseShop(shops: readonly Shop[], typed: string): Shop {
  for (const isMeant of RULES) {
    const [shop, ...others] = shops.filter((candidate) => isMeant(candidate, typed));
    if (shop && others.length === 0) return shop;
    if (!shop) continue;
    const named = [shop, ...others].slice(0, MAX_NAMED).map(({ name, id }) => `  ${printable(name)}  ${id}`);
    throw new Stop(EXIT.usage, `“${typed}” may be any of ${others.length + 1} shops. Use the id:\n${named.join("\n")}`, "shop_ambiguous");
  }
  throw new Stop(EXIT.usage, `No connected shop is called “${typed}”. mooring shops lists those of this token.`, "shop_unknown");
}

export const findShop = async (api: ApiClient, typed: string): Promise<Shop> => chooseShop(await listShops(api), typed);

const ACTING = new Set<string>(["you", "host", "support"]);

/** Whether someone must act, as on the overview: neither what recovers by itself needs anyone, nor what was paused or switched off. */
export const needsAction = ({ story }: Shop): boolean => ACTING.has(story.whoActs) && story.state !== "paused" && story.state !== "off";
