import { LANES } from "@/lib/health/lane/lane-name";
import { effectOf, openCauses } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";

/** What members must hear of again once it differs: the known causes with their fixers, and what does not work. */
export function gistOf(incident: Pick<Incident, "lanes" | "causes">): string {
  const found = openCauses(incident).map(({ code, fixer }) => ({ code, fixer }));
  const reasons = LANES.flatMap((lane) => {
    const { failingSince = null, reason } = incident.lanes[lane] ?? {};
    return failingSince && reason?.code === "causes_found" ? [{ code: reason.cause, fixer: reason.fixer }] : [];
  });
  const causes = new Set([...found, ...reasons].filter(({ fixer }) => fixer !== "itself").map(({ code, fixer }) => `${code} ${fixer}`));
  // Between attempts a failing lane may be throttled, or regular after maintenance: nothing new.
  const effects = LANES.map((lane) => (incident.lanes[lane]?.failingSince ? "fails" : (effectOf(incident, lane)?.kind ?? "works")));
  return [...[...causes].sort(), ...effects].join(", ");
}
