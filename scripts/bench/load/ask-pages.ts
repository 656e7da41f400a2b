import http from "node:http";
import { setTimeout as wait } from "node:timers/promises";

export interface PageRequest {
  name: string;
  path: string;
}

/** Times of one page, in milliseconds. */
export interface PageTiming {
  page: string;
  firstByteMs: number;
  totalMs: number;
  status: number;
  bytes: number;
}

export interface Visitors {
  /** URLs of the web process's replicas; visitors are assigned round-robin. */
  urls: readonly string[];
  /** A cookie header for each visitor. */
  cookies: readonly string[];
  /** Each visitor opens every page in this order, starting at a different one. */
  pages: readonly PageRequest[];
  /** Mean pause between two pages of one visitor. */
  pauseMs: number;
  durationMs: number;
}

/** Each visitor keeps its connection, as a browser does. */
export const openBrowser = (): http.Agent => new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Requests one page on the browser's kept connection. */
export function askPage(url: string, cookie: string, page: PageRequest, agent: http.Agent): Promise<PageTiming> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const request = http.get(
      `${url}${page.path}`,
      { agent, headers: { cookie, "accept-encoding": "gzip, deflate, br", "accept-language": "en" } },
      (answer) => {
        let bytes = 0;
        // Headers arrive with the first bytes of the body, so this is the time to first byte as browsers measure it.
        const firstByteMs = performance.now() - started;
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on("end", () =>
          resolve({ page: page.name, firstByteMs, totalMs: performance.now() - started, status: answer.statusCode ?? 0, bytes }),
        );
      },
    );
    // The server closed the idle connection just as it was reused; browsers retry, too.
    request.on("error", (error) => (request.reusedSocket ? resolve(askPage(url, cookie, page, agent)) : reject(error)));
  });
}

/** Visitors open pages concurrently, with pauses. @returns the times of every page */
export async function askPages({ urls, cookies, pages, pauseMs, durationMs }: Visitors): Promise<PageTiming[]> {
  const timings: PageTiming[] = [];
  const until = performance.now() + durationMs;
  await Promise.all(
    cookies.map(async (cookie, visitor) => {
      const agent = openBrowser();
      const url = urls[visitor % urls.length] ?? "";
      await wait((pauseMs * visitor) / cookies.length);
      for (let step = visitor; performance.now() < until; step += 1) {
        const page = pages[step % pages.length];
        if (page) timings.push(await askPage(url, cookie, page, agent));
        await wait(pauseMs * (0.5 + Math.random()));
      }
      agent.destroy();
    }),
  );
  return timings;
}
