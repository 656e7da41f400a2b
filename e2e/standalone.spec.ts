import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { SHIPPED_PROXIES } from "@/e2e/support/shipped-proxies";
import { expect, signIn, test } from "@/e2e/support/test";
import { ownEnvironment } from "@/scripts/dev/own-environment.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { ownNode, root } from "@/scripts/dev/typescript.mjs";

const build = path.join(root, ".next");

test("the standalone server runs outside the source tree behind nginx, serves its scripts, and stops on SIGTERM", async ({
  browser,
  product,
}) => {
  const env: NodeJS.ProcessEnv = { ...ownEnvironment(), NODE_ENV: "production" };
  const workspace = new Workspace("standalone");
  const folder = path.join(workspace.folder, "app");
  fs.cpSync(path.join(build, "standalone"), folder, { recursive: true, verbatimSymlinks: true });
  fs.cpSync(path.join(build, "static"), path.join(folder, ".next/static"), { recursive: true });
  const [nginx] = SHIPPED_PROXIES;
  const [port, upstream] = [await findFreePort(), await findFreePort()];
  const url = nginx?.urlOf(port) ?? "";
  const server: ChildProcess = spawn(ownNode(), ["server.js"], {
    cwd: folder,
    env: {
      ...env,
      HOSTNAME: "127.0.0.1",
      PORT: String(upstream),
      NEXTAUTH_URL: url,
      TRUSTED_PROXIES: "127.0.0.1",
      DATABASE_URL: product.runtimeUrl,
      NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
      CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
    },
    stdio: "ignore",
  });
  try {
    await nginx?.start(workspace, { port, upstream });
    const answers = () =>
      fetch(`http://127.0.0.1:${upstream}/sign-in`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await answers())) {
      expect(server.exitCode).toBeNull();
      await wait(100);
    }
    const context = await browser.newContext({ baseURL: url, ignoreHTTPSErrors: true, locale: "en-GB" });
    const page = await context.newPage();
    await signIn(page, "merchant");
    await page.waitForURL(/\/m\/[^/]+$/);
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    for (const path of ["/demo", "/demo/mailbox"]) expect((await page.request.get(path)).status(), `${path} outside a demo`).toBe(404);
    const gone = once(server, "exit");
    server.kill("SIGTERM");
    await gone;
    await context.close();
  } finally {
    server.kill("SIGKILL");
    await workspace.close();
  }
});
