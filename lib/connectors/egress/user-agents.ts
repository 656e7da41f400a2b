import type { ShopSystem } from "@/lib/connectors/shop-systems";

// What shops see of our requests: the single source for probes, connectors, the address page, reports and fix texts.

/** The methods that a shop must allow, in the order tested. */
export const REQUIRED_METHODS = ["GET", "POST", "OPTIONS", "PATCH", "DELETE"] as const;

/** Keeps only characters that trigger no User-Agent rule. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9 ._-]/g, "");

/** Both User-Agent strings of the platform, the short one first. */
export const userAgents = (shopSystem: ShopSystem): readonly [string, string] => [
  "Sendcloud/1.0.0",
  `SendCloud/1.0 (${plainName(shopSystem)}; https://www.sendcloud.sc)`,
];

/** A widespread browser, for comparison with the platform. */
export const BROWSER_AGENT =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

export interface Egress {
  /** Published local addresses to connect from; empty for the system's default route. */
  addresses: readonly string[];
  /** An unpublished local address for comparison; null without one. */
  control: string | null;
}
