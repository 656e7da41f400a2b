import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const projectFolder = path.resolve(import.meta.dirname, "../../..");
const tools = ["/usr/sbin/nft", "/usr/sbin/iptables", "/usr/sbin/ufw", "/usr/sbin/ip", "/usr/bin/fail2ban-server", "/usr/sbin/nginx"];

/** A network namespace requires root on Linux; outside one, these tests would change the machine's firewall. */
const cannotTry = !tools.every((tool) => fs.existsSync(tool)) || spawnSync("unshare", ["--net", "--mount", "true"]).status !== 0;

async function runInNamespace(file: string, ...scenario: string[]): Promise<unknown> {
  const script = path.relative(projectFolder, path.join(import.meta.dirname, file));
  const args = ["--net", "--mount", process.execPath, "scripts/run.mjs", script, ...scenario];
  // Excludes the commands of npm packages, one of which is also called nft.
  const env = { ...process.env, PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
  const { stdout } = await promisify(execFile)("unshare", args, { cwd: projectFolder, env });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

describe("a printed fix for a firewall, applied to the real one in its own network namespace", () => {
  it.skipIf(cannotTry).concurrent.each(["nftables", "iptables", "ufw", "fail2ban"])(
    "%s admits our addresses, refuses other clients with our User-Agent, and is among the first two fixes",
    async (scenario) => {
      expect(await runInNamespace("in-network-namespace.ts", scenario)).toEqual({
        before: { verdict: "unreachable", causes: [{ code: "ip_blocked", addresses: ["127.0.0.2", "127.0.0.3"] }] },
        place: scenario === "fail2ban" ? 1 : 0,
        after: { verdict: "healthy", causes: [] },
        otherClient: null,
      });
    },
  );
});

describe("a rehearsal of an announced address", () => {
  it.skipIf(cannotTry)(
    "finds the firewall that drops it, and passes with the printed lines applied, which admit no other address",
    async () => {
      expect(await runInNamespace("rehearsal-in-network-namespace.ts")).toEqual({
        before: { state: "refused", refused: ["127.0.0.5"] },
        place: 0,
        after: { state: "passes", refused: [] },
        otherClient: "refused",
      });
    },
  );
});
