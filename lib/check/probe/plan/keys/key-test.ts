import type { AskRule } from "@/lib/check/probe/ask-rules";
import type { Evidence, KeyFinding } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { withNumber } from "@/lib/check/probe/order-number";
import type { Plan } from "@/lib/check/probe/plan/step";
import { signatureOf } from "@/lib/check/probe/refusals";
import { getRequest, type ProbeRequest, renewable } from "@/lib/connectors/shop-probes";

export type HeaderFate = "arrived" | "stripped" | "unknown";

export const isKeySet = (credentials: unknown): credentials is Record<string, unknown> =>
  typeof credentials === "object" && credentials !== null && !Array.isArray(credentials) && Object.keys(credentials).length > 0;

export interface KeyHolder {
  credentials: Readonly<Record<string, unknown>>;
  /** Without a slash at the end. */
  baseUrl: string;
  pathOf(path: string): string;
}

/** Returns the Authorization header's value for each attempt. */
export type Authorize = (method: string, path: string, now: Date) => string;

export const authorized = (request: ProbeRequest, authorize: Authorize): ProbeRequest =>
  renewable(request, (now) => ({
    ...request,
    headers: [...request.headers, ["Authorization", authorize(request.method, request.path, now)]],
  }));

export type Send = (rule: AskRule, request: ProbeRequest) => Plan<Observation | null>;

/** A path with a made-up number that passes; null if an order may have that number, because a write would change it. */
export function* unusedPath({ server: { orderNumber }, probes }: Evidence, path: string, send: Send): Plan<string | null> {
  if (orderNumber === null) return path;
  const there = yield* send("number_with_key", getRequest(withNumber(probes.resource("GET").path, orderNumber)));
  return passed(there) && there?.answer?.status === 404 ? withNumber(path, orderNumber) : null;
}

/** The answer that replaces the shop's refusal of requests without a key: here it means that the key was refused. */
export const isSubstituted = ({ server: { substitutedPage } }: Pick<Evidence, "server">, seen: Observation): boolean =>
  substitutedPage !== null && signatureOf(seen) === signatureOf(substitutedPage.plain);

export const codeOf = (observation: Observation | null): string => observation?.reading?.api?.code ?? "";

export const messageOf = (observation: Observation | null): string => observation?.reading?.api?.message ?? "";

/** The first of these fields that has a value. */
export const credential = (holder: Pick<KeyHolder, "credentials">, ...names: string[]): string | null => {
  for (const name of names) {
    const value = holder.credentials[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
};

export const BOTH_LANES = ["orders_in", "tracking_out"] as const;

export const keyFinding = (
  code: KeyFinding["code"],
  reason: string | null,
  pass: Observation | null,
  fail: Observation,
  lanes: KeyFinding["lanes"] = BOTH_LANES,
  details: KeyFinding["details"] = {},
): KeyFinding => ({ code, reason, evidence: { pass, fail }, details, lanes });

export function readOrders(send: Send, request: ProbeRequest) {
  return send("read_orders", request);
}

/** Writes tracking to a record that does not exist, or reads what the key may write. */
export function writeTracking(send: Send, request: ProbeRequest) {
  return send("write_tracking", request);
}
