import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Findings, KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { withNumber } from "@/lib/check/probe/order-number";
import type { Experiment } from "@/lib/check/probe/plan/experiment";
import type { Plan } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import { getRequest, type ProbeRequest, renewable } from "@/lib/connectors/shop-probes";

export type HeaderFate = "arrived" | "stripped" | "unknown";

export const isKeySet = (credentials: unknown): credentials is Record<string, unknown> =>
  typeof credentials === "object" && credentials !== null && !Array.isArray(credentials) && Object.keys(credentials).length > 0;

export interface KeyHolder {
  credentials: Readonly<Record<string, unknown>>;
  /** The shop's address without a slash at the end. */
  baseUrl: string;
  pathOf(path: string): string;
}

/** Makes the value of the Authorization header, for each attempt. */
export type Authorize = (method: string, path: string, now: Date) => string;

export const authorized = (request: ProbeRequest, authorize: Authorize): ProbeRequest =>
  renewable(request, (now) => ({
    ...request,
    headers: [...request.headers, ["Authorization", authorize(request.method, request.path, now)]],
  }));

export type Send = (rule: AskRule, request: ProbeRequest) => Plan<Observation | null>;

/** What a test of a key receives: the shop's address, and what is known about the header. */
export interface KeyTest extends KeyHolder {
  experiment: Experiment;
  findings: Findings;
  /** Whether the Authorization header arrives, as far as the dummy credential shows. */
  header(): Plan<HeaderFate>;
  /** The test has shown that it does, and that no cache answers: the dummy credential need not be sent. */
  headerArrives(): void;
}

/** A path with a made-up number that gets through; null where an order may have that number, since a write would reach it. */
export function* unusedPath({ server: { orderNumber }, probes }: Findings, path: string, send: Send): Plan<string | null> {
  if (orderNumber === null) return path;
  const there = yield* send("number_with_key", getRequest(withNumber(probes.resource("GET").path, orderNumber)));
  return passed(there) && there?.answer?.status === 404 ? withNumber(path, orderNumber) : null;
}

/** The same answer that stands for the shop's own words to a request without a key: the key was not good enough. */
export const isSubstituted = ({ server: { substitutedPage } }: Findings, seen: Observation): boolean =>
  substitutedPage !== null && signatureOf(seen) === signatureOf(substitutedPage.plain);

/** A string of the credentials by any of its names; null when it is missing. */
export const credential = (holder: Pick<KeyHolder, "credentials">, ...names: string[]): string | null => {
  for (const name of names) {
    const value = holder.credentials[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
};

export const BOTH_LANES = ["orders_in", "tracking_out"] as const;

/** What a test has found: of both lanes, unless they are named. */
export const keyFinding = (
  code: KeyFinding["code"],
  reason: string | null,
  pass: Observation | null,
  fail: Observation,
  lanes: KeyFinding["lanes"] = BOTH_LANES,
  details: KeyFinding["details"] = {},
): KeyFinding => ({ code, reason, evidence: { pass, fail }, details, lanes });

/** Reads one order with the key, by the request of the shop system. */
export function readOrders(send: Send, request: ProbeRequest) {
  return send("read_orders", request);
}

/** Writes what tracking needs to a record that does not exist, or reads what the key may write. */
export function writeTracking(send: Send, request: ProbeRequest) {
  return send("write_tracking", request);
}
