import type { Result } from "@/lib/base/result";
import type { Observation, Question, Source } from "@/lib/check/probe/observation";
import type { NetFailure } from "@/lib/connectors/net/failures";
import type { Resolution, ResolvedAddress } from "@/lib/connectors/net/resolve";
import type { Target } from "@/lib/connectors/net/target";

/** A checked address with its resolved IP addresses. */
export interface Base {
  target: Target;
  resolution: Resolution;
}

export interface ProbeOptions {
  /** Opens a new connection. */
  fresh?: boolean;
  /** Connects to this address of the name. */
  to?: ResolvedAddress;
}

/** What a plan requests from `execute/executor.ts`, which returns the result. */
export type Step =
  | { do: "probe"; question: Question; options: ProbeOptions }
  /** Connects before the first probe from this source. */
  | { do: "prepare"; source: Source }
  | { do: "resolve"; url: string }
  | { do: "wait"; milliseconds: number }
  /** Continues once the condition holds or the time is up. */
  | { do: "wait_until"; holds: () => boolean; atMostMs: number | null }
  | { do: "begin"; part: Part<unknown> };

/** Pure: the same answers always lead to the same probes. */
export type Plan<Value> = Generator<Step, Value, unknown>;

/** A part of a plan that runs in parallel. */
export interface Part<Value> {
  plan: Plan<Value>;
  ended: { value: Value } | { error: unknown } | null;
}

/** Null if budget, time or the caller forbid it. */
export function* probe(question: Question, options: ProbeOptions = {}): Plan<Observation | null> {
  return (yield { do: "probe", question, options }) as Observation | null;
}

export const probeFresh = (question: Question): Plan<Observation | null> => probe(question, { fresh: true });

export function* prepare(source: Source): Plan<void> {
  yield { do: "prepare", source };
}

export function* resolve(url: string): Plan<Result<Base, NetFailure>> {
  return (yield { do: "resolve", url }) as Result<Base, NetFailure>;
}

export function* wait(milliseconds: number): Plan<void> {
  yield { do: "wait", milliseconds };
}

export function* waitUntil(holds: () => boolean, atMostMs: number | null = null): Plan<void> {
  if (!holds()) yield { do: "wait_until", holds, atMostMs };
}

/** Starts a part; `join` waits for its end. */
export function* begin<Value>(plan: Plan<Value>): Plan<Part<Value>> {
  const part: Part<Value> = { plan, ended: null };
  yield { do: "begin", part };
  return part;
}

export function* join<Value>(part: Part<Value>): Plan<Value> {
  yield* waitUntil(() => part.ended !== null);
  const { ended } = part;
  if (ended && "value" in ended) return ended.value;
  throw ended?.error;
}

/** Null if it takes longer. */
export function* joinWithin<Value>(milliseconds: number, part: Part<Value>): Plan<Value | null> {
  yield* waitUntil(() => part.ended !== null, milliseconds);
  return part.ended ? yield* join(part) : null;
}

export function* together<Value>(plans: readonly Plan<Value>[]): Plan<Value[]> {
  const parts: Part<Value>[] = [];
  for (const plan of plans) parts.push(yield* begin(plan));
  return yield* joinAll(parts);
}

export function* joinAll<Value>(parts: readonly Part<Value>[]): Plan<Value[]> {
  const values: Value[] = [];
  for (const part of parts) values.push(yield* join(part));
  return values;
}
