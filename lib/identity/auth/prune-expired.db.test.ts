import { expect, test } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { pruneExpired } from "@/lib/identity/auth/prune-expired";
import { countMail, MAILS_PER_EMAIL } from "@/lib/identity/auth/sign-in-limits";
import { inPlatform } from "@/lib/infra/db";
import { hashToken } from "@/lib/infra/secret-token";

test("links and attempt counters are deleted once they have expired, and not before", async () => {
  const now = new Date();
  await inPlatform((tx) =>
    tx.mailedLink.createMany({
      data: [-1, 1].map((hours) => ({
        kind: "sign_up",
        email: `${hours}@example.com`,
        tokenHash: hashToken(String(hours)),
        expiresAt: new Date(now.getTime() + hours * HOUR_MS),
      })),
    }),
  );
  const ask = () => countMail({ kind: "sign_up", email: "ada@example.com", asker: "192.0.2.1" });
  for (let index = 0; index < MAILS_PER_EMAIL; index += 1) await ask();
  const left = () => inPlatform((tx) => tx.mailedLink.findMany({ select: { email: true } }));
  expect(await pruneExpired(jobPlatformScope("test"), now)).toBe(1);
  expect(await left()).toEqual([{ email: "1@example.com" }]);
  expect(await ask()).not.toBeNull();
  expect(await pruneExpired(jobPlatformScope("test"), new Date(now.getTime() + 2 * HOUR_MS))).toBe(3);
  expect(await left()).toEqual([]);
  expect(await ask()).toBeNull();
});

test("ended sessions, old sign-in events and unused browsers are deleted, those in use are kept", async () => {
  const now = new Date();
  const ago = (days: number): Date => new Date(now.getTime() - days * 24 * HOUR_MS);
  const { id: personId } = await inPlatform((tx) =>
    tx.person.create({ data: { email: "ada@example.com", name: "Ada", passwordHash: "none" } }),
  );
  await inPlatform(async (tx) => {
    const session = (expiresAt: Date, revokedAt: Date | null) => ({ personId, expiresAt, revokedAt });
    await tx.session.createMany({ data: [session(ago(2), null), session(ago(-9), ago(2)), session(ago(-9), null), session(ago(-9), now)] });
    await tx.signInEvent.createMany({
      data: [91, 89].map((days) => ({ personId, kind: "signed_in", sourceAddress: "192.0.2.1", at: ago(days) })),
    });
    await tx.knownBrowser.createMany({
      data: [181, 179].map((days) => ({ personId, tokenHash: hashToken(String(days)), lastUsedAt: ago(days) })),
    });
  });
  expect(await pruneExpired(jobPlatformScope("test"), now)).toBe(4);
  const left = await inPlatform(async (tx) => [await tx.session.count(), await tx.signInEvent.count(), await tx.knownBrowser.count()]);
  expect(left).toEqual([2, 1, 1]);
});
