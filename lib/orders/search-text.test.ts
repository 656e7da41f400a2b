import { expect, test } from "vitest";
import { searchTextOf } from "@/lib/orders/mutations";
import { searchTerms } from "@/lib/orders/order-query";
import { fakeShopOrder } from "@/lib/testing/shop-order";

test("invisible characters in a pasted number are ignored", () => {
  expect(searchTerms("\u202d#1042\u202c 3S\u200bTEST\ufeff")).toEqual(["1042", "3stest"]);
  expect(searchTerms("\u200b \u200e")).toEqual([]);
  // A joiner within a name belongs to its spelling.
  expect(searchTerms("علی\u200cرضا")).toEqual(["علی\u200cرضا"]);
});

test("a name is found whether its accents are composed or decomposed Unicode", () => {
  const written = ["Müller", "Müller".normalize("NFD")];
  for (const stored of written) {
    const order = fakeShopOrder({});
    const text = searchTextOf({ ...order, billing: { ...order.billing, name: stored } });
    for (const typed of written) expect(text).toContain(searchTerms(typed)[0]);
  }
});
