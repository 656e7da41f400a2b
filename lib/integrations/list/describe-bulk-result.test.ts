import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import messages from "@/lib/i18n/messages/en/sync.json";
import type { BulkSum } from "@/lib/integrations/list/bulk";
import { describeBulkResult } from "@/lib/integrations/list/describe-bulk-result";

const t = createTranslator({ locale: "en", messages: { sync: messages }, namespace: "sync" }) as unknown as Parameters<
  typeof describeBulkResult
>[0];
const names = new Map(["Alpha", "Beta", "Gamma", "Delta"].map((name) => [name.toLowerCase(), name]));
const sum = (over: Partial<BulkSum>): BulkSum => ({ succeeded: 1, created: 0, updated: 0, tookMs: 10, joinedIds: [], left: [], ...over });

test("shops are grouped by reason, the largest group first, with count and names in the merchant's order", () => {
  const paused = { kind: "refused", code: "paused" } as const;
  const outcome = describeBulkResult(
    t,
    sum({
      left: [
        { integrationId: "alpha", reason: { kind: "failed", code: "credentials_rejected", status: 401 } },
        { integrationId: "gamma", reason: paused },
        { integrationId: "beta", reason: paused },
        { integrationId: "unknown", reason: { kind: "refused", code: "not_found" } },
      ],
    }),
    names,
  );
  expect(outcome.notRefreshed).toBe(4);
  expect(outcome.reasons).toEqual([
    {
      words: "2 shops: Paused; resume them first.",
      shops: [
        { id: "beta", name: "Beta" },
        { id: "gamma", name: "Gamma" },
      ],
    },
    { words: "One shop: The shop does not accept the API key.", shops: [{ id: "alpha", name: "Alpha" }] },
    { words: "One shop: Was disconnected meanwhile.", shops: [] },
  ]);
});

test("shops with a sync already running are named, and count by its result", () => {
  const outcome = describeBulkResult(t, sum({ joinedIds: ["delta"] }), names);
  expect(outcome.joined).toEqual({
    words: "One shop: A sync was already running.",
    shops: [{ id: "delta", name: "Delta" }],
  });
  expect(describeBulkResult(t, sum({}), names)).toMatchObject({ joined: null, notRefreshed: 0, reasons: [] });
});
