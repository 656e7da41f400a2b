import type { Route } from "next";
import { printQuery, route } from "@/lib/base/route";
import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { LAST_MERCHANT_COOKIE } from "@/lib/base/header-names";
import type { ListCursor } from "@/lib/base/list-cursor";
import {
  isAllowed,
  isReadOnly,
  type MerchantScope,
  ownerScope,
  ownScope,
  type PlatformScope,
  staffScope,
} from "@/lib/identity/accounts/access";
import { findConsent } from "@/lib/identity/accounts/consent";
import {
  findMerchantName,
  findStaffMerchantScope,
  listInvitations,
  listMembers,
  listOpenings,
  type MerchantName,
} from "@/lib/identity/accounts/data";
import type { StaffRight } from "@/lib/identity/accounts/staff-roles";
import { findVisit, noteSeen } from "@/lib/identity/accounts/visits";
import { findFactors, listAllSignInEvents, listSessions, listSignInEvents } from "@/lib/identity/auth/data";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { requestBrowser } from "@/lib/identity/auth/request";
import { currentPerson, redirectToSignIn, requirePerson } from "@/lib/identity/auth/session";
import { noteDenied } from "@/lib/identity/auth/sign-in-events";
import { findAccountDeletion } from "@/lib/identity/erasure/data";

type Entry =
  /** `actsUntil`: end of a staff member's write access; null for members and read-only staff. `opensData`: may see orders and evidence. */
  | { kind: "scope"; scope: MerchantScope; actsUntil: Date | null; opensData: boolean }
  | { kind: "signed_out" }
  | { kind: "not_found" }
  | { kind: "staff_must_open" }
  | { kind: "factor_missing" };

/** What the current person may do with the merchant; decided once per request. */
export const enterMerchant = cache(async (merchantId: string): Promise<Entry> => {
  const person = await currentPerson();
  if (!person) return { kind: "signed_out" };
  const entry = await enter(person, merchantId);
  if (entry.kind === "not_found") await noteDenied(person, await requestBrowser(), systemClock.now());
  return entry;
});

async function enter(person: CurrentPerson, merchantId: string): Promise<Entry> {
  if (!z.uuid().safeParse(merchantId).success) return { kind: "not_found" };
  const own = ownScope(person, merchantId);
  if (own) {
    await noteSeen(own, systemClock.now());
    return { kind: "scope", scope: own, actsUntil: null, opensData: true };
  }
  if (person.mustSetUpFactor) return { kind: "factor_missing" };
  if (!person.isStaff) return { kind: "not_found" };
  const visit = await findVisit(person.sessionId, merchantId, systemClock.now());
  const staff = await findStaffMerchantScope(person, merchantId, visit?.reason ?? null);
  if (!staff) return { kind: "not_found" };
  if (!visit) return { kind: "staff_must_open" };
  const acts = !isReadOnly(staff);
  return { kind: "scope", scope: staff, actsUntil: acts ? visit.actsUntil : null, opensData: acts || visit.opensData };
}

/** For pages: the scope on the merchant in the path. Non-members get "not found"; staff are redirected to open the merchant first. */
export async function requireMerchantScope(merchantId: string): Promise<MerchantScope> {
  const entry = await enterMerchant(merchantId);
  switch (entry.kind) {
    case "scope":
      return entry.scope;
    case "signed_out":
      return redirectToSignIn();
    case "staff_must_open":
      return redirect(`/support/merchants/${merchantId}`);
    case "factor_missing":
      return redirect("/second-factor");
    case "not_found":
      return notFound();
  }
}

/** For pages of orders and evidence: staff without a reason are asked for one, and then continue to `page`. */
export async function requireDataScope(merchantId: string, page: string): Promise<MerchantScope> {
  const scope = await requireMerchantScope(merchantId);
  if (await opensData(merchantId)) return scope;
  return redirect(route(`/m/${merchantId}/reason${printQuery({ to: page })}`));
}

export async function opensData(merchantId: string): Promise<boolean> {
  const entry = await enterMerchant(merchantId);
  return entry.kind === "scope" && entry.opensData;
}

/** For route handlers: the scope, or null without access. Never redirects. */
export async function findMerchantScope(merchantId: string): Promise<MerchantScope | null> {
  const entry = await enterMerchant(merchantId);
  return entry.kind === "scope" ? entry.scope : null;
}

/** For pages of the console: a scope over all merchants for staff; "not found" for others and for staff whose role lacks `right`. */
export async function requireStaffScope(right?: StaffRight): Promise<PlatformScope> {
  const person = await requirePerson();
  const scope = staffScope(person);
  if (scope && (!right || isAllowed(scope, right))) return scope;
  if (person.mustSetUpFactor) redirect("/second-factor");
  await noteDenied(person, await requestBrowser(), systemClock.now());
  return notFound();
}

const ownMerchants = ({ memberships }: CurrentPerson): MerchantName[] =>
  memberships.map(({ merchantId, name }) => ({ id: merchantId, name }));

/** Data of the layout around a merchant's pages. `merchants`: the person's own; `actsUntil`: end of a staff member's write access. */
export async function loadMerchantContext(merchantId: string) {
  const scope = await requireMerchantScope(merchantId);
  const person = await requirePerson();
  const merchants = ownMerchants(person);
  // Staff have no membership in the merchant they visit.
  const merchant = merchants.find(({ id }) => id === merchantId) ?? (await findMerchantName(scope));
  if (!merchant) notFound();
  const entry = await enterMerchant(merchantId);
  const actsUntil = entry.kind === "scope" ? entry.actsUntil : null;
  return { scope, person, merchant, merchants, readOnly: isReadOnly(scope), actsUntil };
}

/** Start page: the merchant last used in this browser, else the first; for staff, the queue. */
export async function loadHome(): Promise<Route> {
  const person = await requirePerson();
  if (person.mustSetUpFactor) return "/second-factor";
  const merchants = ownMerchants(person);
  const last = (await cookies()).get(LAST_MERCHANT_COOKIE)?.value;
  const merchant = merchants.find(({ id }) => id === last) ?? merchants[0];
  if (merchant) return route(`/m/${merchant.id}`);
  return person.isStaff ? "/support/queue" : "/no-merchant";
}

export async function loadSecurity() {
  const person = await requirePerson();
  const [factors, deletionDueAt] = await Promise.all([findFactors(person), findAccountDeletion(person)]);
  return { person, factors, deletionDueAt };
}

export async function loadAllSignInEvents(after: ListCursor | null) {
  return listAllSignInEvents(await requireStaffScope(), after);
}

export async function loadSessions() {
  const person = await requirePerson();
  const [sessions, events] = await Promise.all([listSessions(person, systemClock.now()), listSignInEvents(person)]);
  return { person, sessions, events };
}

/** The merchant's members, support's visits and, for users who manage members, open invitations. */
export async function loadMembers(merchantId: string) {
  const { scope, merchant, person } = await loadMerchantContext(merchantId);
  const owner = ownerScope(scope);
  const now = systemClock.now();
  const [members, invitations, openings, consent] = await Promise.all([
    listMembers(scope),
    owner && listInvitations(owner),
    listOpenings(scope),
    findConsent(scope, now),
  ]);
  const ownsMerchant = scope.role === "owner";
  return { merchant, members, invitations, openings, consent, ownsMerchant, manages: owner !== null, self: person.personId, now };
}
