import type { Platform } from "@/lib/connectors/platforms";

// Who we are outside: the single source for probes, connectors, the address page, reports and fix texts.

/** What a shop must let pass (the article's requirement), in the order in which it is tested. */
export const REQUIRED_METHODS = ["GET", "POST", "OPTIONS", "PATCH", "DELETE"] as const;

/** Only characters that no User-Agent rule trips over. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9 ._-]/g, "");

/** Both User-Agent strings of the platform, the short one first. */
export const userAgents = (platform: Platform): readonly [string, string] => [
  "Sendcloud/1.0.0",
  `SendCloud/1.0 (${plainName(platform)}; https://www.sendcloud.sc)`,
];

export interface Egress {
  /** Published local addresses that connections are made from; empty means the system's default route. */
  addresses: readonly string[];
  /** A local address that is not published: the comparison; null when there is none. */
  control: string | null;
}
