import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { PLATFORMS } from "@/lib/connectors/platforms";
import type { LaneState } from "@/lib/health/lane";
import { countTones, EVERYTHING, parseListQuery, printListQuery, SORTS, selectRows } from "@/lib/integrations/list-view";
import type { IntegrationRow, LaneView } from "@/lib/integrations/row";
import { TONES } from "@/lib/integrations/tone";

const lane = (state: LaneState): LaneView => ({
  state,
  since: "2026-11-25T00:00:00.000Z",
  reason: { code: "none" },
  nextSyncAt: null,
  nextProbeAt: null,
  lastSuccessAt: null,
  failingSince: null,
  failedAttempts: 0,
  lastFailedAt: null,
});

const row = (name: string, state: LaneState, tracking: LaneState = "regular", over: Partial<IntegrationRow> = {}): IntegrationRow => ({
  id: name,
  name,
  platform: "woocommerce",
  baseUrl: `https://${name.toLowerCase()}.example`,
  readableUrl: null,
  hasCredentials: true,
  lanes: { orders_in: lane(state), tracking_out: lane(tracking) },
  lastOrderAt: null,
  effect: { parcels: 0, missedOrders: null, countsAgree: null },
  run: null,
  check: null,
  readAt: 0,
  ...over,
});

const rows = [row("Anna", "regular"), row("Bert", "throttled"), row("Cato", "regular", "action_needed"), row("Dora", "paused")];
const names = (selected: IntegrationRow[]): string[] => selected.map(({ name }) => name);

afterEach(() => vi.restoreAllMocks());

test("a browser in any language finds and orders shops as the server does", () => {
  const shops = ["Zebra", "Ångström", "Aalborg", "Chile", "Cuba", "zz", "Örtug", "LILLE"].map((name) => row(name, "regular"));
  const server = SORTS.map((sort) => names(selectRows(shops, { ...EVERYTHING, sort })));
  for (const language of ["sv", "da", "et", "tr"]) {
    vi.spyOn(String.prototype, "localeCompare").mockImplementation(function (this: string, other, locale) {
      return new Intl.Collator(locale ?? language).compare(`${this}`, other);
    });
    vi.spyOn(String.prototype, "toLocaleLowerCase").mockImplementation(function (this: string) {
      return language === "tr" ? this.replaceAll("I", "ı").toLowerCase() : this.toLowerCase();
    });
    expect(SORTS.map((sort) => names(selectRows(shops, { ...EVERYTHING, sort })))).toEqual(server);
    expect(names(selectRows(shops, { ...EVERYTHING, search: "lille" }))).toEqual(["LILLE"]);
    vi.restoreAllMocks();
  }
});

test("what needs a person comes first, then what heals alone, then what rests, then what is in order", () => {
  expect(names(selectRows(rows, EVERYTHING))).toEqual(["Cato", "Bert", "Dora", "Anna"]);
});

test("of those that need a person the one that loses most comes first, as on the overview", () => {
  const losing = (name: string, missedOrders: number) =>
    row(name, "action_needed", "regular", { effect: { parcels: 0, missedOrders, countsAgree: null } });
  expect(names(selectRows([losing("Anna", 2), losing("Bert", 30), losing("Cato", 7)], EVERYTHING))).toEqual(["Bert", "Cato", "Anna"]);
});

test("the filter by state goes by the loudest lane, and its counts add up to all rows", () => {
  expect(names(selectRows(rows, { ...EVERYTHING, tone: "needs_you" }))).toEqual(["Cato"]);
  const counts = countTones(rows);
  expect(counts).toEqual({ needs_you: 1, heals_alone: 1, working: 0, at_rest: 1, in_order: 1 });
  for (const tone of TONES) expect(selectRows(rows, { ...EVERYTHING, tone })).toHaveLength(counts[tone]);
});

test("the search finds every word in name or address, in any case", () => {
  expect(names(selectRows(rows, { ...EVERYTHING, search: "BERT .example" }))).toEqual(["Bert"]);
  expect(selectRows(rows, { ...EVERYTHING, search: "bert anna" })).toEqual([]);
  expect(selectRows(rows, { ...EVERYTHING, search: "null" })).toEqual([]);
  const own = row("Own", "regular", "regular", { baseUrl: "https://xn--bcher-kva.example", readableUrl: "https://bücher.example" });
  for (const search of ["büch", "xn--bcher"]) expect(names(selectRows([...rows, own], { ...EVERYTHING, search })), search).toEqual(["Own"]);
});

test("sorting by last order puts the newest first and shops without orders last", () => {
  const dated = [
    row("A", "regular"),
    row("B", "regular", "regular", { lastOrderAt: "2026-11-01T00:00:00.000Z" }),
    row("C", "regular", "regular", { lastOrderAt: "2026-11-02T00:00:00.000Z" }),
  ];
  expect(names(selectRows(dated, { ...EVERYTHING, sort: "last_order" }))).toEqual(["C", "B", "A"]);
});

test("a query survives the address bar, and nonsense there counts as nothing said", () => {
  const query = fc.record({
    search: fc.string({ maxLength: 40, unit: "grapheme" }).map((text) => (text.trim() === "" ? "" : text)),
    tone: fc.constantFrom(null, ...TONES),
    platform: fc.constantFrom(null, ...PLATFORMS),
    sort: fc.constantFrom(...SORTS),
  });
  fc.assert(
    fc.property(query, (asked) => {
      const params = new URLSearchParams(printListQuery(asked));
      expect(parseListQuery((name) => params.get(name))).toEqual(asked);
    }),
  );
  const nonsense = new URLSearchParams("state=x&platform=ebay&sort=up");
  expect(parseListQuery((name) => nonsense.get(name))).toEqual(EVERYTHING);
});
