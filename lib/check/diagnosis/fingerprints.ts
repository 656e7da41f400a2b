import { FIREWALL_PAGES } from "@/lib/check/diagnosis/signs/firewall-pages";
import { PLUGIN_PAGES } from "@/lib/check/diagnosis/signs/plugin-pages";
import type { Row, Sign } from "@/lib/check/diagnosis/signs/row";
import { SERVER_PAGES } from "@/lib/check/diagnosis/signs/server-pages";
import { SURE_SIGNS } from "@/lib/check/diagnosis/signs/sure-signs";
import { UNSIGNED_PAGES } from "@/lib/check/diagnosis/signs/unsigned-pages";
import { headerOf, isHtmlPage, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { detectFromPage } from "@/lib/connectors/probes";

// Who answered if it was not the shop's API: an ordered table, the surest signs first. Sources: vendors' documentation and templates,
// wafw00f's signatures, pages of real servers. A row names software by its own page or header alone: a CDN in front may not have refused.

export interface Fingerprint {
  /** Code of the software, a key of `blockers` in the message files; null for unsigned pages. */
  software: string | null;
  sign: Sign;
  evidence: string;
}

const SMALL_PAGE_CHARACTERS = 16_000;

/** Signs of pages; matched only if the application did not answer. */
const PAGES: readonly Row[] = [...FIREWALL_PAGES, ...PLUGIN_PAGES, ...SERVER_PAGES, ...UNSIGNED_PAGES];

/** All rows, for tests and the page that lists them. */
export const FINGERPRINTS: readonly Row[] = [...SURE_SIGNS, ...PAGES];

const SERVERS: readonly (readonly [software: string, header: RegExp])[] = [
  ["openresty", /^openresty(?:\/([\d.]+))?/i],
  ["nginx", /^nginx(?:\/([\d.]+))?/i],
  ["apache", /^Apache(?:\/([\d.]+))?/i],
  ["litespeed", /^(?:Open)?LiteSpeed(?:\/([\d.]+))?/i],
  ["iis", /^Microsoft-IIS(?:\/([\d.]+))?/i],
  ["caddy", /^Caddy(?:\/([\d.]+))?/i],
  ["lighttpd", /^lighttpd(?:\/([\d.]+))?/i],
  ["cloudflare", /^cloudflare/i],
  ["varnish", /^Varnish/i],
  ["sucuri", /^Sucuri/i],
  ["akamai", /^AkamaiGHost/i],
  ["imunify360", /^imunify360/i],
  ["hostinger", /^hcdn/i],
  ["bunny", /^BunnyCDN/i],
  ["vercel", /^Vercel/i],
];

/** Fronts that set their Server header on every response, including the shop's own refusals. */
const FRONTS: ReadonlySet<string> = new Set(["cloudflare", "sucuri", "hostinger", "bunny", "vercel"]);

/** Whether a Server header names a front, which says nothing about who answered. */
export const isFront = (server: string | null | undefined): boolean => FRONTS.has(server ?? "");

const headlinesOf = (body: string): string[] =>
  Array.from(body.matchAll(/<(?:title|h1)\b[^<>]*>([^<]*)<\/(?:title|h1)>/gi), ([, text = ""]) => text.trim());

const NO_HEADERS: readonly string[] = [];

/** Null if a header is missing. */
function findHeaderSigns({ headers: wanted }: Row, { headers }: SeenAnswer): readonly string[] | null {
  if (!wanted) return NO_HEADERS;
  const evidence: string[] = [];
  for (const name of Object.keys(wanted)) {
    const value = headers.find(([known, text]) => known === name && wanted[name]?.test(text))?.[1];
    if (value === undefined) return null;
    evidence.push(`${name}: ${value.slice(0, 60)}`);
  }
  return evidence;
}

function matches(row: Row, answer: SeenAnswer, body: string): string | null {
  if (row.status && !row.status.includes(answer.status)) return null;
  if (row.isSmall && answer.text.length > SMALL_PAGE_CHARACTERS) return null;
  const signs = findHeaderSigns(row, answer);
  if (signs === null) return null;
  const evidence = [...signs];
  if (row.also && !row.also.test(body)) return null;
  if (row.body) {
    const found = row.body.exec(body)?.[0];
    if (found === undefined) return null;
    evidence.push(found.slice(0, 80));
  }
  if (row.headline) {
    const found = headlinesOf(body).find((text) => row.headline?.test(text));
    if (found === undefined) return null;
    evidence.push(found.slice(0, 80));
  }
  return evidence.join("; ") || `status ${answer.status}`;
}

function findRow(rows: readonly Row[], answer: SeenAnswer): Fingerprint | null {
  const body = answer.text.slice(0, 65_536);
  for (const row of rows) {
    const evidence = matches(row, answer, body);
    if (evidence !== null) return { software: row.software, sign: row.sign, evidence };
  }
  return null;
}

const SURE_IN_HEADERS = SURE_SIGNS.filter(({ headers }) => headers !== undefined);

const isSuccess = ({ status }: SeenAnswer): boolean => status >= 200 && status < 300;
const isPageOfShop = (answer: SeenAnswer): boolean => isSuccess(answer) && detectFromPage(answer) !== null;

/** Matched before the application is recognised. A success in the API's form, or a page of the shop, may only quote the text of a challenge. */
export const findFrontSign = (answer: SeenAnswer): Fingerprint | null =>
  findRow(isSuccess(answer) && (!isHtmlPage(answer) || isPageOfShop(answer)) ? SURE_IN_HEADERS : SURE_SIGNS, answer);

/** Whose page this is; only for responses that are not the application's. */
export const findPageSign = (answer: SeenAnswer): Fingerprint | null =>
  (isPageOfShop(answer) ? null : findRow(SURE_SIGNS, answer)) ?? findRow(PAGES, answer);

/** The web server or front by its Server header (see `isFront`). */
export function readServer(answer: Pick<SeenAnswer, "headers">): { software: string; version: string | null } | null {
  const header = headerOf(answer, "server");
  for (const [software, pattern] of SERVERS) {
    const match = pattern.exec(header);
    if (match) return { software, version: match[1] ?? null };
  }
  return null;
}

/** The web server by its Server header; null if that names a front. */
export function readOwnServer(answer: Pick<SeenAnswer, "headers">): ReturnType<typeof readServer> {
  const server = readServer(answer);
  return isFront(server?.software) ? null : server;
}
