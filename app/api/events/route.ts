import type { NextRequest } from "next/server";
import { z } from "zod";
import { enterMerchant } from "@/lib/identity/accounts/loaders";
import { spendQuota } from "@/lib/identity/quota/spend";
import { mayHaveMissedUpdates, subscribe } from "@/lib/infra/live/listen";
import { openPageFeed, PAGE_TOPICS } from "@/lib/infra/live/page-feed";
import { openListFeed, openShopFeed, tonesReader, type UpdateFeed, updateReader } from "@/lib/integrations/live/live-update-feed";
import { openEventStream, type StreamAccess, signedOutStream } from "@/lib/integrations/live/open-event-stream";

const querySchema = z.object({
  merchant: z.uuid(),
  integration: z.uuid().nullable(),
  /** Set by pages that only receive re-render events. */
  page: z.enum(PAGE_TOPICS).nullable(),
  since: z.coerce.number(),
});

/**
 * Server-sent events of one merchant: every committed change, read within the user's scope, and on connect what the page may have missed.
 * With `page`, only re-render events.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const search = request.nextUrl.searchParams;
  const query = querySchema.safeParse(
    Object.fromEntries(["merchant", "integration", "page", "since"].map((name) => [name, search.get(name)])),
  );
  if (!query.success) return new Response(null, { status: 404 });
  const { merchant, integration, page, since } = query.data;
  const entry = await enterMerchant(merchant);
  if (entry.kind === "signed_out") return signedOutStream();
  if (entry.kind !== "scope") return new Response(null, { status: 404 });
  const { scope } = entry;
  const wait = await spendQuota({ scope }, "event_stream");
  if (wait !== null) return new Response(null, { status: 429, headers: { "retry-after": `${wait}` } });

  const access = async (): Promise<StreamAccess> => {
    const { kind } = await enterMerchant(merchant);
    return kind === "scope" ? "granted" : kind === "signed_out" ? "signed_out" : "refused";
  };
  return openEventStream("personId" in scope.actor ? scope.actor.personId : merchant, request.signal, access, (send, fail) => {
    const read = updateReader(scope, integration !== null);
    const mayHaveMissed = (): boolean => mayHaveMissedUpdates(merchant, since);
    const openRows = (): UpdateFeed =>
      integration !== null
        ? openShopFeed(integration, read, send, fail)
        : openListFeed({ read, readTones: tonesReader(scope), mayHaveMissedUpdates: mayHaveMissed, send, fail });
    const rows = page === null ? openRows() : null;
    const feed = rows ?? openPageFeed({ topic: page ?? "page", one: integration }, () => send({ kind: "page" }));
    const unsubscribe = subscribe(merchant, feed.notify);
    return {
      async begin(ready) {
        if (rows) await rows.begin();
        ready();
        if (!rows && mayHaveMissed()) feed.notify({ kind: "connected" });
      },
      close() {
        unsubscribe();
        feed.close();
      },
    };
  });
}
