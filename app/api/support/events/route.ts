import type { NextRequest } from "next/server";
import { z } from "zod";
import { findStaffScope } from "@/lib/identity/accounts/data";
import { currentPerson } from "@/lib/identity/auth/session";
import { BUILD_ID } from "@/lib/infra/live/build-id";
import { endWithProcess } from "@/lib/infra/live/end-with-process";
import { EVENT_STREAM_HEADERS, printEvent } from "@/lib/infra/live/event-stream";
import { consoleMayHaveMissedUpdates, mayHaveMissedUpdates, subscribe, subscribeConsole, whenListening } from "@/lib/infra/live/listen";
import { openPageFeed } from "@/lib/infra/live/page-feed";
import type { LiveUpdate } from "@/lib/integrations/live-update";

export const dynamic = "force-dynamic";

const PING_MS = 15_000;

const querySchema = z.object({
  merchant: z.uuid().nullable().catch(null),
  /** When the page was read, in milliseconds. */
  since: z.coerce.number().catch(0),
});

async function standing(): Promise<"staff" | "signed_out" | "not_staff"> {
  const person = await currentPerson();
  if (!person) return "signed_out";
  return findStaffScope(person) === null ? "not_staff" : "staff";
}

/**
 * Server-sent events without content for the console: questions, incidents, bulk jobs, and any change of the merchant named by the page; on
 * connect if the page may have missed some. The client then re-renders.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const who = await standing();
  // Reported inside the stream: EventSource hides the status of an error response from the page.
  if (who === "signed_out")
    return new Response(printEvent("news", { kind: "signed_out" } satisfies LiveUpdate), { headers: EVENT_STREAM_HEADERS });
  if (who === "not_staff") return new Response(null, { status: 404 });
  const search = request.nextUrl.searchParams;
  const { merchant, since } = querySchema.parse({ merchant: search.get("merchant"), since: search.get("since") });
  const encoder = new TextEncoder();
  let end: () => void = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const write = (name: string, data: unknown): void => {
        if (!ended) controller.enqueue(encoder.encode(printEvent(name, data)));
      };
      const send = (news: LiveUpdate): void => write("news", news);
      const feed = openPageFeed({ topic: "page", one: null }, () => send({ kind: "page" }));
      // Any notification may concern the page.
      const changed = (): void => feed.tell({ kind: "connected" });
      const leave = [subscribeConsole(changed), ...(merchant === null ? [] : [subscribe(merchant, changed)])];
      const ping = setInterval(async () => {
        const now = await standing().catch(() => "not_staff");
        if (now === "staff") return write("ping", {});
        if (now === "signed_out") send({ kind: "signed_out" });
        end();
      }, PING_MS);
      end = () => {
        if (ended) return;
        ended = true;
        stay();
        clearInterval(ping);
        feed.close();
        for (const one of leave) one();
        controller.close();
      };
      const stay = endWithProcess(() => end());
      request.signal.addEventListener("abort", end);
      void whenListening().then(() => {
        write("build", BUILD_ID);
        // The first event marks the page as up to date, even without changes.
        write("ping", {});
        if (consoleMayHaveMissedUpdates(since) || (merchant !== null && mayHaveMissedUpdates(merchant, since))) changed();
      });
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}
