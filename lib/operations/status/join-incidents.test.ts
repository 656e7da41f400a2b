import { expect, test } from "vitest";
import { joinIncidents } from "@/lib/operations/status/join-incidents";
import type { StatusIncident } from "@/lib/operations/status/slots";

const at = (time: string): Date => new Date(`2026-12-10T${time}:00Z`);
const incident = (area: StatusIncident["area"], state: StatusIncident["state"], from: string, to: string | null) => ({
  incidents: [{ area, state, from: at(from), to: to === null ? null : at(to) }],
});

test("trouble of several areas at the same time is one incident, from its first to its last moment", () => {
  const areas = [
    incident("tracking", "down", "10:05", "10:40"),
    incident("import", "degraded", "10:00", "10:10"),
    incident("checks", "down", "10:35", "10:50"),
  ];
  expect(joinIncidents(areas)).toEqual([{ areas: ["import", "tracking", "checks"], state: "down", from: at("10:00"), to: at("10:50") }]);
});

test("an incident is open while one of its areas is, and a later one is its own", () => {
  const areas = [
    incident("import", "degraded", "08:00", "08:30"),
    incident("import", "degraded", "08:30", "09:00"),
    incident("checks", "down", "08:45", null),
    incident("addresses", "degraded", "08:50", "08:55"),
  ];
  expect(joinIncidents(areas)).toEqual([
    { areas: ["import", "checks", "addresses"], state: "down", from: at("08:30"), to: null },
    { areas: ["import"], state: "degraded", from: at("08:00"), to: at("08:30") },
  ]);
});
