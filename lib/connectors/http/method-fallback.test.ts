import { expect, it } from "vitest";
import { byPost, canFallBack } from "@/lib/connectors/http/method-fallback";

it("the POST fallback sends writes by POST with the method in the URL, and leaves other requests unchanged", () => {
  expect(byPost("woocommerce", "PATCH", "/wp-json/wc/v3/orders/1")).toEqual({
    method: "POST",
    path: "/wp-json/wc/v3/orders/1?_method=PATCH",
  });
  expect(byPost("prestashop", "DELETE", "/api/orders/1?a=b")).toEqual({ method: "POST", path: "/api/orders/1?a=b&ps_method=DELETE" });
  expect(byPost("woocommerce", "GET", "/")).toBeNull();
  expect(byPost("woocommerce", "POST", "/")).toBeNull();
  expect(byPost("magento", "PUT", "/")).toBeNull();
});

it("the POST fallback is offered only if every refused method can be sent by POST", () => {
  expect(canFallBack("prestashop", ["PATCH", "DELETE"])).toBe(true);
  expect(canFallBack("prestashop", ["POST", "PATCH"])).toBe(false);
  expect(canFallBack("woocommerce", ["OPTIONS"])).toBe(false);
  expect(canFallBack("woocommerce", [])).toBe(false);
  expect(canFallBack("shopify", ["PATCH"])).toBe(false);
});
