import type http from "node:http";
import { GET as getAddresses } from "@/app/api/v1/addresses/route";
import { callApi } from "@/app/api/v1/api-calls.fixture";
import { OPERATION_IDS, OPERATIONS } from "@/lib/api/operations";
import { listen } from "@/scripts/cli/command-line.fixture";

async function readBody(request: http.IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? Buffer.concat(chunks).toString() : undefined;
}

const ROUTES = OPERATION_IDS.map((id) => ({
  id,
  method: OPERATIONS[id].method,
  pattern: new RegExp(`^/api/v1${OPERATIONS[id].path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

async function send(response: http.ServerResponse, answered: Response): Promise<void> {
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text());
}

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? "/", "http://mooring.test");
  if (pathname === "/api/v1/addresses") return send(response, await getAddresses(new Request(`http://mooring.test${pathname}`)));
  const route = ROUTES.find(({ method, pattern }) => method === request.method && pattern.test(pathname));
  if (!route) return void response.writeHead(404).end();
  const { authorization = "", prefer, "idempotency-key": key } = request.headers;
  const body = await readBody(request);
  const answered = await callApi(route.id, {
    token: authorization.replace("Bearer ", ""),
    ids: { ...route.pattern.exec(pathname)?.groups },
    query: search,
    headers: { ...(prefer ? { prefer: `${prefer}` } : {}), ...(key ? { "idempotency-key": `${key}` } : {}) },
    ...(body ? { body } : {}),
  });
  return send(response, answered);
}

/** The API on a port. Its handlers are the real ones; Next, which only routes to them, is not started. */
export const startApi = () => listen((request, response) => void answer(request, response));
