import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/identity";
import type { SelfHosted } from "@/lib/connectors/platforms";

/** Snippets for every server and security product, identical to the fix for a refused address, which the lab tests on real servers. */
export const allowFixes = (platform: SelfHosted, addresses: readonly string[]): Fix[] =>
  fixesFor(
    { code: "ip_blocked", reason: null, blocker: null, methods: [], userAgents: [], addresses: [...addresses] },
    { url: "https://shop.example", platform, server: null, addresses, userAgents: userAgents(platform), methods: REQUIRED_METHODS },
  );
