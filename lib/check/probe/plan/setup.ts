import type { Findings } from "@/lib/check/probe/findings";
import type { Journal } from "@/lib/check/probe/plan/journal";
import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** Puts something on a request; null where it has nothing to put there. */
export type AddCredentials = (request: ProbeRequest) => ProbeRequest | null;

/** Which identities a check uses, and what is known of the shop system. */
export interface CheckSetup extends Pick<Findings, "platform" | "probes" | "agents" | "egress" | "control"> {
  journal: Journal;
  /** Puts the keys on a request as the connector does; null without keys. They will be tested at the end, with requests of their own. */
  withKey: AddCredentials | null;
  /** Where a key is given and OPTIONS asked once: as the second identity (options-turn.ts). */
  optionsAsSecond?: boolean;
}
