import { type AskReason, reasonOf } from "@/lib/check/probe/ask-rules";
import { METHODS, type Probe } from "@/lib/check/result";

/** One cell of the matrix: what was asked, or null where it was not. */
export interface MatrixCell {
  method: string;
  userAgent: string;
  from: string | null;
  probe: Probe | null;
}

export interface Matrix {
  /** Columns: address × User-Agent, published addresses before the control. */
  columns: { from: string | null; source: Probe["source"]; userAgent: string }[];
  rows: { method: string; cells: MatrixCell[] }[];
}

/** Probes that belong into the matrix; contrasts with other identities stand under their causes. */
const isOwnIdentity = (probe: Probe, userAgents: readonly string[]): boolean =>
  userAgents.includes(probe.userAgent) && probe.source !== "control";

/** Passed: the shop's own application answered, or OPTIONS was answered by anything that let it through. */
export const hasPassed = (probe: Pick<Probe, "outcome" | "reached" | "passed">): boolean =>
  probe.passed ?? (probe.outcome === "answered" && probe.reached === "application");

/** Asked for the header and the keys. */
const BY_KEYS: ReadonlySet<AskReason | null> = new Set([
  "dummy_credential",
  "read_orders",
  "read_rights",
  "write_tracking",
  "contrast_key",
  "contrast_keyless",
  "contrast_invented",
]);

export const isOfKeys = ({ purpose }: Pick<Probe, "purpose">): boolean => BY_KEYS.has(reasonOf(purpose));

/** Asked with a header or a body of their own, or of a page of the shop: how they end says nothing about the cell. */
const BESIDE: ReadonlySet<AskReason | null> = new Set([...BY_KEYS, "contrast_rule", "detect", "home_page"]);

/** Whether a request belongs to no cell, though it may share method, path, name and address with one. */
export const isBeside = ({ purpose }: Pick<Probe, "purpose">): boolean => BESIDE.has(reasonOf(purpose));

/**
 * Arranges the probes of a check as User-Agent × method × address. Of several probes of a cell the last one counts; what was asked with a key
 * only where nothing else was, or where it passed.
 */
export function arrangeMatrix(probes: readonly Probe[], userAgents: readonly string[]): Matrix {
  const own = probes.filter((probe) => isOwnIdentity(probe, userAgents));
  const addresses = [...new Set(own.map((probe) => probe.from))];
  const columns = addresses.flatMap((from) =>
    userAgents.map((userAgent) => ({ from, userAgent, source: own.find((probe) => probe.from === from)?.source ?? ("default" as const) })),
  );
  const find = (method: string, from: string | null, userAgent: string): Probe | null => {
    const asked = own.filter((probe) => probe.method === method && probe.from === from && probe.userAgent === userAgent);
    return asked.findLast((probe) => !isBeside(probe)) ?? asked.findLast(hasPassed) ?? asked.at(-1) ?? null;
  };
  const rows = METHODS.map((method) => ({
    method,
    cells: columns.map(({ from, userAgent }) => ({ method, from, userAgent, probe: find(method, from, userAgent) })),
  }));
  return { columns, rows };
}
