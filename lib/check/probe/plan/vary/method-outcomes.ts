import { type Cell, type Evidence, methodCell } from "@/lib/check/probe/findings";
import { type Observation, passed, type Source } from "@/lib/check/probe/observation";
import { signatureOf } from "@/lib/check/probe/refusals";
import type { Visitor } from "@/lib/check/probe/visitor";

/** The outcomes of a method from published addresses. */
export function askedBy({ matrix, egress }: Evidence, method: string): { cell: Cell; isOpen: boolean }[] {
  return matrix
    .select({ subject: "resource", method })
    .filter(({ cell }) => egress.includes(cell.source))
    .map(({ cell, observation }) => ({ cell, isOpen: passed(observation) }));
}

export const isAskedFrom = (evidence: Evidence, source: Source, method: string): boolean =>
  askedBy(evidence, method).some(({ cell }) => cell.source === source);

export const sourcesLeft = (evidence: Evidence, method: string): Source[] =>
  evidence.egress.filter((source) => isLetIn(evidence, source) && !isAskedFrom(evidence, source, method));

export function firstOutcome(evidence: Evidence, method: string): Observation | null {
  const [first] = askedBy(evidence, method);
  return first ? evidence.matrix.get(first.cell) : null;
}

/** One cell per kind of refusal, since one kind may be about the visitor. */
export function unlikeRefusals(evidence: Evidence, method: string): Cell[] {
  const closed = askedBy(evidence, method).filter(({ isOpen }) => !isOpen);
  const byKind = closed.toReversed().map(({ cell }) => [signatureOf(evidence.matrix.get(cell) as Observation), cell] as const);
  return [...new Map(byKind).values()].toReversed();
}

const isLetIn = ({ matrix }: Evidence, source: Source): boolean =>
  matrix.select({ method: "GET", source }).some(({ observation }) => passed(observation));

/** Null if it was not requested. */
export function isReader({ matrix }: Evidence, source: Source): boolean | null {
  const read = matrix.select({ subject: "resource", method: "GET", source });
  return read.length === 0 ? null : read.some(({ observation }) => passed(observation));
}

export function findReader({ agents, egress, matrix }: Evidence): Visitor | null {
  const all = egress.flatMap((source) => agents.map((userAgent) => ({ source, userAgent })));
  return all.find((one) => matrix.passes(methodCell(one, "GET"))) ?? null;
}
