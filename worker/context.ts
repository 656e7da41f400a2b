import type { OutsideConfig } from "@/lib/connectors/egress/config";

/** What every handler receives from its process. */
export interface WorkerContext {
  outside: OutsideConfig;
  /** Aborted when the worker stops: handlers finish soon or release their work. */
  signal: AbortSignal;
}
