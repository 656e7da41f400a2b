import { OPEN_STREAMS } from "@/lib/identity/quota/policy";
import { BUILD_ID, EVENT_STREAM_HEADERS, endWithProcess, printEvent, takeStream } from "@/lib/infra/live/event-stream";
import { whenListening } from "@/lib/infra/live/listen";
import { log } from "@/lib/infra/log";
import type { LiveUpdate } from "@/lib/integrations/live/live-update";

/** Proxies close idle connections, and the browser treats a longer silence as a lost connection (components/live/live-stream.ts). */
const PING_MS = 15_000;

export type StreamAccess = "granted" | "signed_out" | "refused";

interface Source {
  /** Sends what the page may have missed. The first event after `ready` marks the page as up to date, even without changes. */
  begin(ready: () => void): void | Promise<void>;
  close(): void;
}

/** The response when the session has ended, as a stream: EventSource hides the status of an error response from the page. */
export const signedOutStream = (): Response =>
  new Response(printEvent("news", { kind: "signed_out" } satisfies LiveUpdate), { headers: EVENT_STREAM_HEADERS });

/**
 * A stream of server-sent events that ends with its request, the process, an error, or the loss of access. After an error the browser
 * reconnects and catches up. 429 if a `reader` (a person's id) has too many open.
 */
export function openEventStream(
  reader: string,
  request: AbortSignal,
  access: () => Promise<StreamAccess>,
  open: (send: (news: LiveUpdate) => void, fail: (error: unknown) => void) => Source,
): Response {
  const free = takeStream(reader, OPEN_STREAMS);
  if (!free) return new Response(null, { status: 429, headers: { "retry-after": "60" } });
  const encoder = new TextEncoder();
  let end: (isCanceled?: boolean) => void = () => {};

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const write = (name: string, data: unknown): void => {
        if (!ended) controller.enqueue(encoder.encode(printEvent(name, data)));
      };
      const send = (news: LiveUpdate): void => write("news", news);
      const source = open(send, (error) => {
        log.error({ err: error }, "event stream");
        end();
      });
      const ping = setInterval(async () => {
        const now = await access().catch((): StreamAccess => "refused");
        if (now === "granted") return write("ping", {});
        // For a reader without access, the next page request shows the refusal.
        if (now === "signed_out") send({ kind: "signed_out" });
        end();
      }, PING_MS);
      const stay = endWithProcess(() => end());
      end = (isCanceled = false) => {
        if (ended) return;
        ended = true;
        stay();
        free();
        clearInterval(ping);
        source.close();
        // A canceled stream is already closed.
        if (!isCanceled) controller.close();
      };
      request.addEventListener("abort", () => end());
      void whenListening().then(() => {
        write("build", BUILD_ID);
        return source.begin(() => write("ping", {}));
      });
    },
    cancel: () => end(true),
  });
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}
