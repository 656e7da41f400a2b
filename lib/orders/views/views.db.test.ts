import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { listAudit } from "@/lib/identity/audit/data";
import { EVERYTHING_LOGGED } from "@/lib/identity/audit/schema";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { listOrderViews } from "@/lib/orders/views/data";
import { removeOrderView, saveOrderView } from "@/lib/orders/views/mutations";
import { MAX_VIEWS, orderViewSchema, viewQueryOf } from "@/lib/orders/views/schema";
import { makeTwoMerchants } from "@/lib/testing/two-merchants";

afterAll(closeQueue);

it("a saved view keeps filters, but not the search, which can name a buyer, and not the page", () => {
  const cursor = "after=x&place=51";
  expect(viewQueryOf(`?q=jan%40example.com&status=processing&tracking=none&${cursor}`)).toBe("?status=processing&tracking=none");
  expect(orderViewSchema.safeParse({ name: "To ship", query: "?q=jan" }).success, "nothing left to save").toBe(false);
});

it("saved views belong to one merchant, replace equal names, are limited in number, and audited", async () => {
  const { owner, outsider } = await makeTwoMerchants();
  const { scope } = owner;
  await saveOrderView(scope, { name: "To ship", query: "?status=processing" });
  await saveOrderView(scope, { name: "To ship", query: "?tracking=none" });
  const [view, ...others] = await listOrderViews(scope);
  expect([view, others]).toMatchObject([{ name: "To ship", query: "?tracking=none" }, []]);
  expect(await listOrderViews(outsider.scope)).toEqual([]);
  expect(await removeOrderView(outsider.scope, { viewId: view?.id ?? "" })).toMatchObject({ ok: false, reason: "not_found" });
  expect(await removeOrderView(scope, { viewId: randomUUID() })).toMatchObject({ ok: false, reason: "not_found" });
  for (let made = 1; made < MAX_VIEWS; made += 1) await saveOrderView(scope, { name: `View ${made}`, query: "?tracking=none" });
  expect(await saveOrderView(scope, { name: "One more", query: "?tracking=none" })).toMatchObject({ ok: false, reason: "views_full" });
  expect(await removeOrderView(scope, { viewId: view?.id ?? "" })).toMatchObject({ ok: true });
  const { entries } = await listAudit(scope, EVERYTHING_LOGGED, { timeZone: "UTC" });
  expect(entries[0]).toMatchObject({ action: "order_view_removed", details: { name: "To ship" } });
});
