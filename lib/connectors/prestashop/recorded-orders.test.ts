import { expect, test } from "vitest";
import { readPrestashopOrder } from "@/lib/connectors/prestashop/read-order";
import { addDecimals } from "@/lib/connectors/records/decimal";
import { readRecordedJson, recordingsAreThere } from "@/lib/testing/recordings/read-recordings";

test.skipIf(!recordingsAreThere()).each(["prestashop-8", "prestashop-1.7"])(
  "every recorded order of %s is read as the shop showed it",
  (folder) => {
    const rows = (file: string, name: string): Record<string, unknown>[] => {
      const recorded = readRecordedJson(`${folder}/${file}.json`) as Record<string, Record<string, unknown>[]>;
      return recorded[name] ?? [];
    };
    const byId = <Row>(list: Record<string, unknown>[], read: (row: Record<string, unknown>) => Row) =>
      new Map(list.map((row) => [String(row["id"]), read(row)]));
    const recorded = rows("orders", "orders");
    expect(recorded.length).toBeGreaterThanOrEqual(4);
    for (const raw of recorded) {
      const record = readPrestashopOrder(raw, {
        lookups: {
          settings: {
            timeZone: "Europe/Paris",
            weightUnit: "kg",
            shippedState: "4",
            closedStates: [],
            paymentErrorState: "",
            shopName: "",
            version: "",
            defaultCurrency: "1",
            shopId: null,
          },
          countries: byId(rows("countries", "countries"), (row) => ({ id: String(row["id"]), iso_code: String(row["iso_code"]) })),
          states: new Map(),
          currencies: byId(rows("currencies", "currencies"), (row) => ({ id: String(row["id"]), iso_code: String(row["iso_code"]) })),
          orderStates: new Map(),
        },
        addresses: new Map(),
        customers: byId(rows("customers", "customers"), (row) => ({ email: String(row["email"]) })),
        details: new Map(),
        before: new Date("2026-11-26T00:00:00Z"),
      });
      expect(record).toMatchObject({
        kind: "order",
        order: {
          externalId: String(raw["id"]),
          number: raw["reference"],
          total: raw["total_paid_tax_incl"],
          currency: "EUR",
          // In winter, Paris is one hour ahead of UTC.
          modifiedAt: new Date(`${String(raw["date_upd"]).replace(" ", "T")}+01:00`),
          raw,
        },
      });
      // The stored amounts add up to the shop's total with tax (the demo orders' own total_paid does not, and the back office does not show it).
      const { lines, totals } =
        record.kind === "order" ? record.order : { lines: [], totals: { shipping: "", fees: "", discount: "0", tax: "" } };
      const parts = [...lines.map(({ total }) => total), totals.shipping, totals.fees, `-${totals.discount}`, totals.tax];
      expect(addDecimals(parts)).toBe(raw["total_paid_tax_incl"]);
    }
  },
);
