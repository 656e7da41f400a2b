import type { ProbeRequest } from "@/lib/connectors/shop-probes";

const HEADERS: ReadonlySet<string> = new Set(["authorization", "x-shopify-access-token"]);
const PARAMETER = /^(?:oauth_|ws_key=)/;

export function withoutKey({ renew: _, ...request }: ProbeRequest): ProbeRequest {
  const [path = "", query] = request.path.split(/\?(.*)/s);
  const left = (query ?? "").split("&").filter((part) => part !== "" && !PARAMETER.test(part));
  return {
    ...request,
    path: left.length > 0 ? `${path}?${left.join("&")}` : path,
    headers: request.headers.filter(([name]) => !HEADERS.has(name.toLowerCase())),
  };
}
