import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";

type Module = typeof import("@/lib/infra/signing-keys");

/** A process that starts with these secrets. */
async function startWith(secret: string, previous: string[] = []): Promise<Module> {
  vi.resetModules();
  vi.stubEnv("NEXTAUTH_SECRET", secret);
  vi.stubEnv("NEXTAUTH_SECRET_PREVIOUS", previous.join(","));
  return import("@/lib/infra/signing-keys");
}

afterEach(() => vi.unstubAllEnvs());

const secret = (): string => randomBytes(32).toString("base64url");

describe("a key derived from NEXTAUTH_SECRET", () => {
  it("verifies what the secret signed for the same purpose and text only", async () => {
    const { sign, isSignatureOf } = await startWith(secret());
    const signature = sign("unsubscribe", "a", 18);
    expect(isSignatureOf("unsubscribe", "a", signature, 18)).toBe(true);
    expect(isSignatureOf("support_reply", "a", signature, 18)).toBe(false);
    expect(isSignatureOf("unsubscribe", "b", signature, 18)).toBe(false);
    for (const cut of [signature.subarray(1), Buffer.alloc(0), Buffer.concat([signature, Buffer.of(0)])])
      expect(isSignatureOf("unsubscribe", "a", cut, 18)).toBe(false);
  });

  it("keeps verifying after a rotation while the old secret is listed, and no longer once it is removed", async () => {
    const [old, fresh] = [secret(), secret()];
    const signature = (await startWith(old)).sign("unsubscribe", "a", 18);
    const during = await startWith(fresh, [old]);
    expect(during.isSignatureOf("unsubscribe", "a", signature, 18)).toBe(true);
    expect(during.sign("unsubscribe", "a", 18)).not.toEqual(signature);
    expect((await startWith(fresh)).isSignatureOf("unsubscribe", "a", signature, 18)).toBe(false);
  });

  it("is neither the secret nor the key of another purpose", async () => {
    const value = secret();
    const { signingKeys } = await startWith(value);
    const keys = (["session", "pending_sign_in", "next_auth", "unsubscribe", "support_reply"] as const).map((name) => signingKeys(name)[0]);
    expect(new Set([...keys, value]).size).toBe(6);
  });
});
