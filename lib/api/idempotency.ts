import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";

/** How long an answer is sent again. */
const KEPT_MS = DAY_MS;
/** A call without an answer for this long has died with its process. */
const LOST_AFTER_MS = 2 * MINUTE_MS;
/** How long a call waits for the answer to the same call, which still runs. */
const PATIENCE_MS = 20 * SECOND_MS;
const POLL_MS = 200;

export const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export interface RepeatableCall {
  merchantId: string;
  tokenId: string;
  key: string;
  /** SHA-256 of method, address and body. */
  hash: Uint8Array<ArrayBuffer>;
  /** The field of the answer that only its first receiver gets. */
  secretField?: string | undefined;
}

export function hashCall(request: Request, body: string): Uint8Array<ArrayBuffer> {
  const { pathname, search } = new URL(request.url);
  return new Uint8Array(
    createHash("sha256")
      .update(JSON.stringify([request.method, pathname, search, body]))
      .digest(),
  );
}

type Earlier = { kind: "none" | "reused" | "running" } | { kind: "answered"; response: Response };

const headersSchema = z.record(z.string(), z.string());

/** Claims the key for this call, unless an earlier call has it. */
function claim({ merchantId, tokenId, key, hash }: RepeatableCall, now: Date): Promise<Earlier> {
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  const id = { merchantId, tokenId, key };
  return inMerchant(merchantId, async (tx) => {
    await tx.apiReplay.deleteMany({
      where: { ...id, OR: [{ calledAt: { lt: before(KEPT_MS) } }, { status: null, calledAt: { lt: before(LOST_AFTER_MS) } }] },
    });
    const { count } = await tx.apiReplay.createMany({ data: [{ ...id, requestHash: hash, calledAt: now }], skipDuplicates: true });
    if (count === 1) return { kind: "none" };
    const earlier = await tx.apiReplay.findUnique({ where: { merchantId_tokenId_key: id } });
    if (!earlier) return { kind: "running" };
    if (Buffer.compare(earlier.requestHash, hash) !== 0) return { kind: "reused" };
    if (earlier.status === null) return { kind: "running" };
    const headers = { ...headersSchema.parse(earlier.headers), "idempotency-replayed": "true" };
    return { kind: "answered", response: new Response(earlier.body, { status: earlier.status, headers }) };
  });
}

/** What a failed call answers may pass the next time, so only other answers are kept. */
const isKept = ({ status }: Response): boolean => status < 500 && status !== 429;

const forget = ({ merchantId, tokenId, key }: RepeatableCall) =>
  inMerchant(merchantId, (tx) => tx.apiReplay.deleteMany({ where: { merchantId, tokenId, key } }));

const withoutField = (text: string, field: string): string =>
  JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(JSON.parse(text)), [field]: null });

async function keep(call: RepeatableCall, response: Response): Promise<void> {
  if (!isKept(response)) return void (await forget(call));
  const { merchantId, tokenId, key } = call;
  const headers = Object.fromEntries(
    ["content-type", "location", "cache-control"].flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const text = await response.clone().text();
  const body = call.secretField && response.ok ? withoutField(text, call.secretField) : text;
  const data = { status: response.status, headers, body };
  await inMerchant(merchantId, (tx) => tx.apiReplay.updateMany({ where: { merchantId, tokenId, key }, data }));
}

/** Runs a call with an Idempotency-Key once, and answers the same call again with the first answer. */
export async function runOnce(call: RepeatableCall, run: () => Promise<Response>): Promise<Response | "reused" | "running"> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const earlier = await claim(call, new Date());
    if (earlier.kind === "answered") return earlier.response;
    if (earlier.kind === "reused") return "reused";
    if (earlier.kind === "none") break;
    if (Date.now() >= end) return "running";
    await wait(POLL_MS);
  }
  try {
    const response = await run();
    await keep(call, response);
    return response;
  } catch (error) {
    await forget(call);
    throw error;
  }
}

/** Deletes answers that are no longer sent again. */
export const pruneReplays = (_scope: PlatformScope, now: Date) =>
  inPlatform((tx) => tx.apiReplay.deleteMany({ where: { calledAt: { lt: new Date(now.getTime() - KEPT_MS) } } }));
