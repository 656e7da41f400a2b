import { type Cell, type Findings, methodCell } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";
import type { Visitor } from "@/lib/check/probe/visitor";

/** The outcomes of a method from published addresses. */
export function askedBy({ matrix, egress }: Findings, method: string): { cell: Cell; isOpen: boolean }[] {
  return matrix
    .select({ subject: "resource", method })
    .filter(({ cell }) => egress.includes(cell.source))
    .map(({ cell, observation }) => ({ cell, isOpen: passed(observation) }));
}

export const isAskedFrom = (findings: Findings, source: Source, method: string): boolean =>
  askedBy(findings, method).some(({ cell }) => cell.source === source);

export const sourcesLeft = (findings: Findings, method: string): Source[] =>
  findings.egress.filter((source) => isLetIn(findings, source) && !isAskedFrom(findings, source, method));

export function firstOutcome(findings: Findings, method: string): Observation | null {
  const [first] = askedBy(findings, method);
  return first ? findings.matrix.get(first.cell) : null;
}

/** One cell per kind of refusal, since one kind may be about the visitor. */
export function unlikeRefusals(findings: Findings, method: string): Cell[] {
  const closed = askedBy(findings, method).filter(({ isOpen }) => !isOpen);
  const byKind = closed.toReversed().map(({ cell }) => [signatureOf(findings.matrix.get(cell) as Observation), cell] as const);
  return [...new Map(byKind).values()].toReversed();
}

const isLetIn = ({ matrix }: Findings, source: Source): boolean =>
  matrix.select({ method: "GET", source }).some(({ observation }) => passed(observation));

/** Null if it was not requested. */
export function isReader({ matrix }: Findings, source: Source): boolean | null {
  const read = matrix.select({ subject: "resource", method: "GET", source });
  return read.length === 0 ? null : read.some(({ observation }) => passed(observation));
}

export function findReader({ agents, egress, matrix }: Findings): Visitor | null {
  const all = egress.flatMap((source) => agents.map((userAgent) => ({ source, userAgent })));
  return all.find((one) => matrix.passes(methodCell(one, "GET"))) ?? null;
}
