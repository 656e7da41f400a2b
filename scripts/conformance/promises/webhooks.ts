import { randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { connectorFor } from "@/lib/connectors/registry";
import { hasWebhooks, readWebhook } from "@/lib/connectors/webhooks";
import { nameFailure, outcomeOf, untested, withShop } from "@/scripts/conformance/promises/outcomes";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

const BURST = 12;
const PROMISE = "A burst of changes within a second arrives by webhook";
const REMOVED = "Disconnecting leaves no webhook in the shop";

/** Takes deliveries, and notes the orders named by those with a correct signature. */
async function listen(subject: Subject, secret: string) {
  const named = new Set<string>();
  const refused: string[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = request.headers as Record<string, string | undefined>;
      const hint = hasWebhooks(subject.shopSystem) ? readWebhook(subject.shopSystem, headers, Buffer.concat(chunks), [secret]) : null;
      if (hint?.ok && hint.value.kind === "order" && hint.value.externalId) named.add(hint.value.externalId);
      if (hint && !hint.ok) refused.push(hint.reason);
      response.end();
    });
  });
  server.listen(subject.webhooks?.listen.port, subject.webhooks?.listen.host);
  await once(server, "listening");
  return { named, refused, close: () => server.close() };
}

export async function checkWebhooks(subject: Subject): Promise<Outcome[]> {
  const { orderWebhooks } = connectorFor(subject.shopSystem);
  const { change, webhooks } = subject;
  const missing =
    orderWebhooks?.secret !== "made_here"
      ? "the shop system lets no key create them"
      : !webhooks
        ? '"webhooks" is missing'
        : !change
          ? 'the command "change" is missing'
          : null;
  if (missing !== null || !orderWebhooks || !webhooks || !change)
    return [PROMISE, REMOVED].map((promise) => untested(promise, missing ?? ""));
  const secret = randomBytes(24).toString("base64url");
  const ids = (await subject.listTruth()).flatMap(({ id, place }) => (place === "list" ? id : [])).slice(-BURST);
  const receiver = await listen(subject, secret);
  try {
    return await withShop(subject, async (shop) => {
      const made = await orderWebhooks.ensure(shop, { address: webhooks.address, secret });
      if (!made.ok) return [outcomeOf(PROMISE, [nameFailure(made.failure)], ""), untested(REMOVED, "none was created")];
      await change(ids);
      await webhooks.deliver?.();
      const until = Date.now() + webhooks.withinMs;
      const unnamed = (): string[] => ids.filter((id) => !receiver.named.has(id));
      while (unnamed().length > 0 && Date.now() < until) await wait(100);
      const problems = [...unnamed().map((id) => `order ${id}: changed in the shop, named by no delivery`), ...receiver.refused];
      const removed = await orderWebhooks.remove(shop, webhooks.address);
      const left = await orderWebhooks.inspect(shop, webhooks.address);
      const stays = !removed.ok
        ? [nameFailure(removed.failure)]
        : !left.ok
          ? [nameFailure(left.failure)]
          : left.value === "off"
            ? []
            : ["they are still active"];
      return [outcomeOf(PROMISE, problems, `${ids.length} changes`), outcomeOf(REMOVED, stays, "removed")];
    });
  } finally {
    receiver.close();
  }
}
