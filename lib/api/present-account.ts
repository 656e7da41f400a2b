import type { z } from "zod";
import { invalid, type Problem } from "@/lib/api/problems";
import * as shapes from "@/lib/api/resources-account";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok, type Result, refuse } from "@/lib/base/result";
import { type MerchantScope, type OwnerScope, ownerScope } from "@/lib/identity/accounts/access";
import { nameOfActor } from "@/lib/identity/accounts/actor";
import { listInvitations, listMembers } from "@/lib/identity/accounts/data";
import type { listAudit } from "@/lib/identity/audit/data";
import { listChannels, type listDeliveries } from "@/lib/notify/data";
import { findEventChannel, type listEventDeliveries } from "@/lib/notify/events/data";
import type { ShipmentView } from "@/lib/orders/tracking/data";
import { findThread } from "@/lib/support/threads/data";
import type { ThreadRow } from "@/lib/support/threads/thread";

// The schemas drop every field that they do not name, as in present.ts. JSON prints dates in ISO 8601.

const present = <Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> =>
  schema.parse(JSON.parse(JSON.stringify(data)));

export const presentShipments = (data: readonly ShipmentView[]) => present(shapes.shipmentListSchema, { data });

export const answerMembers = async (scope: MerchantScope) =>
  ok({ body: present(shapes.memberListSchema, { data: await listMembers(scope) }) });

export const answerInvitations = async (scope: OwnerScope) =>
  ok({ body: present(shapes.invitationListSchema, { data: await listInvitations(scope) }) });

const CODES: Readonly<Record<string, Problem>> = {
  not_found: { code: "not_found" },
  not_owner: { code: "not_owner" },
  last_owner: { code: "last_owner" },
  too_many_invitations: { code: "too_many" },
  too_many_mails: { code: "too_many" },
  already_member: invalid("email", "already_member"),
  already_invited: invalid("email", "already_invited"),
};

/** Runs a change of members with the right of the token's owner, then answers with what is so now. */
export async function asOwner<Body>(
  scope: MerchantScope,
  change: (owner: OwnerScope) => Promise<Result<unknown, string>>,
  answer: (owner: OwnerScope) => Promise<Result<{ body: Body }, never>>,
): Promise<Result<{ body: Body }, Problem>> {
  const owner = ownerScope(scope);
  if (!owner) return refuse({ code: "not_owner" });
  const changed = await change(owner);
  return changed.ok ? answer(owner) : refuse(CODES[changed.reason] ?? { code: "not_found" });
}

type AuditPage = Awaited<ReturnType<typeof listAudit>>;
export const presentAudit = (entries: AuditPage["entries"], nextCursor: string | null) =>
  present(shapes.auditListSchema, {
    data: entries.map((entry) => ({ ...entry, actorKind: entry.actor.kind, actor: nameOfActor(entry.actor) })),
    nextCursor,
  });

export const presentThreads = (data: readonly ThreadRow[]) => present(shapes.threadListSchema, { data });

/** One question; `not_found` if the token may not use its shop. */
export async function answerThread(
  scope: MerchantScope,
  threadId: string,
  mayRead: (thread: ThreadRow) => boolean,
): Promise<Result<{ body: z.output<typeof shapes.threadSchema> }, { code: "not_found" }>> {
  const thread = await findThread(scope, threadId);
  if (!thread || !mayRead(thread)) return refuse({ code: "not_found" });
  const messages = thread.messages.map(({ author, ...message }) => ({
    ...message,
    from: author.kind === "staff" ? "staff" : "merchant",
    author: nameOfActor(author),
  }));
  return ok({ body: present(shapes.threadSchema, { ...thread, messages }) });
}

export const answerChannels = async (scope: MerchantScope) =>
  ok({ body: present(shapes.channelListSchema, { data: (await listChannels(scope)).filter(({ isRemoved }) => !isRemoved) }) });

/** The only answer that holds this secret. */
export async function answerNewSecret(
  scope: MerchantScope,
  channelId: string,
  secret: string | null,
): Promise<Result<{ body: z.output<typeof shapes.newChannelSchema> }, { code: "not_found" }>> {
  const channel = (await answerChannels(scope)).value.body.data.find(({ id }) => id === channelId);
  return channel ? ok({ body: { ...channel, secret } }) : refuse({ code: "not_found" });
}

type DeliveryPage = Awaited<ReturnType<typeof listDeliveries>>;
export const presentDeliveries = (data: DeliveryPage["entries"], nextCursor: string | null) =>
  present(shapes.deliveryListSchema, { data, nextCursor });

export async function answerEventChannel(
  scope: MerchantScope,
  channelId: string,
): Promise<Result<{ body: z.output<typeof shapes.channelEventsSchema> }, { code: "not_found" }>> {
  const channel = await findEventChannel(scope, channelId);
  return channel ? ok({ body: present(shapes.channelEventsSchema, { ...channel, channelId }) }) : refuse({ code: "not_found" });
}

export const presentEventDeliveries = ({ entries, next }: Awaited<ReturnType<typeof listEventDeliveries>>) =>
  present(shapes.eventDeliveryListSchema, { data: entries, nextCursor: next && printListCursor(next) });
