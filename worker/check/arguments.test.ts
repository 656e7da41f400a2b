import { describe, expect, it } from "vitest";
import { limitPhases, readArguments } from "@/worker/check/arguments";

const read = (...argv: string[]) => readArguments(argv);

describe("the command line", () => {
  it.each([
    "",
    "shop.example.com",
    "not a url",
    "http://",
    "http://exa mple.com/",
    "http://127.0.0.1:99999/",
    `https://${"a".repeat(9000)}`,
  ])("rejects %j as bad usage: it is not a URL", (url) => {
    const invocation = read(url, "--json");
    expect(invocation.ok).toBe(false);
    if (!invocation.ok) expect(invocation.reason).not.toContain("\n");
  });

  it.each([
    "https://user:secret@shop.example/",
    "ftp://shop.example/",
    "http://shop.example:6379/",
    "http://10.0.0.1/",
    "http://0177.0.0.1/",
    "http://[::ffff:10.0.0.1]/",
  ])("leaves %j to the SSRF guard: a forbidden URL is a result, not bad usage", (url) => {
    expect(read(url, "--json")).toMatchObject({ ok: true, value: { kind: "check", arguments: { url } } });
  });

  it("never echoes a password in a URL", () => {
    const invocation = read("user:secret@shop.example");
    expect(invocation.ok ? "" : invocation.reason).not.toContain("secret");
  });
});

describe("--timeout-ms", () => {
  it("limits every phase; reading the response may take half as long again", () => {
    expect(limitPhases(400)).toEqual({ dnsMs: 400, connectMs: 400, tlsMs: 400, firstByteMs: 400, answerMs: 600 });
  });

  it("never extends the default limits of earlier phases", () => {
    expect(limitPhases(20_000)).toEqual({ dnsMs: 5_000, connectMs: 5_000, tlsMs: 5_000, firstByteMs: 20_000, answerMs: 30_000 });
  });
});
