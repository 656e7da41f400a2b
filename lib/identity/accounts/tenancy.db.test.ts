import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import * as accountChanges from "@/lib/identity/accounts/mutations";
import { notFound, owning, TENANCY_CASES } from "@/lib/identity/accounts/tenancy-cases.fixture";
import * as authChanges from "@/lib/identity/auth/mutations";
import { everythingOf, makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

/** Scoped reads in other files. */
const FURTHER_READS = ["integrations/list/list-reads.ts", "health/shop-names.ts", "sync/coverage-reads.ts", "sync/past-runs/run-reads.ts"];

const lib = path.join(import.meta.dirname, "../..");
const files = fs
  .readdirSync(lib, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => (/(^|\/)(data|mutations)\.ts$/.test(file) || FURTHER_READS.includes(file)) && !file.startsWith("infra/prisma-client/"));

let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
});

test("every exported function that reads or writes a merchant's data is listed in tenancy-cases.fixture.ts", async () => {
  const found: string[] = [];
  for (const file of files) {
    const exported = (await import(`${lib}/${file}`)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported))
      if (typeof value === "function") found.push(`${file.replace(/\.ts$/, "")} ${name}`);
  }
  expect(found.length).toBeGreaterThan(30);
  expect(Object.keys(TENANCY_CASES).sort()).toEqual(found.sort());
});

describe("with the ids of another merchant", () => {
  for (const [name, entry] of Object.entries(TENANCY_CASES)) {
    if ("reads" in entry) {
      test(`${name} returns data to the owner only`, async () => {
        const own = JSON.stringify(await entry.reads(world.owner, world.ids));
        const foreign = JSON.stringify(await entry.reads(world.outsider, world.ids));
        expect(own).toContain(OWNERS_MARK);
        expect(foreign).not.toContain(OWNERS_MARK);
        for (const id of Object.values(world.ids)) expect(foreign).not.toContain(id);
      });
    } else if ("changes" in entry) {
      test(`${name} does not change the owner's data`, async () => {
        const before = await everythingOf(world);
        const answer = await entry.changes(world.outsider, world.ids).catch(() => "throws");
        expect(answer).toEqual(entry.answer);
        expect(await everythingOf(world)).toEqual(before);
      });
    }
  }

  test("accounts/mutations removeMember and changeRole cannot find another merchant's member", async () => {
    const before = await everythingOf(world);
    const [own, { personId }] = [owning(world.outsider.scope), world.owner.person];
    expect(await accountChanges.removeMember(own, { personId })).toEqual(notFound);
    expect(await accountChanges.changeRole(own, { personId, role: "member" })).toEqual(notFound);
    expect(await everythingOf(world)).toEqual(before);
  });

  test("auth/mutations revokeSession cannot end another user's session", async () => {
    const before = await everythingOf(world);
    const answer = await authChanges.revokeSession(world.outsider.person, world.owner.person.sessionId, new Date());
    expect(answer).toEqual(notFound);
    expect(await everythingOf(world)).toEqual(before);
  });
});
