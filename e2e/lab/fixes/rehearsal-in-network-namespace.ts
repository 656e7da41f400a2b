import { execFileSync } from "node:child_process";
import { findFix } from "@/e2e/lab/fixes/check-and-find-fix";
import { takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { CONTROL_ADDRESS, EGRESS_ADDRESSES, openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { runCheck } from "@/lib/check/probe/check-shop";
import { judgeRehearsal } from "@/lib/operations/addresses/judge-rehearsal";

// A rehearsal against nftables that drops an announced address, in its own network namespace (`unshare --net`). Prints one JSON document:
// the state of that address before and after the printed fix, and afterwards of an unannounced address.

const COMING = "127.0.0.5";
const OTHER_CLIENT = "127.0.0.6";
const run = (script: string) => execFileSync("sh", ["-ec", script], { stdio: ["ignore", "pipe", "inherit"] });

/** Rehearses from a live address and the new ones, as the worker does. */
const rehearse = (url: string, address: string) =>
  runCheck({
    url,
    shopSystem: "woocommerce",
    egress: { addresses: [EGRESS_ADDRESSES[0] ?? "", address], control: CONTROL_ADDRESS },
    policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
  });

async function prove() {
  const workspace = new Workspace("rehearsal");
  try {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    const url = await startNginx(workspace, { upstream: shop.url });
    run(`nft add table inet filter
nft add chain inet filter input '{ type filter hook input priority 0; policy accept; }'
nft add rule inet filter input ip saddr '{ ${COMING}, ${OTHER_CLIENT} }' tcp dport 1-65535 drop`);
    const refused = await rehearse(url, COMING);
    const { fix, place } = findFix(refused, "ip_blocked", "addresses.firewall", [], [...EGRESS_ADDRESSES, COMING]);
    run(takeSnippet(fix, "nftables").code);
    return {
      before: judgeRehearsal(refused, [COMING]),
      place,
      after: judgeRehearsal(await rehearse(url, COMING), [COMING]),
      otherClient: judgeRehearsal(await rehearse(url, OTHER_CLIENT), [OTHER_CLIENT]).state,
    };
  } finally {
    await workspace.close();
  }
}

run("ip link set lo up");
console.log(JSON.stringify(await prove()));
