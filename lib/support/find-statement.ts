import ipaddr from "ipaddr.js";
import { hasNonAscii } from "@/lib/base/texts";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { networkOf, printAddress } from "@/lib/operations/fleet/record-fact";
import { HITS_SHOWN } from "@/lib/support/hits";
import { likeAnywhere, likeBeginning } from "@/lib/support/search";

/** A trigram index needs three characters. Shorter texts match prefixes, unless non-ASCII: Chinese words often have two characters. */
const MIN_CHARACTERS = 3;
const isLongEnough = (text: string): boolean => hasNonAscii(text) || text.length >= MIN_CHARACTERS;

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

/** The host of a pasted URL, such as that of a product page; null for other texts. */
function hostOf(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).hostname.replace(/^www\./, "") || null;
}

/** The network of an IP address, or one that is written as such; null for other texts. */
export function searchedNetwork(text: string): string | null {
  const [address = "", prefix, ...rest] = text.split("/");
  if (rest.length > 0 || !(ipaddr.IPv4.isValidFourPartDecimal(address) || (address.includes(":") && ipaddr.isValid(address)))) return null;
  const network = networkOf(address);
  return prefix === undefined || network?.endsWith(`/${prefix}`) ? network : null;
}

const name = Prisma.sql`name`;
const NONE = Prisma.sql`null::uuid`;

/** Of an order number that many shops have, the order of the shop or merchant whose name follows it: "1001 tulips". */
function ordersOfNamedShop(text: string): Prisma.Sql[] {
  const at = text.indexOf(" ");
  const words = text.slice(at).trim();
  const number = text.slice(0, Math.max(at, 0)).replace(/^#/, "").toLowerCase();
  if (!/\d/.test(number) || !isLongEnough(words)) return [];
  return [
    Prisma.sql`(select 'order', o.merchant_id, o.number, '', '/m/' || o.merchant_id || '/orders/' || o.id, o.id from
      (select * from (select merchant_id, id from integration where ${inAddress(words)} or ${inName(name, words)} limit ${NAMED_SHOPS}) own
        union select i.merchant_id, i.id from (select id from merchant where ${inName(name, words)} limit ${NAMED_SHOPS}) m
          join integration i on i.merchant_id = m.id) s
      join shop_order o on o.merchant_id = s.merchant_id and o.integration_id = s.id
      where lower(o.number) collate "C" in (${number}, ${`#${number}`}) order by o.placed_at desc limit ${HITS_SHOWN})`,
  ];
}

const NAMED_SHOPS = 200;

/** The shops at an IP address, then those of its network. */
function shopsAt(text: string): Prisma.Sql[] {
  const network = searchedNetwork(text);
  if (network === null) return [];
  const address = text.includes("/") ? null : printAddress(text);
  return [
    Prisma.sql`(select 'shop', f.merchant_id, i.base_url, i.name || ' · ' || coalesce(f.address, f.network), '/m/' || f.merchant_id || '/integrations/' || f.integration_id, ${NONE}
      from fleet_fact f join integration i on i.merchant_id = f.merchant_id and i.id = f.integration_id
      where f.network = ${network} order by f.address is not distinct from ${address} desc, f.integration_id limit ${HITS_SHOWN})`,
  ];
}

const newestOrders = (number: string, also: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  select 'order', merchant_id, number, '', '/m/' || merchant_id || '/orders/' || id, id from shop_order
  where lower(number) collate "C" like ${number} ${also} order by lower(number) collate "C", placed_at desc limit ${HITS_SHOWN})`;

/** How each kind of record is found. Every branch uses an index and reads a few rows, as lib/support/scale.db.test.ts verifies. */
export function findStatement(text: string): Prisma.Sql {
  const beginning = likeBeginning(text);
  const number = likeBeginning(text.replace(/^#/, ""));
  const parcel = likeBeginning(text.replace(/\s/g, ""));
  const host = hostOf(text);
  const branches = [
    Prisma.sql`(select 'merchant' as kind, id as merchant_id, name as text, '' as note, '/m/' || id as path, ${NONE} as order_id from merchant
      where lower(name) collate "C" like ${beginning} order by lower(name) collate "C", id limit ${HITS_SHOWN})`,
    newestOrders(beginning, Prisma.empty),
    newestOrders(number, Prisma.sql`and ${number} <> ${beginning}`),
    Prisma.sql`(select 'parcel', merchant_id, tracking_number, carrier, '/m/' || merchant_id || '/orders/' || order_id, order_id from shipment
      where lower(tracking_number) collate "C" like ${parcel} order by lower(tracking_number) collate "C" limit ${HITS_SHOWN})`,
    ...ordersOfNamedShop(text),
    ...shopsAt(text),
  ];
  if (isLongEnough(text))
    branches.push(
      Prisma.sql`(select 'merchant', id, name, '', '/m/' || id, ${NONE} from merchant where ${inName(name, text)} limit ${HITS_SHOWN})`,
      Prisma.sql`(select 'member', m.merchant_id, p.email, p.name, '/m/' || m.merchant_id || '/settings', ${NONE} from
        (select id, email, name from person where ${inEmail(text)} ${inName(name, text)} limit ${HITS_SHOWN}) p
        join membership m on m.person_id = p.id limit ${HITS_SHOWN})`,
      Prisma.sql`(select 'shop', merchant_id, base_url, name, '/m/' || merchant_id || '/integrations/' || id, ${NONE} from integration
        where ${inAddress(text)} ${host === null ? Prisma.empty : Prisma.sql`or ${inAddress(host)}`} or ${inName(name, text)} limit ${HITS_SHOWN})`,
    );
  return toHits(Prisma.join(branches, " union all "));
}

/** Orders with a buyer's e-mail address, newest first. */
export const buyerStatement = (email: string, limit: number): Prisma.Sql =>
  toHits(Prisma.sql`(select 'order' as kind, merchant_id, number as text, '' as note, '/m/' || merchant_id || '/orders/' || id as path, id as order_id
    from shop_order where lower(customer_email) = ${email} and customer_email <> '' order by placed_at desc limit ${limit})`);

/** Adds the names of merchants, and what tells orders of equal numbers apart. */
const toHits = (found: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select distinct on (hit.kind, hit.path, hit.text) hit.kind, hit.merchant_id as "merchantId", m.name as "merchantName", hit.text, hit.note, hit.path,
    o.number, o.status, o.currency, o.total::text as total, o.placed_at as "placedAt", o.removed_at as "removedAt", s.name as shop, s.status_names as "statusNames"
  from (${found}) hit join merchant m on m.id = hit.merchant_id
    left join shop_order o on o.merchant_id = hit.merchant_id and o.id = hit.order_id
    left join integration s on s.merchant_id = o.merchant_id and s.id = o.integration_id
  order by hit.kind, hit.path, hit.text`;
