import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { ApiError, answerOf, makeClient, pagesOf, type Schemas } from "@/lib/api/client/client";

type Answer = { status: number; body?: object | string; headers?: Record<string, string> };

/** An API that gives these answers, one after the other. */
async function startApi(answers: Answer[]) {
  const seen: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    const { status, body = {}, headers = {} } = answers[seen.length] ?? { status: 404 };
    seen.push(request);
    request.resume();
    if (status === 0) return request.socket.destroy();
    response.writeHead(status, { "content-type": "application/json", ...headers });
    return response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => void server.close());
  return { url, seen };
}

const path = { integrationId: "01890000-0000-7000-8000-000000000001" };

it("a write that is refused for now, or gets no answer, is sent again with the same key", async () => {
  const later = { status: 429, headers: { "retry-after": "0" } };
  const api = await startApi([
    later,
    { status: 503, headers: { "retry-after": "0" } },
    { status: 0 },
    { status: 202, body: { runId: "r", joined: false } },
  ]);
  const waits: string[] = [];
  const client = makeClient({ url: `${api.url}/`, token: "mooring_t", onWait: (seconds, why) => waits.push(`${why} ${seconds}`) });
  const started = await answerOf(client.POST("/integrations/{integrationId}/refresh", { params: { path } }));
  expect(started).toMatchObject({ runId: "r" });
  expect(waits).toEqual(["too_many 0", "no_answer 0", "no_answer 4"]);
  expect(api.seen.map(({ url }) => url)).toEqual(Array(4).fill(`/api/v1/integrations/${path.integrationId}/refresh`));
  expect(new Set(api.seen.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  expect(api.seen[0]?.headers).toMatchObject({
    authorization: "Bearer mooring_t",
    "idempotency-key": expect.stringMatching(/^[\w-]{36}$/),
  });
});

it("a refusal says what to do, and what is not the API says so", async () => {
  const problem: Schemas["Problem"] = {
    type: "urn",
    title: "The token is unknown.",
    status: 401,
    detail: "Make a new one.",
    code: "token_unknown",
  };
  const page = { status: 200, body: "<html>", headers: { "content-type": "text/html" } };
  const api = await startApi([{ status: 401, body: problem }, { status: 404, body: "<html>" }, page]);
  const client = makeClient({ url: api.url, token: "t" });
  const read = () => answerOf(client.GET("/integrations/{integrationId}", { params: { path } }));
  await expect(read()).rejects.toMatchObject({
    status: 401,
    problem: { code: "token_unknown" },
    message: "The token is unknown. Make a new one.",
  });
  await expect(read()).rejects.toMatchObject({ status: 404, problem: null });
  await expect(read()).rejects.toBeInstanceOf(ApiError);
});

it("a wait ends at once when the caller gives up, and none is longer than the caller allows", async () => {
  const api = await startApi([
    { status: 429, headers: { "retry-after": "50" } },
    { status: 429, headers: { "retry-after": "50" } },
  ]);
  const short = makeClient({ url: api.url, token: "t", maxWaitSeconds: 10 });
  await expect(answerOf(short.GET("/incidents"))).rejects.toMatchObject({ status: 429 });
  const ended = new AbortController();
  const client = makeClient({ url: api.url, token: "t", signal: ended.signal, onWait: () => ended.abort(new Error("enough")) });
  await expect(answerOf(client.GET("/incidents"))).rejects.toThrow("enough");
});

it("a list is read page by page", async () => {
  const api = await startApi([
    { status: 200, body: { data: [{ id: "1" }, { id: "2" }], nextCursor: "c" } },
    { status: 200, body: { data: [{ id: "3" }], nextCursor: null } },
  ]);
  const client = makeClient({ url: api.url, token: "t" });
  const ids: string[] = [];
  for await (const { id } of pagesOf((cursor) => answerOf(client.GET("/incidents", { params: { query: cursor ? { cursor } : {} } }))))
    ids.push(id);
  expect(ids).toEqual(["1", "2", "3"]);
  expect(api.seen[1]?.url).toBe("/api/v1/incidents?cursor=c");
});
