import type { Incident, IncidentCause } from "@/lib/incidents/incident";

/** What the product said was wrong: the newest cause that somebody had to fix, else any. */
export const diagnosedCause = ({ causes }: Pick<Incident, "causes">): IncidentCause | null =>
  causes.findLast(({ fixer }) => fixer !== "itself") ?? causes.at(-1) ?? null;
