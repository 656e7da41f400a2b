import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { pool } from "@/lib/infra/pool";
import { processWide } from "@/lib/infra/process-wide";
import { VERSION } from "@/lib/infra/version";

// docs/observability.md describes each metric. Labels have few values: never an id, a host or a URL.

const SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name, help, labelNames, registers, buckets: SECONDS });
  new Gauge({ name: "mooring_build_info", help: "Always 1; the labels name what runs.", labelNames: ["version"], registers }).set(
    { version: VERSION },
    1,
  );
  new Gauge({
    name: "mooring_database_pool_connections",
    help: "Connections of this process's pool, and what waits for one.",
    labelNames: ["state"],
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = pool();
      this.set({ state: "busy" }, totalCount - idleCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waiting" }, waitingCount);
    },
  });
  return {
    registry,
    requests: histogram("mooring_http_request_duration_seconds", "Time until a request was answered.", ["method", "status"]),
    syncs: counter("mooring_syncs_total", "Ended order syncs.", ["shop_system", "outcome"]),
    syncLag: histogram("mooring_sync_lag_seconds", "Time from when a routine sync was due until it was claimed.", []),
    checks: counter("mooring_checks_total", "Ended reachability checks.", ["shop_system", "outcome"]),
    pushes: counter("mooring_pushes_total", "Attempts to store a tracking number in a shop.", ["shop_system", "outcome"]),
    recoveryProbes: counter("mooring_recovery_probes_total", "Recovery probes of shops in trouble.", ["shop_system", "outcome"]),
    egressFailures: counter("mooring_egress_failures_total", "Failures of our own addresses: a proxy that does not work.", [
      "address",
      "failure",
    ]),
    jobs: histogram("mooring_job_duration_seconds", "Time of a job in its handler.", ["queue", "outcome"]),
    eventDelay: histogram("mooring_event_delay_seconds", "Time from a change until a web process received it.", []),
  };
}

export const metrics = processWide("metrics", createMetrics).get;
