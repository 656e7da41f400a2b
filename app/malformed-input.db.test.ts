import path from "node:path";
import { expect, test, vi } from "vitest";
import { ACTIONS } from "@/app/tenancy-cases.fixture";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("@/lib/testing/request")).nextIntl);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

type Action = (merchantId: string, input: unknown) => Promise<unknown>;

const root = path.join(import.meta.dirname, "..");
const NONSENSE = [null, 5, "text", [], [{}], true, undefined];
const MERCHANT_ACTIONS = Object.entries(ACTIONS).flatMap(([name, entry]) => ("merchant" in entry ? [name] : []));

test("every action of a merchant refuses input of another shape before it does anything, even from an owner", async () => {
  expect(MERCHANT_ACTIONS.length).toBeGreaterThan(60);
  const { person, merchantId } = await makeOwner();
  const accepted: string[] = [];
  for (const name of MERCHANT_ACTIONS) {
    const [file = "", exported = ""] = name.split(" ");
    const module = (await import(path.join(root, file))) as Record<string, Action>;
    for (const input of NONSENSE) {
      await asBrowser(person.sessionId);
      const answer = await module[exported]?.(merchantId, input);
      if ((answer as { code?: string } | undefined)?.code !== "input_invalid")
        accepted.push(`${name} ${JSON.stringify(input)}: ${JSON.stringify(answer)}`);
    }
  }
  expect(accepted).toEqual([]);
});
