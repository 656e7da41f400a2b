import { describe, expect, it } from "vitest";
import { APACHE_PROOFS } from "@/e2e/lab/fixes/apache-proofs";
import { checkShop, findFix } from "@/e2e/lab/fixes/check-and-find-fix";
import { API_PATH, askOnce, type FixProof, OTHER_CLIENT, OTHER_PATH, OUR_ADDRESSES } from "@/e2e/lab/fixes/fix-proof";
import { MODSECURITY_PROOFS } from "@/e2e/lab/fixes/modsecurity-proofs";
import { NGINX_PROOFS } from "@/e2e/lab/fixes/nginx-proofs";
import { PROXY_PROOFS } from "@/e2e/lab/fixes/proxy-proofs";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { missingServers } from "@/e2e/lab/harness/servers";
import { Workspace } from "@/e2e/lab/harness/workspace";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";

// Blocked, then healthy with the printed lines applied to the real configuration; other clients with our User-Agent stay refused.

const PROOFS: readonly FixProof[] = [...NGINX_PROOFS, ...APACHE_PROOFS, ...MODSECURITY_PROOFS, ...PROXY_PROOFS];

async function withServer<Value>(proof: FixProof, fix: Fix | null, work: (url: string) => Promise<Value>): Promise<Value> {
  const workspace = new Workspace(proof.name);
  try {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    return await work(await proof.start(workspace, shop.url, fix));
  } finally {
    await workspace.close();
  }
}

// Each proof has its own servers and ports and mostly waits between refused requests, so several run concurrently.
describe.concurrent("a printed fix, applied to the real server", () => {
  const missing = missingServers();
  for (const proof of PROOFS) {
    it.skipIf(proof.needs.some((name) => missing.includes(name)))(proof.name, async () => {
      const ask = async (url: string, from: string, path: string) => {
        for (let count = 0; count < (proof.warmUp ?? 0); count += 1) await askOnce(url, { ...proof.refused, from, path });
        return askOnce(url, { ...proof.refused, from, path });
      };
      const [first] = OUR_ADDRESSES;
      const before = await withServer(proof, null, async (url) => ({
        result: await checkShop(url),
        ours: await ask(url, first, API_PATH),
        otherClient: await ask(url, OTHER_CLIENT, API_PATH),
        other: await ask(url, first, OTHER_PATH),
      }));
      const found = before.result.causes.map(({ code }) => code);
      expect([...found].sort()).toEqual([proof.code, ...(proof.otherCodes ?? [])].sort());
      const { fix } = findFix(before.result, proof.code, proof.fixId, proof.ruleIds);

      const answered = proof.refused.method === "GET" ? [200] : [401, 404];
      expect(answered, "the rule refuses us").not.toContain(before.ours);
      expect(before.otherClient, "the rule refuses another client").toBe(before.ours);
      if (proof.scopedByPath !== false) expect(before.other, "the rule holds for the whole site").toBe(before.ours);

      await withServer(proof, fix, async (url) => {
        const after = await checkShop(url);
        expect({ verdict: after.verdict, causes: after.causes }).toEqual({ verdict: "healthy", causes: [] });
        for (const address of OUR_ADDRESSES) expect(answered, `${address} gets through`).toContain(await ask(url, address, API_PATH));
        expect(await ask(url, OTHER_CLIENT, API_PATH), "another client with our User-Agent stays refused").toBe(before.otherClient);
        if (proof.scopedByPath !== false) expect(await ask(url, first, OTHER_PATH), "outside the API we stay refused").toBe(before.other);
      });
    });
  }
});
