import { printProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import type { ShopClient, ShopFailure, UnreadableOrder } from "@/lib/connectors/shop";

// One order may be more than its shop can answer for. By which words the shop ends then depends on what gives way: its software says so itself,
// or dies, and whoever stands in front of it tells of that, or closes the connection, or waits in silence. The same words are those of a shop
// that is down as a whole, which one cheap question tells apart.

/** The shop's software ended in the middle of making the answer, and said so: only a shop that works can. */
export const isBreakdown = (failure: ShopFailure): boolean =>
  failure.code === "response_too_large" || (failure.code === "server_error" && failure.status === 500);

/** The shop's software did not come to the end of the answer, if it is there at all. */
export const isUnfinished = (failure: ShopFailure): boolean =>
  !isBreakdown(failure) && ["server_error", "connection_reset", "response_timed_out"].includes(failure.code);

/** Whether a single order can be behind it. */
export const mayBeOneOrder = (failure: ShopFailure): boolean => isBreakdown(failure) || isUnfinished(failure);

/** A shop that needs longer for a single order than this can hardly be read at all. */
export const ONE_ORDER_MS = 20_000;

const oneOrderMs = (client: ShopClient): number => client.oneOrderMs ?? ONE_ORDER_MS;

/** What is asked about one order, or a few, is not waited for as long as a page of a hundred. */
export const withinShortTime = <Value>(client: ShopClient, ask: () => Promise<Value>, ms = oneOrderMs(client)): Promise<Value> =>
  client.within ? client.within(ms, ask) : ask();

/** Of the time that whoever waits has, so much goes to the first order that is asked for. */
const FIRST_SHARE = 2 / 3;

/** Asks for an order beside which another one would do as well: time is left to ask for that one, should the shop fall silent on this one. */
export const leavingTime = <Value>(client: ShopClient, ask: () => Promise<Value>): Promise<Value> =>
  withinShortTime(client, ask, Math.min(oneOrderMs(client), FIRST_SHARE * (client.timeLeftMs?.() ?? Number.POSITIVE_INFINITY)));

/** No shop has come so far: the highest id that their databases can give. */
export const NO_ORDERS_ID = "4294967295";

/** How an order that the shop breaks down on is told from one that does not fit. */
export const BREAKS = printProblems([{ field: WHOLE_RECORD, problem: "breaks" }]);

/** What is set aside for an order that the shop breaks down on. */
export const brokenOrder = (externalId: string, modifiedAt: Date | null, raw: unknown): UnreadableOrder => ({
  ...{ externalId, modifiedAt, raw },
  error: BREAKS,
});
