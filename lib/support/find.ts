import { hasNonAscii } from "@/lib/base/texts";
import { readableUrl } from "@/lib/connectors/readable-url";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { HIT_KINDS, HITS_SHOWN, type HitKind, likeAnywhere, likeBeginning } from "@/lib/support/search";

export interface Hit {
  kind: HitKind;
  merchantId: string;
  merchantName: string;
  /** What matched: a name, e-mail address, URL or number. */
  text: string;
  /** The name of the related member or shop; empty if there is none. */
  note: string;
  path: string;
}

/** A trigram index needs three characters. Shorter texts match prefixes, unless non-ASCII: Chinese words often have two characters. */
const FEWEST_SIGNS = 3;

/** A condition on a name column, by trigrams or by the index of non-ASCII letters. */
function inName(column: Prisma.Sql, text: string): Prisma.Sql {
  if (!hasNonAscii(text)) return Prisma.sql`${column} ilike ${likeAnywhere(text)}`;
  return Prisma.sql`(has_own_letters(${column}) and letter_parts(${column}) @> search_parts(${text}) and holds_letters(${column}, ${text}))`;
}

/** E-mail addresses are ASCII. */
const inEmail = (text: string): Prisma.Sql => (hasNonAscii(text) ? Prisma.empty : Prisma.sql`email ilike ${likeAnywhere(text)} or`);

/** The same for URLs, which are stored in punycode. */
const inAddress = (text: string): Prisma.Sql =>
  hasNonAscii(text)
    ? Prisma.sql`(base_url like '%xn--%' and letter_parts(own_letters(base_url)) @> search_parts(${text}) and holds_letters(own_letters(base_url), ${text}))`
    : Prisma.sql`base_url ilike ${likeAnywhere(text)}`;

/** How each kind of record is found. Every branch uses an index and reads a few rows, as lib/support/scale.db.test.ts verifies. */
export function findStatement(text: string): Prisma.Sql {
  const name = Prisma.sql`name`;
  const beginning = likeBeginning(text);
  const number = likeBeginning(text.replace(/^#/, ""));
  const branches = [
    Prisma.sql`(select 'merchant' as kind, id as merchant_id, name as text, '' as note, '/m/' || id as path from merchant
      where lower(name) collate "C" like ${beginning} order by lower(name) collate "C", id limit ${HITS_SHOWN})`,
    Prisma.sql`(select 'order', merchant_id, number, '', '/m/' || merchant_id || '/orders/' || id from shop_order
      where lower(number) collate "C" like ${beginning} order by lower(number) collate "C" limit ${HITS_SHOWN})`,
    Prisma.sql`(select 'order', merchant_id, number, '', '/m/' || merchant_id || '/orders/' || id from shop_order
      where ${number} <> ${beginning} and lower(number) collate "C" like ${number} order by lower(number) collate "C" limit ${HITS_SHOWN})`,
    Prisma.sql`(select 'parcel', merchant_id, tracking_number, carrier, '/m/' || merchant_id || '/orders/' || order_id from shipment
      where lower(tracking_number) collate "C" like ${beginning} order by lower(tracking_number) collate "C" limit ${HITS_SHOWN})`,
  ];
  if (hasNonAscii(text) || text.length >= FEWEST_SIGNS)
    branches.push(
      Prisma.sql`(select 'merchant', id, name, '', '/m/' || id from merchant where ${inName(name, text)} limit ${HITS_SHOWN})`,
      Prisma.sql`(select 'member', m.merchant_id, p.email, p.name, '/m/' || m.merchant_id || '/settings' from
        (select id, email, name from person where ${inEmail(text)} ${inName(name, text)} limit ${HITS_SHOWN}) p
        join membership m on m.person_id = p.id limit ${HITS_SHOWN})`,
      Prisma.sql`(select 'shop', merchant_id, base_url, name, '/m/' || merchant_id || '/integrations/' || id from integration
        where ${inAddress(text)} or ${inName(name, text)} limit ${HITS_SHOWN})`,
    );
  return Prisma.sql`
    select distinct on (hit.kind, hit.path, hit.text) hit.kind, hit.merchant_id as "merchantId", m.name as "merchantName", hit.text, hit.note, hit.path
    from (${Prisma.join(branches, " union all ")}) hit join merchant m on m.id = hit.merchant_id
    order by hit.kind, hit.path, hit.text`;
}

const closeness = (hit: Hit, text: string): number => {
  const found = hit.text.toLowerCase();
  const term = text.toLowerCase().replace(/^#/, "");
  if (found.replace(/^#/, "") === term) return 0;
  return found.startsWith(term) ? 1 : 2;
};

/** Matches by kind, closest first, at most a dozen of each kind; none for an empty text. */
export async function findAnything(_scope: PlatformScope, text: string): Promise<Hit[]> {
  if (text === "") return [];
  const found = await inPlatform((tx) => tx.$queryRaw<Hit[]>(findStatement(text)));
  const hits = found.map((hit) => (hit.kind === "shop" ? { ...hit, text: readableUrl(hit.text) } : hit));
  hits.sort(
    (a, b) =>
      HIT_KINDS.indexOf(a.kind) - HIT_KINDS.indexOf(b.kind) || closeness(a, text) - closeness(b, text) || a.text.localeCompare(b.text),
  );
  return HIT_KINDS.flatMap((kind) => hits.filter((hit) => hit.kind === kind).slice(0, HITS_SHOWN));
}
