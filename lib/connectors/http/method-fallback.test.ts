import { expect, it } from "vitest";
import { byPost, canFallBack } from "@/lib/connectors/http/method-fallback";

it("sends what changes something by POST with the method in the address, and leaves the rest as it is", () => {
  expect(byPost("woocommerce", "PATCH", "/wp-json/wc/v3/orders/1")).toEqual({
    method: "POST",
    path: "/wp-json/wc/v3/orders/1?_method=PATCH",
  });
  expect(byPost("prestashop", "DELETE", "/api/orders/1?a=b")).toEqual({ method: "POST", path: "/api/orders/1?a=b&ps_method=DELETE" });
  expect(byPost("woocommerce", "GET", "/")).toBeNull();
  expect(byPost("woocommerce", "POST", "/")).toBeNull();
  expect(byPost("magento", "PUT", "/")).toBeNull();
});

it("is offered only where everything that is refused can go by POST", () => {
  expect(canFallBack("prestashop", ["PATCH", "DELETE"])).toBe(true);
  expect(canFallBack("prestashop", ["POST", "PATCH"])).toBe(false);
  expect(canFallBack("woocommerce", ["OPTIONS"])).toBe(false);
  expect(canFallBack("woocommerce", [])).toBe(false);
  expect(canFallBack("shopify", ["PATCH"])).toBe(false);
});
