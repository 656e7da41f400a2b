import type { NextRequest } from "next/server";
import { z } from "zod";
import { enterMerchant } from "@/lib/identity/accounts/loaders";
import { spendQuota } from "@/lib/identity/quota/spend";
import { BUILD_ID } from "@/lib/infra/live/build-id";
import { endWithProcess } from "@/lib/infra/live/end-with-process";
import { EVENT_STREAM_HEADERS, printEvent } from "@/lib/infra/live/event-stream";
import { mayHaveMissedUpdates, subscribe, whenListening } from "@/lib/infra/live/listen";
import { openPageFeed, PAGE_TOPICS } from "@/lib/infra/live/page-feed";
import { log } from "@/lib/infra/log";
import type { LiveUpdate } from "@/lib/integrations/live-update";
import { openListFeed, openShopFeed, tonesReader, type UpdateFeed, updateReader } from "@/lib/integrations/live-update-feed";

export const dynamic = "force-dynamic";

/** Proxies close idle connections; the browser treats longer silence as a dead one (components/live/live-stream.ts). */
const PING_MS = 15_000;

const querySchema = z.object({
  merchant: z.uuid(),
  integration: z.uuid().nullable(),
  /** Set by pages that only receive re-render events. */
  page: z.enum(PAGE_TOPICS).nullable(),
  /** When the page was read, in milliseconds. */
  since: z.coerce.number(),
});

/**
 * Server-sent events of one merchant: every committed change, read within the reader's scope, and on connect what the page may have missed. With
 * `page`, re-render events only.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const search = request.nextUrl.searchParams;
  const query = querySchema.safeParse(
    Object.fromEntries(["merchant", "integration", "page", "since"].map((name) => [name, search.get(name)])),
  );
  if (!query.success) return new Response(null, { status: 404 });
  const { merchant, integration, page, since } = query.data;
  const entry = await enterMerchant(merchant);
  // Reported inside the stream: EventSource hides the status of an error response from the page.
  if (entry.kind === "signed_out")
    return new Response(printEvent("news", { kind: "signed_out" } satisfies LiveUpdate), { headers: EVENT_STREAM_HEADERS });
  if (entry.kind !== "scope") return new Response(null, { status: 404 });
  const { scope } = entry;
  const wait = await spendQuota({ scope }, "event_stream");
  if (wait !== null) return new Response(null, { status: 429, headers: { "retry-after": `${wait}` } });
  const encoder = new TextEncoder();
  let end: () => void = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const write = (name: string, data: unknown): void => {
        if (!ended) controller.enqueue(encoder.encode(printEvent(name, data)));
      };
      const send = (news: LiveUpdate): void => write("news", news);
      // On any error, close: the browser reconnects and catches up.
      const tellPage = (): void => send({ kind: "page" });
      const fail = (error: unknown): void => {
        log.error({ err: error }, "event stream");
        end();
      };
      const read = updateReader(scope, integration !== null);
      const mayLack = (): boolean => mayHaveMissedUpdates(merchant, since);
      const openRows = (): UpdateFeed =>
        integration !== null
          ? openShopFeed(integration, read, send, fail)
          : openListFeed({ read, readTones: tonesReader(scope), mayHaveMissedUpdates: mayLack, send, fail });
      const rows = page === null ? openRows() : null;
      const feed = rows ?? openPageFeed({ topic: page ?? "page", one: integration }, tellPage);
      const unsubscribe = subscribe(merchant, feed.tell);
      const ping = setInterval(async () => {
        const now = await enterMerchant(merchant).catch(() => null);
        if (now?.kind === "scope") return write("ping", {});
        // A reader without access gets the refusal from the next page request.
        if (now?.kind === "signed_out") send({ kind: "signed_out" });
        end();
      }, PING_MS);
      end = () => {
        if (ended) return;
        ended = true;
        stay();
        clearInterval(ping);
        unsubscribe();
        feed.close();
        controller.close();
      };
      const stay = endWithProcess(() => end());
      request.signal.addEventListener("abort", end);
      void whenListening().then(async () => {
        write("build", BUILD_ID);
        if (rows) await rows.begin();
        // The first event marks the page as up to date, even without changes.
        write("ping", {});
        if (!rows && mayLack()) feed.tell({ kind: "connected" });
      });
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}
