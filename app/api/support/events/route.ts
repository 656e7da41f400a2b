import type { NextRequest } from "next/server";
import { z } from "zod";
import { staffScope } from "@/lib/identity/accounts/access";
import { whoIs } from "@/lib/identity/accounts/actor";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import { currentPerson } from "@/lib/identity/auth/session";
import { spendQuota } from "@/lib/identity/quota/spend";
import {
  consoleMayHaveMissedUpdates,
  mayHaveMissedUpdates,
  queueMayHaveMissedUpdates,
  subscribe,
  subscribeConsole,
  subscribeQueue,
} from "@/lib/infra/live/listen";
import { openPageFeed } from "@/lib/infra/live/page-feed";
import { openEventStream, type StreamAccess, signedOutStream } from "@/lib/integrations/live/open-event-stream";

const querySchema = z.object({
  merchant: z.uuid().nullable().catch(null),
  /** Whether the page shows the queue of incidents. */
  queue: z.literal("1").nullable().catch(null),
  since: z.coerce.number().catch(0),
});

const accessOf = (person: CurrentPerson | null): StreamAccess =>
  person === null ? "signed_out" : staffScope(person) === null ? "refused" : "granted";

/**
 * Server-sent events without content for the console: questions, incidents, bulk jobs, the queue or any change of the merchant that the page
 * names, and on connect whether the page may have missed some. The client then re-renders.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const person = await currentPerson();
  if (!person) return signedOutStream();
  if (accessOf(person) === "refused") return new Response(null, { status: 404 });
  const wait = await spendQuota({ scope: whoIs(person) }, "event_stream");
  if (wait !== null) return new Response(null, { status: 429, headers: { "retry-after": `${wait}` } });
  const search = request.nextUrl.searchParams;
  const { merchant, queue, since } = querySchema.parse(
    Object.fromEntries(["merchant", "queue", "since"].map((name) => [name, search.get(name)])),
  );

  return openEventStream(
    person.personId,
    request.signal,
    async () => accessOf(await currentPerson()),
    (send) => {
      const feed = openPageFeed({ topic: "page", one: null }, () => send({ kind: "page" }));
      // Any notification may concern the page.
      const changed = (): void => feed.notify({ kind: "connected" });
      const leave = [
        subscribeConsole(changed),
        ...(merchant === null ? [] : [subscribe(merchant, changed)]),
        ...(queue ? [subscribeQueue(changed)] : []),
      ];
      return {
        begin(ready) {
          ready();
          const mayMiss = consoleMayHaveMissedUpdates(since) || (queue !== null && queueMayHaveMissedUpdates(since));
          if (mayMiss || (merchant !== null && mayHaveMissedUpdates(merchant, since))) changed();
        },
        close() {
          feed.close();
          for (const one of leave) one();
        },
      };
    },
  );
}
