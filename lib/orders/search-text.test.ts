import { expect, test } from "vitest";
import { searchTextOf } from "@/lib/orders/mutations";
import { searchWords } from "@/lib/orders/order-query";
import { fakeShopOrder } from "@/lib/testing/shop-order";

test("a name is found whether its accents are one sign with their letters, or signs of their own, as a Mac's file names have them", () => {
  const written = ["Müller", "Müller".normalize("NFD")];
  for (const stored of written) {
    const order = fakeShopOrder({});
    const text = searchTextOf({ ...order, billing: { ...order.billing, name: stored } });
    for (const typed of written) expect(text).toContain(searchWords(typed)[0]);
  }
});
