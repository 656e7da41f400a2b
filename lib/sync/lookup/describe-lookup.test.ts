import { createTranslator } from "use-intl/core";
import { expect, it } from "vitest";
import en from "@/lib/i18n/messages/en/orders.json";
import { describeLookup } from "@/lib/sync/lookup/describe-lookup";

const outcome = createTranslator({ locale: "en", messages: en, namespace: "lookup.outcome" }) as unknown as (key: string) => string;
const describeError = (error: string): string =>
  describeLookup({ kind: "quarantined", error }, { outcome, failure: String, status: String, day: String });

it("an order that cannot be read names its fields, and none if the whole order cannot be read", () => {
  expect(describeError("total: missing; line_items.0.price: wrong")).toContain("(total, line_items.0.price)");
  for (const error of ["record: breaks", "record: too_long", ""]) expect(describeError(error)).not.toMatch(/field|record|\(/);
});
