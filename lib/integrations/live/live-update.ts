import type { IntegrationRow } from "@/lib/integrations/list/row";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** An update on the event stream. Carries whole rows, so a lost or repeated one is harmless. */
export type LiveUpdate =
  /** `run`: the newest run, if the page shows a single integration. */
  | { kind: "row"; row: IntegrationRow; run: RunView | null }
  /** The integration is disconnected. */
  | { kind: "gone"; integrationId: string }
  /** Something changed that only the server can render (a support thread, a known problem): the page re-renders. */
  | { kind: "page" }
  /** The session ended; the stream closes for good. */
  | { kind: "signed_out" };
