import { printProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import type { ShopClient, ShopFailure, UnreadableOrder } from "@/lib/connectors/shop";

// One order can exceed what its shop can answer: the software reports an error or dies, and then a server in front answers, closes the connection or
// stays silent. A shop that is down looks the same; one cheap request distinguishes the two.

/** The shop's software reported a failure while it built the response, so the shop is running. */
const isBreakdown = (failure: ShopFailure): boolean =>
  failure.code === "response_too_large" || (failure.code === "server_error" && failure.status === 500);

/** The shop's software did not finish the response, if it is running at all. */
export const isUnfinished = (failure: ShopFailure): boolean =>
  !isBreakdown(failure) && ["server_error", "connection_reset", "response_timed_out"].includes(failure.code);

/** Whether a single order may be the cause. */
export const mayBeOneOrder = (failure: ShopFailure): boolean => isBreakdown(failure) || isUnfinished(failure);

/** A shop that takes longer for one order is hardly readable. */
export const ONE_ORDER_MS = 20_000;

const oneOrderMs = (client: ShopClient): number => client.oneOrderMs ?? ONE_ORDER_MS;

/** Sets a shorter time limit for requests for one order or a few. */
export const withinShortTime = <Value>(client: ShopClient, ask: () => Promise<Value>, ms = oneOrderMs(client)): Promise<Value> =>
  client.within ? client.within(ms, ask) : ask();

/** Share of the remaining time for the first of two orders. */
const FIRST_SHARE = 2 / 3;

/** Requests an order in whose place another one would do, leaving time for that one if the shop stays silent. */
export const leavingTime = <Value>(client: ShopClient, ask: () => Promise<Value>): Promise<Value> =>
  withinShortTime(client, ask, Math.min(oneOrderMs(client), FIRST_SHARE * (client.timeLeftMs?.() ?? Number.POSITIVE_INFINITY)));

/** An id that no order has: the highest that the databases of these shops can assign. */
export const NO_ORDERS_ID = "4294967295";

/** Error of an order on which the shop breaks down, as opposed to one that does not fit the schema. */
export const BREAKS = printProblems([{ field: WHOLE_RECORD, problem: "breaks" }]);

/** The quarantined record of an order on which the shop breaks down. */
export const brokenOrder = (externalId: string, modifiedAt: Date | null, raw: unknown): UnreadableOrder => ({
  externalId,
  modifiedAt,
  raw,
  error: BREAKS,
});
