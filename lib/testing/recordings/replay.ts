import http from "node:http";
import https from "node:https";
import type { RawAnswer } from "@/lib/testing/recordings/compare";
import type { Recording } from "@/lib/testing/recordings/read-recordings";

/** Sends the recorded request to another server. */
export function replay(recording: Recording, origin: string, rootPem: string): Promise<RawAnswer> {
  const secure = origin.startsWith("https");
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(
      `${origin}${recording.path}`,
      {
        method: recording.method,
        // curl's default headers.
        headers: { Accept: "*/*", "User-Agent": "curl/8.14.1", ...recording.requestHeaders },
        agent: false,
        ...(secure ? { ca: rootPem } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const raw = response.rawHeaders;
          const headers = Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index] ?? "", raw[2 * index + 1] ?? ""] as const);
          resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on("error", reject);
    request.end(recording.requestBody);
  });
}
