import { describe, expect, it } from "vitest";
import { checkShop } from "@/e2e/lab/fixes/check-shop";
import { OUR_ADDRESSES, takeSnippet } from "@/e2e/lab/fixes/fix-proof";
import { openShop, WOO_KEY } from "@/e2e/lab/harness/lab";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { BOTH_AGENTS } from "@/e2e/lab/lab-case";
import { startApacheFpm } from "@/e2e/lab/servers/apache-fpm";
import type { CheckResult } from "@/lib/checks/result";
import { fixesFor } from "@/lib/diagnosis/fixes/fixes-for";
import { REQUIRED_METHODS } from "@/lib/egress/identity";

async function checkBehindFpm(htaccess: string): Promise<CheckResult> {
  const workspace = new Workspace("php-fpm");
  try {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    return await checkShop(await startApacheFpm(workspace, { upstream: shop.url, htaccess }));
  } finally {
    await workspace.close();
  }
}

const told = ({ verdict, causes }: CheckResult) => ({ verdict, codes: causes.map(({ code }) => code) });

describe("Apache with PHP-FPM keeps the Authorization header from the shop", () => {
  it.each(["cgi_pass_auth", "set_env_if_authorization"])("until the printed line stands in .htaccess: %s", async (id) => {
    const before = await checkBehindFpm("");
    expect(told(before)).toMatchObject({ codes: ["authorization_header_stripped"] });
    const [cause] = before.causes;
    if (cause === undefined) throw new Error("no cause");
    const fixes = fixesFor(cause, {
      url: before.url,
      platform: before.platform,
      server: before.server.software,
      addresses: OUR_ADDRESSES,
      userAgents: BOTH_AGENTS,
      methods: REQUIRED_METHODS,
    });
    const fix = fixes.find((one) => one.id === "authorization.php_fpm");
    if (fix === undefined) throw new Error("no fix");
    expect(fixes.slice(0, 2).map((one) => one.id)).toContain("authorization.php_fpm");
    expect(told(await checkBehindFpm(takeSnippet(fix, id).code))).toEqual({ verdict: "healthy", codes: [] });
  });
});
