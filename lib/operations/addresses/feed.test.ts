import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import type { DatedAddress } from "@/lib/connectors/egress/dated-addresses";
import { printAtomFeed } from "@/lib/operations/addresses/feed";
import { publishRequirements } from "@/lib/operations/addresses/published";

const at = (text: string): Date => new Date(`${text}T08:00:00Z`);
const NOW = at("2026-11-25");
const none = { plannedAt: null, liveAt: null, retiresAt: null };
const KNOWN: DatedAddress[] = [
  { ...none, address: "192.0.2.1", announcedAt: at("2026-01-01"), liveAt: at("2026-02-01"), retiresAt: at("2026-12-09") },
  { ...none, address: "192.0.2.2", announcedAt: at("2026-10-01"), liveAt: at("2026-11-24") },
  { ...none, address: "2001:db8::3", announcedAt: at("2026-11-20"), plannedAt: at("2027-01-15") },
];

interface Entry {
  id: string;
  title: string;
  updated: string;
  link: { "@_href": string };
}
interface Feed extends Omit<Entry, "link"> {
  author: { name: string };
  link: { "@_rel": string; "@_href": string }[];
  entry: Entry[];
}

function readFeed(): Feed {
  const xml = printAtomFeed(
    publishRequirements({ addresses: ["192.0.2.2"], control: null }, KNOWN, NOW),
    { title: "Changes", entry: (kind, address, date) => `${kind} ${address} <${date.toISOString().slice(0, 10)}>` },
    { pageUrl: "https://mooring.test/addresses", feedUrl: "https://mooring.test/addresses.atom?lang=en", now: NOW },
  );
  expect(XMLValidator.validate(xml)).toBe(true);
  return (new XMLParser({ ignoreAttributes: false }).parse(xml) as { feed: Feed }).feed;
}
const text = (value: unknown): string =>
  typeof value === "object" && value !== null && "#text" in value ? String(value["#text"]) : String(value);

test("the feed has what RFC 4287 requires: an author, unique ids, and a link to itself", () => {
  const feed = readFeed();
  expect(feed).toMatchObject({ id: "https://mooring.test/addresses", title: "Changes", author: { name: "Mooring" } });
  expect(feed.link.map((link) => link["@_rel"]).toSorted()).toEqual(["alternate", "self"]);
  expect(feed.entry).toHaveLength(7);
  expect(new Set(feed.entry.map(({ id }) => id)).size).toBe(7);
  for (const { title, updated, link } of feed.entry) {
    expect(text(title)).not.toBe("");
    expect(updated).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(link["@_href"]).toBe("https://mooring.test/addresses");
  }
});

test("a planned change names its date and is dated by its decision, so no entry lies in the future", () => {
  const feed = readFeed();
  const reported = feed.entry.map(({ title, updated }) => `${updated.slice(0, 10)} ${text(title)}`);
  expect(reported.slice(0, 4)).toEqual([
    "2026-11-24 retires 192.0.2.1 <2026-12-09>",
    "2026-11-24 live 192.0.2.2 <2026-11-24>",
    "2026-11-20 live 2001:db8::3 <2027-01-15>",
    "2026-11-20 announced 2001:db8::3 <2026-11-20>",
  ]);
  expect(feed.updated.slice(0, 10)).toBe("2026-11-24");
});
