import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { assertDemoIsPrivate, PASSWORD_FILE, readOrDrawDemoPassword } from "@/scripts/dev/demo-password.mjs";

const newFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "mooring-demo-"));

describe("the password of a demo", () => {
  it("is drawn at the first start, differs between demos, and is kept for its user only", () => {
    const [folder, other] = [newFolder(), newFolder()];
    const first = readOrDrawDemoPassword(folder, {});
    expect(first.isNew).toBe(true);
    expect(first.password.length).toBeGreaterThanOrEqual(16);
    expect(readOrDrawDemoPassword(folder, {})).toEqual({ password: first.password, isNew: false });
    expect(readOrDrawDemoPassword(other, {}).password).not.toBe(first.password);
    expect(fs.statSync(path.join(folder, PASSWORD_FILE)).mode & 0o777).toBe(0o600);
  });

  it("can be chosen, but must not be short", () => {
    const folder = newFolder();
    readOrDrawDemoPassword(folder, {});
    const chosen = { password: "chosen by hand", isNew: true };
    expect(readOrDrawDemoPassword(folder, { DEMO_PASSWORD: chosen.password })).toEqual(chosen);
    expect(readOrDrawDemoPassword(folder, {})).toEqual({ ...chosen, isNew: false });
    expect(() => readOrDrawDemoPassword(folder, { DEMO_PASSWORD: "short" })).toThrow(/at least 12/);
  });
});

describe("a demo", () => {
  const both = { DEMO_PUBLIC: "true", DEMO_PUBLIC_CONFIRMED: "true" };
  it.each(["127.0.0.1", "127.9.9.9", "localhost", "::1"])("listens on %s", (host) => {
    expect(() => assertDemoIsPrivate(host, {})).not.toThrow();
  });
  it.each(["0.0.0.0", "::", "192.0.2.1", "demo.example", "127.evil.example"])("listens on %s only with two settings", (host) => {
    for (const settings of [{}, { DEMO_PUBLIC: "true" }, { DEMO_PUBLIC_CONFIRMED: "true" }])
      expect(() => assertDemoIsPrivate(host, settings)).toThrow(/does not listen on/);
    expect(() => assertDemoIsPrivate(host, both)).not.toThrow();
  });
});
