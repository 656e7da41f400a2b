import type http from "node:http";
import type { FakeAnswer } from "@/lib/testing/fake-shops/answer";
import { APACHE } from "@/lib/testing/fake-shops/front-pages";

export interface WriteOptions {
  method: string;
  /** The shop's own time, for the Date header. */
  date: Date;
  bodyPrefix: string;
  /** Cut the connection after this many bytes of the body; null sends all of it. */
  dropAfterBytes: number | null;
  endless: boolean;
}

/** Writes a response to the wire, with the faults that concern writing itself. */
export function writeAnswer(response: http.ServerResponse, answer: FakeAnswer, options: WriteOptions): void {
  const body = Buffer.from(options.bodyPrefix + answer.body);
  const named = (name: string): boolean => answer.headers.some(([key]) => key.toLowerCase() === name);
  const headers = [["Date", options.date.toUTCString()], ...(named("server") ? [] : [["Server", APACHE]]), ...answer.headers];
  const hasBody = options.method !== "HEAD" && answer.status !== 204 && answer.status !== 304;
  response.sendDate = false;

  if (options.endless && hasBody) {
    response.writeHead(answer.status, headers.flat());
    const chunk = Buffer.alloc(16_384, " ");
    const pump = (): void => {
      if (!response.destroyed) response.write(chunk, () => setTimeout(pump, 5));
    };
    response.write(body);
    pump();
    return;
  }
  headers.push(["Content-Length", String(body.byteLength)]);
  response.writeHead(answer.status, headers.flat());
  if (!hasBody) response.end();
  else if (options.dropAfterBytes === null) response.end(body);
  else
    response.write(body.subarray(0, Math.min(options.dropAfterBytes, Math.max(0, body.byteLength - 1))), () => response.socket?.destroy());
}
