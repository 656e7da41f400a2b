import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import type { SelfHosted } from "@/lib/connectors/shop-systems";

/** Snippets for every server and security product, identical to the fix for a refused address, which the lab tests on real servers. */
export const allowFixes = (shopSystem: SelfHosted, addresses: readonly string[]): Fix[] =>
  fixesFor(
    { code: "ip_blocked", reason: null, blocker: null, methods: [], userAgents: [], addresses: [...addresses] },
    { url: "https://shop.example", shopSystem, server: null, addresses, userAgents: userAgents(shopSystem), methods: REQUIRED_METHODS },
  );
