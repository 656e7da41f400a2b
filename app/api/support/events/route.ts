import type { NextRequest } from "next/server";
import { z } from "zod";
import { findStaffScope } from "@/lib/accounts/data";
import { currentPerson } from "@/lib/auth/session";
import { subscribe, subscribeConsole, untilListening } from "@/lib/live/listen";

export const dynamic = "force-dynamic";

const PING_MS = 15_000;

async function isStaff(): Promise<boolean> {
  const person = await currentPerson();
  return person !== null && findStaffScope(person) !== null;
}

/**
 * Tells staff that something changed which the console shows, as server-sent events without content: questions to support, incidents and
 * jobs of many shops, and everything of the one merchant that the page names. The page asks for itself anew.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (!(await isStaff())) return new Response(null, { status: 404 });
  const merchant = z.uuid().safeParse(request.nextUrl.searchParams.get("merchant")).data ?? null;
  const encoder = new TextEncoder();
  let end: () => void = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const write = (name: string): void => {
        if (!ended) controller.enqueue(encoder.encode(`event: ${name}\ndata: {}\n\n`));
      };
      const changed = (): void => write("changed");
      const leave = [subscribeConsole(changed), ...(merchant === null ? [] : [subscribe(merchant, changed)])];
      const ping = setInterval(async () => {
        if (await isStaff().catch(() => false)) return write("ping");
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
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" },
  });
}
