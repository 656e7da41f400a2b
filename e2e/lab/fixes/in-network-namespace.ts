import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { checkShop, findFix } from "@/e2e/lab/fixes/check-and-find-fix";
import { API_PATH, askOnce, OTHER_CLIENT, OUR_ADDRESSES, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { startServer } from "@/e2e/lab/harness/process";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { SHORT_AGENT } from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import type { CheckResult } from "@/lib/check/result";

// Proofs that need a firewall: run in their own network and mount namespaces (`unshare --net --mount`), so that the machine's rules are never touched. Prints
// one JSON document: the result before and after the fix, and the status for another client with our User-Agent.

interface Scenario {
  fixId: string;
  /** Blocks our addresses and the other client's; gets the shop's public URL. */
  block(workspace: Workspace, url: string): Promise<void>;
  /** Applies the printed fix, as root on the host would. */
  repair(workspace: Workspace, fix: Fix): Promise<void>;
}

const run = (script: string) => execFileSync("sh", ["-ec", script], { stdio: ["ignore", "pipe", "inherit"] });
const bad = [...OUR_ADDRESSES, OTHER_CLIENT];

const ask = (url: string, from: string) => askOnce(url, { from, method: "GET", userAgent: SHORT_AGENT, path: API_PATH });

/** Waits for a ban, for which there is no event: another program reads it from a log. */
async function waitUntil(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not happen within 30 s`);
}

const fail2banFolder = (workspace: Workspace) => path.join(workspace.folder, "fail2ban");
const fail2ban = (workspace: Workspace, command: string): string =>
  execFileSync("fail2ban-client", ["-c", fail2banFolder(workspace), "-s", `${workspace.folder}/f2b.sock`, ...command.split(" ")], {
    encoding: "utf8",
  });

const SCENARIOS: Record<string, Scenario> = {
  nftables: {
    fixId: "addresses.firewall",
    async block() {
      run(`nft add table inet filter
nft add chain inet filter input '{ type filter hook input priority 0; policy accept; }'
nft add rule inet filter input ip saddr '{ ${bad.join(", ")} }' tcp dport 1-65535 reject with tcp reset`);
    },
    async repair(_, fix) {
      run(takeSnippet(fix, "nftables").code);
    },
  },
  iptables: {
    fixId: "addresses.firewall",
    async block() {
      run(bad.map((address) => `iptables -A INPUT -s ${address} -p tcp -j REJECT`).join("\n"));
    },
    async repair(_, fix) {
      run(takeSnippet(fix, "iptables").code);
    },
  },
  ufw: {
    fixId: "addresses.firewall",
    async block(workspace) {
      // The machine's own files stay as they are: copies take their place in this mount namespace.
      run(`mkdir ${workspace.folder}/ufw
cp -r /etc/ufw ${workspace.folder}/ufw/rules
cp /etc/default/ufw ${workspace.folder}/ufw/defaults
# Every address is local here, and ufw admits what is local before its other rules.
sed -i '/-i lo -j ACCEPT/d' ${workspace.folder}/ufw/rules/before.rules
sed -i 's/^IPT_SYSCTL=.*/IPT_SYSCTL=/; s/^IPV6=.*/IPV6=yes/' ${workspace.folder}/ufw/defaults
mount --bind ${workspace.folder}/ufw/rules /etc/ufw
mount --bind ${workspace.folder}/ufw/defaults /etc/default/ufw
ufw --force enable
ufw allow from 127.0.0.0/8
${bad.map((address) => `ufw prepend reject from ${address}`).join("\n")}`);
    },
    async repair(_, fix) {
      run(takeSnippet(fix, "ufw").code);
    },
  },
  fail2ban: {
    fixId: "addresses.fail2ban",
    async block(workspace, url) {
      fs.cpSync("/etc/fail2ban", fail2banFolder(workspace), { recursive: true, dereference: true });
      // Bans are stored only during this run.
      workspace.write("fail2ban/fail2ban.local", "[Definition]\ndbfile = None\n");
      // Only requests for the list of orders count, or the control's own probes might get it banned, too.
      workspace.write("fail2ban/filter.d/shop.conf", '[Definition]\nfailregex = ^<HOST> .*"GET \\S+/orders HTTP/1[.]1" 40[0-9] \n');
      workspace.write(
        "fail2ban/jail.d/defaults-debian.conf",
        `[shop]
enabled = true
backend = polling
filter = shop
ignoreself = false
logpath = ${workspace.folder}/access.log
port = ${new URL(url).port}
banaction = iptables-multiport
maxretry = 3
findtime = 600
bantime = 600
`,
      );
      const socket = `${workspace.folder}/f2b.sock`;
      // In the foreground, so that it ends with the workspace; it is ready once its jail is.
      await startServer(workspace, {
        program: "fail2ban-server",
        args: [
          "-f",
          "-c",
          fail2banFolder(workspace),
          "-s",
          socket,
          "-p",
          `${workspace.folder}/f2b.pid`,
          "--logtarget",
          `${workspace.folder}/f2b.log`,
          "start",
        ],
        host: new URL(url).hostname,
        port: Number(new URL(url).port),
      });
      await waitUntil("the jail", () => {
        try {
          return fail2ban(workspace, "status shop").includes("Banned IP list");
        } catch {
          return false;
        }
      });
      // An import with an old key triggers a strict jail; the other client guesses keys.
      for (const from of bad) {
        for (let count = 0; count < 4; count += 1)
          await askOnce(url, { from, method: "GET", userAgent: SHORT_AGENT, path: `${API_PATH}/orders` });
      }
      await waitUntil("the ban", () => bad.every((address) => fail2ban(workspace, "status shop").includes(address)));
    },
    async repair(workspace, fix) {
      // Every address is local here, including the other client's, so the usual exception for local addresses is removed.
      workspace.write("fail2ban/jail.d/sendcloud.local", takeSnippet(fix, "fail2ban_ignore").code.replace("127.0.0.1/8 ", ""));
      fail2ban(workspace, takeSnippet(fix, "fail2ban_unban").code.replace("fail2ban-client ", ""));
      fail2ban(workspace, "reload");
      await waitUntil("the jail", () => fail2ban(workspace, "status shop").includes("Banned IP list"));
    },
  },
};

const summarize = ({ verdict, causes }: CheckResult) => ({ verdict, causes: causes.map(({ code, addresses }) => ({ code, addresses })) });

async function prove(scenario: Scenario) {
  const workspace = new Workspace("namespace");
  try {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    const url = await startNginx(workspace, { upstream: shop.url });
    await scenario.block(workspace, url);
    const before = await checkShop(url);
    const { fix, place } = findFix(before, "ip_blocked", scenario.fixId);
    await scenario.repair(workspace, fix);
    // Check twice: a ban still in effect shows only after the first check.
    await checkShop(url);
    return { before: summarize(before), place, after: summarize(await checkShop(url)), otherClient: await ask(url, OTHER_CLIENT) };
  } finally {
    await workspace.close();
  }
}

const scenario = SCENARIOS[process.argv[2] ?? ""];
if (scenario === undefined) throw new Error(`one of ${Object.keys(SCENARIOS).join(", ")}`);
run("ip link set lo up");
console.log(JSON.stringify(await prove(scenario)));
