import { type AskReason, reasonOf } from "@/lib/check/probe/ask-rules";
import { METHODS, type Probe } from "@/lib/check/result";

/** `probe` is null if it was not requested. */
export interface MatrixCell {
  method: string;
  userAgent: string;
  from: string | null;
  probe: Probe | null;
}

export interface Matrix {
  /** Columns: address × User-Agent, published addresses before the control. */
  columns: { from: string | null; region: string | null; source: Probe["source"]; userAgent: string }[];
  rows: { method: string; cells: MatrixCell[] }[];
}

/** Probes of the matrix; contrasts with other visitors are shown with their causes. */
export const isOwnVisitor = (probe: Probe, userAgents: readonly string[]): boolean =>
  userAgents.includes(probe.userAgent) && probe.source !== "control";

/** A User-Agent up to its comment, short enough for a column: "SendCloud/1.0". */
export const productToken = (userAgent: string): string => userAgent.split(" ")[0] ?? userAgent;

const CREDENTIAL_REASONS: ReadonlySet<AskReason | null> = new Set([
  "dummy_credential",
  "read_orders",
  "read_rights",
  "write_tracking",
  "contrast_key",
  "contrast_keyless",
  "contrast_invented",
]);

export const usesCredentials = ({ purpose }: Pick<Probe, "purpose">): boolean => CREDENTIAL_REASONS.has(reasonOf(purpose));

/** Sent with their own headers or body, or to a page of the shop: their outcome says nothing about a cell. */
const OUTSIDE_MATRIX: ReadonlySet<AskReason | null> = new Set([...CREDENTIAL_REASONS, "contrast_rule", "detect", "home_page"]);

export const isOutsideMatrix = ({ purpose }: Pick<Probe, "purpose">): boolean => OUTSIDE_MATRIX.has(reasonOf(purpose));

/** The last probe of a cell counts; one outside the matrix only if the cell has no other, preferably one that passed. */
export function arrangeMatrix(probes: readonly Probe[], userAgents: readonly string[]): Matrix {
  const own = probes.filter((probe) => isOwnVisitor(probe, userAgents));
  const addresses = [...new Set(own.map((probe) => probe.from))];
  const columns = addresses.flatMap((from) => {
    const { source = "default" as const, region = null } = own.find((probe) => probe.from === from) ?? {};
    return userAgents.map((userAgent) => ({ from, region, userAgent, source }));
  });
  const find = (method: string, from: string | null, userAgent: string): Probe | null => {
    const asked = own.filter((probe) => probe.method === method && probe.from === from && probe.userAgent === userAgent);
    return asked.findLast((probe) => !isOutsideMatrix(probe)) ?? asked.findLast(({ passed }) => passed) ?? asked.at(-1) ?? null;
  };
  const rows = METHODS.map((method) => ({
    method,
    cells: columns.map(({ from, userAgent }) => ({ method, from, userAgent, probe: find(method, from, userAgent) })),
  }));
  return { columns, rows };
}
