import type { NextRequest } from "next/server";
import { z } from "zod";
import { enterMerchant } from "@/lib/identity/accounts/loaders";
import { BUILD_ID } from "@/lib/infra/live/build-id";
import { endWithProcess } from "@/lib/infra/live/end-with-process";
import { EVENT_STREAM_HEADERS, printEvent } from "@/lib/infra/live/event-stream";
import { mayHaveMissedUpdates, subscribe, whenListening } from "@/lib/infra/live/listen";
import { openPageFeed, PAGE_TOPICS } from "@/lib/infra/live/page-feed";
import { log } from "@/lib/infra/log";
import type { LiveUpdate } from "@/lib/integrations/live-update";
import { openListFeed, openShopFeed, tonesReader, type UpdateFeed, updateReader } from "@/lib/integrations/live-update-feed";

export const dynamic = "force-dynamic";

/** Proxies close what is silent for long; the browser takes longer silence for a dead connection (components/live/live-stream.ts). */
const PING_MS = 15_000;

const querySchema = z.object({
  merchant: z.uuid(),
  integration: z.uuid().nullable(),
  /** Set by pages that hear only that they are to be read anew. */
  page: z.enum(PAGE_TOPICS).nullable(),
  /** When the page was read, in milliseconds. */
  since: z.coerce.number(),
});

/**
 * The news of one merchant as server-sent events: every committed change, read within the reader's scope, and what the page may lack at connect.
 * With `page` only that there are news.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const search = request.nextUrl.searchParams;
  const query = querySchema.safeParse(
    Object.fromEntries(["merchant", "integration", "page", "since"].map((name) => [name, search.get(name)])),
  );
  if (!query.success) return new Response(null, { status: 404 });
  const { merchant, integration, page, since } = query.data;
  const entry = await enterMerchant(merchant);
  // Said in the stream: of an answer that is none, a browser's EventSource tells its page nothing.
  if (entry.kind === "signed_out")
    return new Response(printEvent("news", { kind: "signed_out" } satisfies LiveUpdate), { headers: EVENT_STREAM_HEADERS });
  if (entry.kind !== "scope") return new Response(null, { status: 404 });
  const { scope } = entry;
  const encoder = new TextEncoder();
  let end: () => void = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const write = (name: string, data: unknown): void => {
        if (!ended) controller.enqueue(encoder.encode(printEvent(name, data)));
      };
      const send = (news: LiveUpdate): void => write("news", news);
      // Closing is the whole answer to trouble: the browser comes back and hears what it missed.
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
        // Whoever may no longer enter is told so by the page that is asked for next.
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
        // The first word says that the page is up to date, also when nothing happened.
        write("ping", {});
        if (!rows && mayLack()) feed.tell({ kind: "connected" });
      });
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}
