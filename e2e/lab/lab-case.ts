import { EGRESS_ADDRESSES } from "@/e2e/lab/harness/lab";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { CauseCode } from "@/lib/check/causes";
import type { Verdict } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

/** An expected cause. Lists are exact: omitted ones must be empty. `reason`, `blocker` and `path` are compared only if given. */
export interface ExpectedCause {
  code: CauseCode;
  methods?: readonly string[];
  userAgents?: readonly string[];
  addresses?: readonly string[];
  reason?: string;
  blocker?: string | null;
  /** The `path` in the details of the cause. */
  path?: string;
  /** Equally correct, if only the order in which requests arrive decides between the two. */
  or?: ExpectedCause;
}

export interface Truth {
  verdict: Verdict;
  causes: readonly ExpectedCause[];
}

const SERVERS = [
  "nginx",
  "nginx_modsecurity",
  "nginx_stream",
  "apache",
  "modsecurity",
  "apache_limits",
  "haproxy",
  "lighttpd",
  "caddy",
  "varnish",
  "php",
  "wordpress",
] as const;
export type ServerName = (typeof SERVERS)[number];

export interface LabCase {
  name: string;
  /** Servers that the case needs; skipped if one is not installed. */
  needs: readonly ServerName[];
  shopSystem?: ShopSystem;
  /** Given to the check. */
  credentials?: Record<string, string>;
  truth: Truth;
  /** Limit of requests, if below the budget of a check. */
  atMost?: number;
  /** Starts everything; the workspace stops it. The check must not change the data of `shop`. */
  open(workspace: Workspace): Promise<{ url: string; shop: FakeShop | null }>;
}

export const HEALTHY: Truth = { verdict: "healthy", causes: [] };
export const blocked = (...causes: readonly ExpectedCause[]): Truth => ({ verdict: "blocked", causes });
export const degraded = (...causes: readonly ExpectedCause[]): Truth => ({ verdict: "degraded", causes });
export const unreachable = (...causes: readonly ExpectedCause[]): Truth => ({ verdict: "unreachable", causes });

export const [SHORT_AGENT, LONG_AGENT] = userAgents("woocommerce");
export const BOTH_AGENTS: readonly string[] = [SHORT_AGENT, LONG_AGENT];
export const [FIRST_ADDRESS, SECOND_ADDRESS] = EGRESS_ADDRESSES;
