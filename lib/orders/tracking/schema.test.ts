import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { parcelFormSchema } from "@/lib/orders/tracking/schema";

const read = (fields: Record<string, string>) =>
  parcelFormSchema.safeParse({ orderId: randomUUID(), carrier: "DHL", trackingNumber: "00340", trackingUrl: "", ...fields });

it("a parcel needs no link, and its fields become single trimmed lines", () => {
  expect(read({ carrier: " Deutsche\tPost \n", trackingUrl: "  " }).data).toMatchObject({ carrier: "Deutsche Post", trackingUrl: null });
  expect(read({ trackingUrl: " https://post.example/00340 " }).data?.trackingUrl).toBe("https://post.example/00340");
});

it("invisible characters pasted into a tracking number are dropped", () => {
  expect(read({ trackingNumber: "\u200e3S\u200bTEST\u00ad08\ufeff\u202c" }).data?.trackingNumber).toBe("3STEST08");
});

it.each([
  [{ carrier: " " }, "carrier_missing"],
  [{ trackingNumber: "\u200b" }, "tracking_number_missing"],
  [{ trackingNumber: "1".repeat(101) }, "too_long"],
  [{ trackingUrl: "post.example/1" }, "tracking_url_invalid"],
  [{ trackingUrl: "javascript:alert(1)" }, "tracking_url_invalid"],
  [{ trackingUrl: `https://post.example/${"1".repeat(500)}` }, "tracking_url_invalid"],
])("an invalid field is reported by a code that has a message: %o", (fields, code) => {
  expect(read(fields).error?.issues.map(({ message }) => message)).toContain(code);
});
