import { expect, it } from "vitest";
import { judgeRedirect } from "@/lib/connectors/net/redirect";

it.each([
  ["http://shop.example/api/", "https://shop.example/api/", "same_address"],
  ["https://shop.example/api/", "https://www.shop.example/api", "same_address"],
  ["http://www.shop.example/api/", "https://shop.example/api/", "same_address"],
  ["https://shop.example/api/", "https://store.shop.example/api/", "other_site"],
  ["https://www.shop.example/api/", "https://www2.shop.example/api/", "other_site"],
  ["https://store.shop.example/api/", "https://www.store.shop.example/api/", "same_address"],
  ["https://shop.example/api/", "https://shop.example:8443/api/", "other_site"],
  ["https://shop.example/api/", "http://www.shop.example/api/", "other_site"],
  ["https://www.github.io/api/", "https://github.io/api/", "other_site"],
  ["http://127.0.0.5:8080/a", "https://127.0.0.5:8443/a", "same_address"],
  ["https://shop.example/a?x=1&y=2", "/a?y=2&x=1", "same_address"],
  ["https://shop.example/api/orders", "/?url=orders", "path_changed"],
  ["https://shop.example/api/", "https://shop.example/", "path_changed"],
  ["https://shop.example/api/", "https://shop.example/api/?login=1", "path_changed"],
  ["https://shop.example/api/", "http://shop.example/api/", "downgrade"],
  ["https://shop.example/api/", "https://shop.example.evil.test/api/", "other_site"],
  ["http://127.0.0.5/api/", "http://127.0.0.6/api/", "other_site"],
  ["https://one.github.io/api/", "https://two.github.io/api/", "other_site"],
  ["http://shop.example/api/", "http://shop.example:22/api/", "forbidden"],
  ["https://shop.example/api/", "javascript:alert(1)", "unreadable"],
  ["https://shop.example/api/", "mailto:shop@shop.example", "unreadable"],
  ["https://shop.example/api/", "file:///etc/passwd", "forbidden"],
  ["https://shop.example/api/", "gopher://127.0.0.1:6379/_x", "forbidden"],
  ["https://shop.example/api/", "https://user:secret@shop.example/api/", "unreadable"],
  ["https://shop.example/api/", "http://", "unreadable"],
])("from %s to %s is %s", (from, location, kind) => {
  expect(judgeRedirect(from, location).kind).toBe(kind);
});
