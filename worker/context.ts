import type { OutsideConfig } from "@/lib/connectors/egress/config";

/** What every handler gets from the process it runs in. */
export interface WorkerContext {
  outside: OutsideConfig;
  /** Aborted when the worker stops: handlers end soon or give their work back. */
  signal: AbortSignal;
}
