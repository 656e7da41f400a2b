import { expect, test } from "vitest";
import { afterNews, INITIAL_STATE } from "@/components/live/live-store";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { listRow } from "@/lib/testing/list-row";

const row = (id: string, readAt: number, name = id): IntegrationRow => ({ ...listRow(id, { readAt }), name });

test("a late live update never replaces newer data", () => {
  const fresh = afterNews(INITIAL_STATE, { kind: "row", row: row("a", 20, "new"), run: null });
  const late = afterNews(fresh, { kind: "row", row: row("a", 10, "old"), run: null });
  expect(late.rows.get("a")?.name).toBe("new");
});

test("a disconnected shop is removed and marked as gone", () => {
  const state = afterNews(afterNews(INITIAL_STATE, { kind: "row", row: row("a", 1), run: null }), { kind: "gone", integrationId: "a" });
  expect(state.rows.has("a")).toBe(false);
  expect(state.gone.has("a")).toBe(true);
});
