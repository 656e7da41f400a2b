import type { Result } from "@/lib/base/result";
import type { Asker, Base } from "@/lib/check/probe/asker";
import type { Source } from "@/lib/check/probe/observation";
import type { NetFailure } from "@/lib/connectors/net/failures";
import type { Platform } from "@/lib/connectors/platforms";
import type { ProbeRequest, ShopProbes } from "@/lib/connectors/shop-probes";

/** What a check is made of: whom it asks, as whom, and what is known of the platform. */
export interface ExperimentInput {
  asker: Asker;
  platform: Platform;
  probes: ShopProbes;
  agents: readonly [string, string];
  egress: readonly Source[];
  control: Source | null;
  /** Puts the keys on a request as the connector does; null without keys. They will be tested at the end, with requests of their own. */
  withKey: ((request: ProbeRequest) => ProbeRequest | null) | null;
  /** Where a key is given and OPTIONS asked once: as the second identity (options-turn.ts). */
  optionsAsSecond?: boolean;
  /** Resolves and guards the address that a redirect within the site leads to. */
  openBase(url: string): Promise<Result<Base, NetFailure>>;
}
