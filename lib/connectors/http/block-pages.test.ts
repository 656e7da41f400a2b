import { expect, it } from "vitest";
import { isBlockPage } from "@/lib/connectors/http/block-pages";
import type { ShopAnswer } from "@/lib/connectors/shop";

const answer = (status: number, headers: Record<string, string>) => ({ status, headers, body: "[]" }) as unknown as ShopAnswer;

it.each(["x-kpsdk-ct", "x-dd-b", "accept-signature", "payment-required"])("%s marks a refusal, but not orders that arrived", (header) => {
  expect(isBlockPage(answer(429, { [header]: "1" }))).toBe(true);
  expect(isBlockPage(answer(200, { [header]: "1" }))).toBe(false);
});
