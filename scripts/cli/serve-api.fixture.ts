import { GET as getAddresses } from "@/app/api/v1/addresses/route";
import { callApi } from "@/app/api/v1/api-calls.fixture";
import { OPERATION_IDS, OPERATIONS } from "@/lib/api/operations";
import { serveHandler } from "@/lib/testing/serve-handler";

const ROUTES = OPERATION_IDS.map((id) => ({
  id,
  method: OPERATIONS[id].method,
  pattern: new RegExp(`^/api/v1${OPERATIONS[id].path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

const PASSED_ON = ["prefer", "idempotency-key"];

async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (pathname === "/api/v1/addresses") return getAddresses(request);
  const route = ROUTES.find(({ method, pattern }) => method === request.method && pattern.test(pathname));
  if (!route) return new Response(null, { status: 404 });
  const body = await request.text();
  return callApi(route.id, {
    token: (request.headers.get("authorization") ?? "").replace("Bearer ", ""),
    ids: { ...route.pattern.exec(pathname)?.groups },
    query: search,
    headers: Object.fromEntries([...request.headers].filter(([name]) => PASSED_ON.includes(name))),
    ...(body ? { body } : {}),
  });
}

/** The API on a port until the end of the test file. Its handlers are the real ones; Next, which only routes to them, is not started. */
export const startApi = (): Promise<string> => serveHandler(answer);
