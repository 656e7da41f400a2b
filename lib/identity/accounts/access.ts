import type { Actor } from "@/lib/identity/accounts/actor";
import { isRole, type Role } from "@/lib/identity/accounts/roles";
import type { Transaction } from "@/lib/infra/db";
import type { Sql } from "@/lib/infra/sql";

declare const scopeBrand: unique symbol;

/** The right to read and write one merchant, and the actor it is done as. Only this file mints it. */
export interface MerchantScope {
  readonly merchantId: string;
  readonly actor: Actor;
  /** Of a member; null for staff, for programs and for jobs. */
  readonly role: Role | null;
  /** The network address of the browser or the program that asks; null for jobs. */
  readonly sourceAddress: string | null;
  readonly [scopeBrand]: "merchant";
}

declare const ownerBrand: unique symbol;

/** The right to manage the members of one merchant as well. Only this file mints it. */
export interface OwnerScope extends MerchantScope {
  readonly [ownerBrand]: true;
}

/** The right to read across merchants: support staff and jobs. Only this file mints it. */
export interface PlatformScope {
  readonly actor: Actor;
  readonly sourceAddress: string | null;
  readonly [scopeBrand]: "platform";
}

/** The signed-in person, as the session names them. */
export interface SignedInPerson {
  personId: string;
  name: string;
  email: string;
  isStaff: boolean;
  /** The network address of their browser, where a request is at hand. */
  sourceAddress?: string | null;
}

const mint = <Scope>(parts: object): Scope => Object.freeze(parts) as Scope;
const sourceOf = ({ sourceAddress }: SignedInPerson) => ({ sourceAddress: sourceAddress ?? null });

/** What a person belongs to, as the database has it at this moment. */
export interface Membership {
  merchantId: string;
  /** Of the merchant. */
  name: string;
  role: string;
}

function mintMember(person: SignedInPerson, merchantId: string, stored: string): MerchantScope {
  const role = isRole(stored) ? stored : "member";
  return mint({ merchantId, role, actor: { kind: "member", personId: person.personId, name: person.name }, ...sourceOf(person) });
}

/** A member's scope by what was read with their session, or null when they are no member of that merchant. */
export function ownScope(person: SignedInPerson & { memberships: readonly Membership[] }, merchantId: string): MerchantScope | null {
  const own = person.memberships.find((membership) => membership.merchantId === merchantId);
  return own ? mintMember(person, merchantId, own.role) : null;
}

const MEMBERSHIP = { name: "membership", text: "select role from membership where merchant_id = $1::uuid and person_id = $2::uuid" };

/** A member's scope, or null when the person is no member of that merchant (or it does not exist: both answer alike). `sql` is within a platform transaction. */
export async function memberScope(sql: Sql, person: SignedInPerson, merchantId: string): Promise<MerchantScope | null> {
  const [membership] = await sql.query<{ role: string }>(MEMBERSHIP, [merchantId, person.personId]);
  return membership ? mintMember(person, merchantId, membership.role) : null;
}

/** The right to manage the members: of owners, and of staff while they act with a reason, which stands with everything they do; null for all others. */
export function ownerScope(scope: MerchantScope): OwnerScope | null {
  const { role, actor } = scope;
  const manages = role === "owner" || (actor.kind === "staff" && actor.reason !== null);
  return manages ? (scope as OwnerScope) : null;
}

/** A staff member's scope on a merchant, or null for others and for merchants that do not exist. */
export async function staffMerchantScope(
  tx: Transaction,
  person: SignedInPerson,
  merchantId: string,
  reason: string | null,
): Promise<MerchantScope | null> {
  if (!person.isStaff) return null;
  const merchant = await tx.merchant.findUnique({ where: { id: merchantId }, select: { id: true } });
  if (!merchant) return null;
  const actor: Actor = { kind: "staff", personId: person.personId, name: person.name, reason };
  return mint({ merchantId, role: null, actor, ...sourceOf(person) });
}

/** A staff member's view over all merchants, or null for others. */
export function staffScope(person: SignedInPerson): PlatformScope | null {
  if (!person.isStaff) return null;
  return mint({ actor: { kind: "staff", personId: person.personId, name: person.name, reason: null }, ...sourceOf(person) });
}

/** A program that showed a token of the merchant's (lib/api/find-by-token.ts), which is the proof that the merchant let it in. It never manages members. */
export function tokenScope(token: { merchantId: string; id: string; name: string }, sourceAddress: string): MerchantScope {
  const { merchantId, id: tokenId, name } = token;
  return mint({ merchantId, role: null, actor: { kind: "token", tokenId, name }, sourceAddress });
}

/** The scope of a job that works for one merchant. The worker, the seed and the tests call it; pages and actions never do. */
export function jobScope(job: string, merchantId: string): MerchantScope {
  return mint({ merchantId, role: null, actor: { kind: "job", job }, sourceAddress: null });
}

/** The scope of a job that looks over all merchants. The worker and the seed call it. */
export function jobPlatformScope(job: string): PlatformScope {
  return mint({ actor: { kind: "job", job }, sourceAddress: null });
}

/** The scope of work on one merchant that a member of staff ordered for many at once. The worker calls it, with the actor that the order names. */
export function orderedScope(actor: Actor, merchantId: string, sourceAddress: string | null): MerchantScope {
  return mint({ merchantId, role: null, actor, sourceAddress });
}
