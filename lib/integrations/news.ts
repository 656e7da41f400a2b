import type { IntegrationRow } from "@/lib/integrations/row";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** What the event stream tells a browser: whole small rows, so that a lost or repeated one does no harm. */
export type News =
  /** `run` is the newest run where the page shows one integration. */
  | { kind: "row"; row: IntegrationRow; run: RunView | null }
  /** The integration is disconnected. */
  | { kind: "gone"; integrationId: string }
  /** Something changed that only the server can show (a question to support, a known problem): the page is asked for anew. */
  | { kind: "page" }
  /** The session ended: the stream closes and does not come back. */
  | { kind: "signed_out" };
