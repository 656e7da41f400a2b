import { randomUUID } from "node:crypto";
import { DAY_MS } from "@/lib/base/units";
import type { Role } from "@/lib/identity/accounts/roles";
import type { StaffRole } from "@/lib/identity/accounts/staff-roles";
import { hashPassword } from "@/lib/identity/auth/password";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { required } from "@/lib/infra/env";
import { DEMO_MERCHANTS, type DemoMerchantKey } from "@/lib/testing/demo-shops";
import { PAST_DAYS } from "@/prisma/demo/past-runs";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

type SignIn = keyof typeof DEMO_SIGN_INS;

/** Members of each merchant with their roles; staff are members of none. */
const MEMBERS: Partial<Record<SignIn, Partial<Record<DemoMerchantKey, Role>>>> = {
  merchant: { noordzee: "owner" },
  agency: { noordzee: "member", weber: "owner" },
};

const STAFF: Partial<Record<SignIn, StaffRole>> = { support: "operator", agent: "agent", viewer: "viewer" };

/** Everyone was there before the first shop was connected. */
const joinedAt = (epoch: Date): Date => new Date(epoch.getTime() - (PAST_DAYS + 7) * DAY_MS);

/** @returns the merchants' ids by key */
export async function writeMerchants(tx: Transaction, epoch: Date): Promise<Record<DemoMerchantKey, string>> {
  const ids: Record<DemoMerchantKey, string> = { noordzee: randomUUID(), weber: randomUUID() };
  for (const { key, name, timeZone } of DEMO_MERCHANTS)
    await tx.merchant.create({ data: { id: ids[key], name, timeZone, createdAt: joinedAt(epoch) } });
  return ids;
}

export interface DemoPerson {
  personId: string;
  name: string;
}

/** @returns the people by sign-in */
export async function writePeople(
  tx: Transaction,
  epoch: Date,
  merchants: Record<DemoMerchantKey, string>,
): Promise<Record<SignIn, DemoPerson>> {
  const createdAt = joinedAt(epoch);
  const passwordHash = await hashPassword(required("DEMO_PASSWORD"));
  const write = async (key: SignIn): Promise<DemoPerson> => {
    const { email, name } = DEMO_SIGN_INS[key];
    const { id } = await tx.person.create({ data: { email, name, passwordHash, staffRole: STAFF[key] ?? null, createdAt } });
    const roles = Object.entries(MEMBERS[key] ?? {}) as [DemoMerchantKey, Role][];
    await tx.membership.createMany({
      data: roles.map(([merchant, role]) => ({ merchantId: merchants[merchant], personId: id, role, createdAt })),
    });
    return { personId: id, name };
  };
  const people = new Map<SignIn, DemoPerson>();
  for (const key of Object.keys(DEMO_SIGN_INS) as SignIn[]) people.set(key, await write(key));
  return Object.fromEntries(people) as Record<SignIn, DemoPerson>;
}

/** Sets the current password for the accounts of an existing demo. */
export async function resetDemoPasswords(): Promise<void> {
  const passwordHash = await hashPassword(required("DEMO_PASSWORD"));
  const email = { in: Object.values(DEMO_SIGN_INS).map((signIn) => signIn.email) };
  await inPlatform((tx) => tx.person.updateMany({ where: { email }, data: { passwordHash } }));
}
