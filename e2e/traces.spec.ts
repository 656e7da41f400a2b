import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@/e2e/support/test";
import { makeWebProcess } from "@/e2e/support/web-process";
import { startTraceCollector } from "@/lib/testing/trace-collector";
import { root } from "@/scripts/dev/typescript.mjs";

/** Paths of all pages and routes with a token, with `token` in place of every parameter. */
const pathsWith = (token: string): string[] =>
  fs
    .globSync("app/**/*token*/**/{page.tsx,route.ts}", { cwd: root })
    .map(
      (file) =>
        `/${path
          .dirname(file)
          .split(path.sep)
          .slice(1)
          .filter((part) => !part.startsWith("("))
          .join("/")}`,
    )
    .map((route) => route.replace(/\[[^\]]+\]/g, token));

test("links with tokens and query strings leave no trace of either in what is exported", async ({ product }) => {
  const collector = await startTraceCollector();
  const web = await makeWebProcess({
    ...collector.environment,
    DATABASE_URL: product.runtimeUrl,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "error",
  });
  try {
    await web.start();
    const token = randomBytes(32).toString("base64url");
    const secret = randomBytes(9).toString("hex");
    const paths = pathsWith(token);
    expect(paths).toContain(`/reset-password/${token}`);
    for (const one of [...paths, "/sign-in", "/no-such-page"])
      for (const headers of [{}, { rsc: "1" }]) await fetch(`${web.url}${one}?secret=${secret}`, { headers, redirect: "manual" });
    await expect.poll(() => collector.names().some((name) => name.includes("/reset-password/[token]"))).toBe(true);
    await web.stop();
    expect(collector.text()).not.toContain(token);
    expect(collector.text()).not.toContain(secret);
  } finally {
    await web.stop();
    collector.close();
  }
});
