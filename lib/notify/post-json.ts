import { Client } from "undici";
import { LIMITS } from "@/lib/base/limits";
import { multiLine } from "@/lib/base/normalize-text";
import { classifyAddress, liesIn } from "@/lib/connectors/net/address";
import type { TargetPolicy } from "@/lib/connectors/net/policy";
import { pinnedLookup, type ResolvedAddress, resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";

/** Whether messages may be sent to this origin: over https, or unencrypted within the networks that the operator allows. */
export const mayCarryMessages = (origin: string, addresses: readonly ResolvedAddress[], { allowNetworks }: TargetPolicy): boolean =>
  origin.startsWith("https:") ||
  (addresses.length > 0 && addresses.every(({ address }) => classifyAddress(address) !== "public" || liesIn(address, allowNetworks)));

export type PostOutcome =
  | { ok: true; status: number; said: string }
  | { ok: false; failure: "refused"; status: number; said: string }
  | { ok: false; failure: "target_not_allowed" | "unreachable"; status: null };

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES = 64 * 1024;

/** The first characters of an answer, which is read to its end if that is near. */
async function readBeginning(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    if (bytes < LIMITS.webhookAnswer) chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) break;
  }
  return multiLine(Buffer.concat(chunks).toString("utf8").slice(0, LIMITS.webhookAnswer));
}

/**
 * Posts to a merchant's URL: only to allowed targets, pinned to the resolved IP address, without redirects, limited in time and bytes.
 * Unencrypted only within the operator's networks. Any 2xx is a success.
 */
export async function postJson(url: string, body: string, headers: Record<string, string>, policy: TargetPolicy): Promise<PostOutcome> {
  const target = parseTarget(url);
  if (!target.ok) return { ok: false, failure: "target_not_allowed", status: null };
  const resolved = await resolveTarget(target.value.host, target.value.port, policy);
  if (!resolved.ok)
    return { ok: false, failure: resolved.reason.code === "target_not_allowed" ? "target_not_allowed" : "unreachable", status: null };
  if (!mayCarryMessages(target.value.origin, resolved.value.addresses, policy))
    return { ok: false, failure: "target_not_allowed", status: null };
  const client = new Client(target.value.origin, {
    connect: { lookup: pinnedLookup(resolved.value.addresses), timeout: TIMEOUT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  try {
    const { pathname, search } = new URL(url);
    const answer = await client.request({
      method: "POST",
      path: pathname + search,
      headers: { "content-type": "application/json", "user-agent": "Mooring-Notifications/1.0", ...headers },
      body,
      signal: AbortSignal.timeout(2 * TIMEOUT_MS),
    });
    const said = await readBeginning(answer.body);
    const { statusCode: status } = answer;
    return status >= 200 && status < 300 ? { ok: true, status, said } : { ok: false, failure: "refused", status, said };
  } catch {
    return { ok: false, failure: "unreachable", status: null };
  } finally {
    await client.destroy();
  }
}
