import { expect, it } from "vitest";
import { CARRIER_NAMES, trackingLink } from "@/lib/orders/tracking/carriers";

it("a tracking link is built for a known carrier, however its name is written, and not for free text", () => {
  expect(trackingLink("dpd", "0123 4567 8901 23")).toBe("https://tracking.dpd.de/status/en_US/parcel/01234567890123");
  expect(trackingLink(" DHL_Paket ", "JJD1")).toBe("https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=JJD1");
  expect(trackingLink("post-nl", "3S/1?x")).toBe("https://postnl.nl/tracktrace/?B=3S%2F1%3Fx");
  expect(trackingLink("The neighbour", "1")).toBeNull();
});

it("each carrier is listed once, and every link uses https and ends with the number", () => {
  expect(new Set(CARRIER_NAMES).size).toBe(CARRIER_NAMES.length);
  expect(CARRIER_NAMES).toEqual(CARRIER_NAMES.toSorted((one, other) => one.localeCompare(other)));
  for (const name of CARRIER_NAMES) expect(trackingLink(name, "AB123"), name).toMatch(/^https:\/\/[^\s]+AB123$/);
});

it.each(CARRIER_NAMES)("a hostile number leads to no other page of %s, nor to another site", (name) => {
  const hostile = '../@evil.example?a=b&c=d#e"><script>';
  const link = trackingLink(name, hostile) ?? "";
  const plain = trackingLink(name, "") ?? "";
  expect(link).toBe(plain + encodeURIComponent(hostile));
  expect(new URL(link).origin).toBe(new URL(plain).origin);
  expect(link.slice(plain.length)).toMatch(/^[\w.!~*'()%-]+$/);
});
