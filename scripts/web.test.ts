import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

test("an environment that does not fit ends the web process before it listens, with the sentence that says what is wrong", () => {
  const script = path.join(import.meta.dirname, "web.mjs");
  const env = { ...process.env, OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "", OIDC_CLIENT_SECRET: "" };
  const ended = spawnSync(process.execPath, [script, "-H", "127.0.0.1", "-p", "0"], { env, encoding: "utf8", timeout: 30_000 });
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^Environment: OIDC_CLIENT_ID: is not set, and OIDC_ISSUER needs it/m);
});
