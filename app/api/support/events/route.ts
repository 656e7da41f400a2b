import type { NextRequest } from "next/server";
import { z } from "zod";
import { findStaffScope } from "@/lib/accounts/data";
import { currentPerson } from "@/lib/auth/session";
import { EVENT_STREAM_HEADERS, printEvent } from "@/lib/live/event-stream";
import { subscribe, subscribeConsole, untilListening } from "@/lib/live/listen";

export const dynamic = "force-dynamic";

const PING_MS = 15_000;

async function standing(): Promise<"staff" | "signed_out" | "stranger"> {
  const person = await currentPerson();
  if (!person) return "signed_out";
  return findStaffScope(person) === null ? "stranger" : "staff";
}

/**
 * Tells staff that something changed which the console shows, as server-sent events without content: questions to support, incidents and
 * jobs of many shops, and everything of the one merchant that the page names. The page asks for itself anew.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const who = await standing();
  // Said in the stream: of an answer that is none, a browser's EventSource tells its page nothing.
  if (who === "signed_out") return new Response(printEvent("signed_out"), { headers: EVENT_STREAM_HEADERS });
  if (who === "stranger") return new Response(null, { status: 404 });
  const merchant = z.uuid().safeParse(request.nextUrl.searchParams.get("merchant")).data ?? null;
  const encoder = new TextEncoder();
  let end: () => void = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const write = (name: string): void => {
        if (!ended) controller.enqueue(encoder.encode(printEvent(name)));
      };
      const changed = (): void => write("changed");
      const leave = [subscribeConsole(changed), ...(merchant === null ? [] : [subscribe(merchant, changed)])];
      const ping = setInterval(async () => {
        const now = await standing().catch(() => "stranger");
        if (now === "staff") return write("ping");
        if (now === "signed_out") write("signed_out");
        end();
      }, PING_MS);
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(ping);
        for (const one of leave) one();
        controller.close();
      };
      request.signal.addEventListener("abort", end);
      void untilListening().then(() => write("ping"));
    },
    cancel: () => end(),
  });
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}
