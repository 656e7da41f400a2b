import type { Actor } from "@/lib/identity/accounts/actor";
import { type Role, roleOf } from "@/lib/identity/accounts/roles";
import { type StaffRight, type StaffRole, staffMay } from "@/lib/identity/accounts/staff-roles";
import type { Transaction } from "@/lib/infra/db";
import type { Sql } from "@/lib/infra/sql";

/** Selects a merchant's consents that are valid at `now`. */
export const lastingConsent = (merchantId: string, now: Date) => ({ merchantId, withdrawnAt: null, expiresAt: { gt: now } });

/** Whether an owner's consent lets acting staff manage members and API tokens at `now`. `tx` can read the merchant. */
const hasConsent = async (tx: Transaction, merchantId: string, now: Date): Promise<boolean> =>
  (await tx.supportConsent.count({ where: lastingConsent(merchantId, now) })) > 0;

declare const scopeBrand: unique symbol;

/** The right to read and write one merchant on behalf of an actor. Only this file creates it. */
export interface MerchantScope {
  readonly merchantId: string;
  readonly actor: Actor;
  readonly role: Role | null;
  /** The role of staff; null for all others. */
  readonly staffRole: StaffRole | null;
  /** Whether an owner consented that acting staff manage members and API tokens (lib/identity/accounts/consent.ts). */
  readonly hasConsent: boolean;
  readonly sourceAddress: string | null;
  readonly [scopeBrand]: "merchant";
}

declare const ownerBrand: unique symbol;

/** Adds the right to manage the merchant's members and API tokens. Only this file creates it. */
export interface OwnerScope extends MerchantScope {
  readonly [ownerBrand]: true;
}

/** The right to read across merchants, for support staff and jobs. Only this file creates it. */
export interface PlatformScope {
  readonly actor: Actor;
  /** The role of staff; null for jobs. */
  readonly staffRole: StaffRole | null;
  readonly sourceAddress: string | null;
  readonly [scopeBrand]: "platform";
}

export interface SignedInPerson {
  personId: string;
  name: string;
  email: string;
  isStaff: boolean;
  /** Null for everyone but staff. Staff without a known role may only read. */
  staffRole?: StaffRole | null;
  /** IP address of the browser, within a request. */
  sourceAddress?: string | null;
}

const NO_STAFF = { staffRole: null, hasConsent: false };
const mint = <Scope>(parts: object): Scope => Object.freeze(parts) as Scope;
const sourceOf = ({ sourceAddress }: SignedInPerson) => ({ sourceAddress: sourceAddress ?? null });

export interface Membership {
  merchantId: string;
  name: string;
  role: string;
}

function mintMember(person: SignedInPerson, merchantId: string, stored: string): MerchantScope {
  return mint({
    merchantId,
    role: roleOf(stored),
    ...NO_STAFF,
    actor: { kind: "member", personId: person.personId, name: person.name },
    ...sourceOf(person),
  });
}

/** A member's scope from the memberships read with the session, or null for non-members. */
export function ownScope(person: SignedInPerson & { memberships: readonly Membership[] }, merchantId: string): MerchantScope | null {
  const own = person.memberships.find((membership) => membership.merchantId === merchantId);
  return own ? mintMember(person, merchantId, own.role) : null;
}

const MEMBERSHIP = "select role from membership where merchant_id = $1::uuid and person_id = $2::uuid";

/** A member's scope, or null for non-members and unknown merchants alike. `sql` is within a platform transaction. */
export async function memberScope(sql: Sql, person: SignedInPerson, merchantId: string): Promise<MerchantScope | null> {
  const [membership] = await sql.query<{ role: string }>(MEMBERSHIP, [merchantId, person.personId]);
  return membership ? mintMember(person, merchantId, membership.role) : null;
}

/** The acting member; null for staff, programs and jobs. */
export const memberIdOf = ({ actor }: MerchantScope): string | null => (actor.kind === "member" ? actor.personId : null);

/** The right to manage members and API tokens, for owners and, while an owner consents, for acting staff; else null. */
export function ownerScope(scope: MerchantScope): OwnerScope | null {
  const { role, actor } = scope;
  const manages = role === "owner" || (actor.kind === "staff" && actor.reason !== null && scope.hasConsent);
  return manages ? (scope as OwnerScope) : null;
}

/** Why the scope may only read, or null: viewers never change anything, staff only with a reason. */
export const readOnlyCode = ({ role, actor }: MerchantScope): "role_only_views" | "read_only" | null => {
  if (role === "viewer") return "role_only_views";
  return actor.kind === "staff" && actor.reason === null ? "read_only" : null;
};

export const isReadOnly = (scope: MerchantScope): boolean => readOnlyCode(scope) !== null;

/** Whether the scope may do what requires a role of staff. Members, programs and jobs need none. */
export const isAllowed = ({ actor, staffRole }: MerchantScope | PlatformScope, right: StaffRight): boolean =>
  actor.kind !== "staff" || staffMay(staffRole, right);

/** A staff member's scope on a merchant; null for others and for unknown merchants. A reason counts only for a role that may act. */
export async function staffMerchantScope(
  tx: Transaction,
  person: SignedInPerson,
  merchantId: string,
  reason: string | null,
): Promise<MerchantScope | null> {
  if (!person.isStaff) return null;
  const merchant = await tx.merchant.findUnique({ where: { id: merchantId }, select: { id: true } });
  if (!merchant) return null;
  const staffRole = person.staffRole ?? "viewer";
  const mayAct = staffMay(staffRole, "act_for_merchant");
  const actor: Actor = { kind: "staff", personId: person.personId, name: person.name, reason: mayAct ? reason : null };
  const consent = actor.reason !== null && (await hasConsent(tx, merchantId, new Date()));
  return mint({ merchantId, role: null, staffRole, hasConsent: consent, actor, ...sourceOf(person) });
}

/** A staff member's scope over all merchants; null for others. */
export function staffScope(person: SignedInPerson): PlatformScope | null {
  if (!person.isStaff) return null;
  const staffRole = person.staffRole ?? "viewer";
  return mint({ staffRole, actor: { kind: "staff", personId: person.personId, name: person.name, reason: null }, ...sourceOf(person) });
}

/** The scope of a program that authenticated with an API token (lib/api/token.ts). `manages`: for an owner, with the scope for members. */
export function tokenScope(
  token: { merchantId: string; id: string; name: string },
  sourceAddress: string,
  manages: boolean,
): MerchantScope {
  const { merchantId, id: tokenId, name } = token;
  return mint({ merchantId, role: manages ? "owner" : null, ...NO_STAFF, actor: { kind: "token", tokenId, name }, sourceAddress });
}

/** The scope of a job for one merchant. Only the worker, the seed and tests call it. */
export function jobScope(job: string, merchantId: string): MerchantScope {
  return mint({ merchantId, role: null, ...NO_STAFF, actor: { kind: "job", job }, sourceAddress: null });
}

/** The scope of a job over all merchants. Only the worker and the seed call it. */
export function jobPlatformScope(job: string): PlatformScope {
  return mint({ staffRole: null, actor: { kind: "job", job }, sourceAddress: null });
}

/**
 * The scope of an act over many merchants on one of them, on behalf of the staff member who started it. Only bulk jobs, the search
 * for buyers and answers from the queue call it.
 */
export function orderedScope(actor: Actor, merchantId: string, sourceAddress: string | null): MerchantScope {
  return mint({ merchantId, role: null, ...NO_STAFF, actor, sourceAddress });
}
