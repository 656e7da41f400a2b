import { METHODS, type Probe } from "@/lib/checks/result";

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
export const hasPassed = (probe: Pick<Probe, "outcome" | "reached">): boolean =>
  probe.outcome === "answered" && probe.reached === "application";

/** Arranges the probes of a check as User-Agent × method × address; of several probes of a cell the last one counts. */
export function arrangeMatrix(probes: readonly Probe[], userAgents: readonly string[]): Matrix {
  const own = probes.filter((probe) => isOwnIdentity(probe, userAgents));
  const addresses = [...new Set(own.map((probe) => probe.from))];
  const columns = addresses.flatMap((from) =>
    userAgents.map((userAgent) => ({ from, userAgent, source: own.find((probe) => probe.from === from)?.source ?? ("default" as const) })),
  );
  const find = (method: string, from: string | null, userAgent: string): Probe | null =>
    own.findLast((probe) => probe.method === method && probe.from === from && probe.userAgent === userAgent) ?? null;
  const rows = METHODS.map((method) => ({
    method,
    cells: columns.map(({ from, userAgent }) => ({ method, from, userAgent, probe: find(method, from, userAgent) })),
  }));
  return { columns, rows };
}
