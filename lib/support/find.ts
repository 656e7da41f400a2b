import { readableUrl } from "@/lib/connectors/readable-url";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { nameOfStatus } from "@/lib/orders/data";
import { findStatement } from "@/lib/support/find-statement";
import { HIT_KINDS, HITS_SHOWN, type HitKind } from "@/lib/support/hits";

export interface Hit {
  kind: HitKind;
  merchantId: string;
  merchantName: string;
  /** What matched: a name, e-mail address, URL or number. */
  text: string;
  /** The name of the related member or shop, or the address of a shop; empty if there is none. */
  note: string;
  path: string;
  /** The order itself, or that of a parcel. */
  order: FoundOrder | null;
}

/** What tells orders of equal numbers apart. */
export interface FoundOrder {
  number: string;
  status: string;
  statusName: string | null;
  currency: string;
  total: string;
  placedAt: Date;
  removedAt: Date | null;
  shop: string;
}

export type HitRow = Omit<Hit, "order"> & { [Key in keyof Omit<FoundOrder, "statusName">]: FoundOrder[Key] | null } & {
  statusNames: unknown;
};

export function toHit({ number, status, currency, total, placedAt, removedAt, shop, statusNames, ...hit }: HitRow): Hit {
  const isWhole = number !== null && status !== null && currency !== null && total !== null && placedAt !== null && shop !== null;
  const order = isWhole
    ? { number, status, currency, total, placedAt, removedAt, shop, statusName: nameOfStatus(statusNames, status) }
    : null;
  return { ...hit, text: hit.kind === "shop" ? readableUrl(hit.text) : hit.text, order };
}

const closeness = (hit: Hit, text: string): number => {
  const found = hit.text.toLowerCase();
  const term = text.toLowerCase().replace(/^#/, "");
  if (found.replace(/^#/, "") === term || hit.note.endsWith(` · ${text}`)) return 0;
  return found.startsWith(term) ? 1 : 2;
};

const placedAt = ({ order }: Hit): number => order?.placedAt.getTime() ?? 0;

/** Matches by kind, closest first, of orders the newest first, at most a dozen of each kind; none for an empty text. */
export async function findAnything(_scope: PlatformScope, text: string): Promise<Hit[]> {
  if (text === "") return [];
  const hits = (await inPlatform((tx) => tx.$queryRaw<HitRow[]>(findStatement(text)))).map(toHit);
  hits.sort(
    (a, b) =>
      HIT_KINDS.indexOf(a.kind) - HIT_KINDS.indexOf(b.kind) ||
      closeness(a, text) - closeness(b, text) ||
      placedAt(b) - placedAt(a) ||
      a.text.localeCompare(b.text),
  );
  return HIT_KINDS.flatMap((kind) => hits.filter((hit) => hit.kind === kind).slice(0, HITS_SHOWN));
}
