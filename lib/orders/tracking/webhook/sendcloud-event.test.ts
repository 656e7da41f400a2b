import { describe, expect, it } from "vitest";
import { readParcelEvent } from "@/lib/orders/tracking/webhook/sendcloud-event";

/** The fields of the body in https://sendcloud.dev/api/v3/webhooks/parcel-status-changed, with our own values. */
const documented = (parcel: Record<string, unknown> = {}, event: Record<string, unknown> = {}) => ({
  action: "parcel_status_changed",
  timestamp: 1_790_000_000_000,
  carrier_status_change_timestamp: 1_790_000_000_000,
  ...event,
  parcel: {
    id: 77,
    name: "Ada",
    company_name: "Bloemen",
    address: "Kade 1",
    address_divided: { street: "Kade", house_number: 1 },
    city: "Delft",
    postal_code: "2611 AA",
    telephone: "0150000000",
    email: "ada@shop.example",
    date_created: "2026-02-03T06:48:07",
    tracking_number: "3S1",
    weight: "2.000",
    label: { normal_printer: ["https://panel.sendcloud.sc/label"], label_printer: "https://panel.sendcloud.sc/label" },
    customs_declaration: {},
    status: { id: 1, message: "Ready to send" },
    data: {},
    country: { iso_3: "NLD", iso_2: "NL", name: "Netherlands" },
    shipment: { id: 1, name: "PostNL Standard" },
    order_number: "1001",
    shipment_uuid: "87e18823-016b-479b-b9e0-c5c0c4065452",
    external_order_id: "31",
    external_shipment_id: "41",
    ...parcel,
  },
});
const read = (parcel?: Record<string, unknown>, event?: Record<string, unknown>) => readParcelEvent(documented(parcel, event));
const shipmentOf = (parcel: Record<string, unknown>) => {
  const read = readParcelEvent(documented(parcel));
  return read.kind === "parcel" ? read.event.shipment : read;
};

describe("a parcel event", () => {
  it("is read as documented, without a link and without a carrier", () => {
    expect(read()).toEqual({
      kind: "parcel",
      event: {
        parcelId: 77n,
        at: new Date(1_790_000_000_000),
        shipment: { order: "1001", externalId: "31", carrier: "PostNL Standard", trackingNumber: "3S1", trackingUrl: null },
      },
    });
  });

  it.each([
    ["https://tracking.example/3S1", "https://tracking.example/3S1"],
    ["tracking.example/3S1?c=nl", "https://tracking.example/3S1?c=nl"],
    ["//tracking.example/3S1", "https://tracking.example/3S1"],
    ["tracking.example:8443/3S1", "https://tracking.example:8443/3S1"],
    [`https://tracking.example/${"1".repeat(500)}`, null],
    ["javascript:alert(1)", null],
    ["mailto:ada@shop.example", null],
    ["n/a", null],
    ["not known yet", null],
    ["", null],
    [17, null],
  ])("keeps the number whatever its link is: %s", (trackingUrl, link) => {
    expect(shipmentOf({ tracking_url: trackingUrl })).toMatchObject({ trackingNumber: "3S1", trackingUrl: link });
  });

  it.each([
    [{ carrier: { code: "postnl" } }, "postnl"],
    [{ shipment: { name: `PostNL ${"very ".repeat(20)}special` } }, `PostNL ${"very ".repeat(20)}`.slice(0, 60).trim()],
    [{ shipment: { name: "\u0000 " } }, "Sendcloud"],
    [{ shipment: null }, "Sendcloud"],
    [{ carrier: "postnl" }, "PostNL Standard"],
  ])("keeps the number whatever its carrier is called: %o", (parcel, carrier) => {
    expect(shipmentOf(parcel)).toMatchObject({ trackingNumber: "3S1", carrier });
  });

  it.each([
    [{ order_number: 1001 }, "1001", "31"],
    [{ external_order_id: 31 }, "1001", "31"],
    [{ external_order_id: "" }, "1001", undefined],
    [{ external_order_id: "3".repeat(300) }, "1001", undefined],
    [{ order_number: "" }, "", "31"],
  ])("identifies its order: %o", (parcel, order, externalId) => {
    expect(shipmentOf(parcel)).toMatchObject({ order, externalId });
  });

  it.each([[{ tracking_number: "" }], [{ tracking_number: null }], [{ is_return: true }], [{ order_number: "", external_order_id: null }]])(
    "is ignored without a number or an order, and for a return: %o",
    (parcel) => {
      expect(read(parcel)).toEqual({ kind: "nothing" });
    },
  );

  it("with an unreadable number reports the names of the fields, and never their content", () => {
    expect(read({ tracking_number: "#N/A" })).toEqual({ kind: "unreadable", fields: ["trackingNumber"] });
    expect(read({ tracking_number: 340434161094 })).toEqual({ kind: "unreadable", fields: ["parcel.tracking_number"] });
    expect(read({ order_number: "1".repeat(300), external_order_id: null })).toEqual({ kind: "unreadable", fields: ["order"] });
    expect(read({ status: { id: "unknown" } })).toEqual({ kind: "unreadable", fields: ["parcel.status.id"] });
    expect(read({}, { timestamp: "yesterday" })).toEqual({ kind: "unreadable", fields: ["timestamp"] });
  });

  it.each([[null], ["no json"], [{}], [{ action: "integration_updated", timestamp: 1 }]])(
    "is not recognized in other bodies: %o",
    (json) => {
      expect(readParcelEvent(json)).toEqual({ kind: "nothing" });
    },
  );
});
