import type { Probe } from "@/lib/check/result";
import type { Egress } from "@/lib/connectors/egress/user-agents";
import type { Timeouts } from "@/lib/connectors/net/connect";
import type { LookupAll } from "@/lib/connectors/net/look-up";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

export interface CheckInput {
  url: string;
  shopSystem?: ShopSystem | undefined;
  /** As parsed from the command line's file or the credentials form; any other shape counts as none. */
  credentials?: unknown;
  egress: Egress;
  policy: TargetPolicy;
  /** The previous check, so that some requests alternate from check to check. */
  before?: readonly Probe[] | undefined;
  /** By default the system's resolver. */
  lookup?: LookupAll | undefined;
  budget?: number | undefined;
  connections?: 1 | 2 | undefined;
  timeouts?: Partial<Timeouts> | undefined;
  signal?: AbortSignal | undefined;
  onProbe?: ((probe: Probe) => void) | undefined;
}
