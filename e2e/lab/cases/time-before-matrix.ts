import { haproxy, nginx } from "@/e2e/lab/cases/front";
import { openShop, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import { degraded, type LabCase, type Truth } from "@/e2e/lab/lab-case";
import { startNginx } from "@/e2e/lab/servers/nginx";

const takesTurns = degraded({ code: "server_error", reason: "one_of_several" });
/** Within 24 requests a share of refusals may look like a limit, but must never blame methods, visitors or keys. */
const refusesShare = degraded({ code: "server_error", reason: "one_of_several", or: { code: "rate_limited" } });
const countsByUrl = degraded({ code: "rate_limited", reason: "counts_by_url" });

/** A rate limit per URL, for all visitors together. */
const limitByUrl = (key: string, status: number, burst: number): LabCase =>
  nginx(
    `a limit for each ${key}, refused with ${status}, burst ${burst}`,
    {
      http: `limit_req_zone ${key} zone=each:1m rate=6r/m;`,
      location: `limit_req zone=each burst=${burst} nodelay; limit_req_status ${status};`,
    },
    countsByUrl,
    { credentials: burst % 2 === 0 ? true : WOO_KEY },
  );

interface Farm {
  name: string;
  /** Requests that healthy servers answer for each one of the failing server. */
  healthy: number;
  /** Configuration of the failing server. */
  different: string;
  withKey?: boolean;
}

/** Several servers behind one address in round-robin, one of which fails. */
const farm = ({ name, healthy, different, withKey = false }: Farm, truth: Truth = takesTurns): LabCase => ({
  name: `nginx: one of ${healthy + 1} machines that take turns ${name}${withKey ? ", with a key" : ""}`,
  needs: ["nginx"],
  truth,
  ...(withKey ? { credentials: WOO_KEY } : {}),
  async open(workspace) {
    const shop = await openShop(workspace, "woocommerce", [WOO_KEY]);
    const socket = `unix:${workspace.folder}/different.sock`;
    const url = await startNginx(workspace, {
      upstream: "http://farm",
      tls: await writeCertificate(workspace),
      http: `upstream farm { ${`server ${new URL(shop.url).host};`.repeat(healthy)} server ${socket}; }
  server { listen ${socket}; ${different} location / { proxy_pass ${shop.url}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto https; } }`,
    });
    return { url, shop };
  },
});

/** Which requests are refused, counted from one, as by an overloaded server. */
const share = (...which: readonly string[]): { frontend: string } => ({
  frontend: `stick-table type integer size 10 expire 5m store http_req_cnt
  http-request track-sc0 int(1)
  ${which.map((one) => `http-request deny if { sc_http_req_cnt(0),${one} }`).join("\n  ")}`,
});

const refuses = "if ($request_method ~ ^(PATCH|DELETE)$) { return 403; }";

/** Requests that pass and later fail prove nothing about User-Agents, addresses or methods. */
export const TIME_CASES: readonly LabCase[] = [
  limitByUrl("$uri", 429, 2),
  limitByUrl("$uri", 403, 2),
  limitByUrl("$uri", 403, 1),
  limitByUrl("$request_uri", 403, 3),
  limitByUrl("$request_uri", 429, 4),
  limitByUrl("$request_uri", 503, 2),
  limitByUrl("$binary_remote_addr$uri", 403, 1),
  limitByUrl("$binary_remote_addr$uri", 429, 1),
  farm({ name: "answers 502", healthy: 1, different: "return 502;" }),
  farm({ name: "answers 502", healthy: 2, different: "return 502;", withKey: true }),
  farm({ name: "refuses everything", healthy: 1, different: "return 403;" }),
  farm({ name: "refuses everything", healthy: 1, different: "return 403;", withKey: true }),
  farm({ name: "refuses everything", healthy: 2, different: "return 403;" }),
  farm({ name: "refuses everything", healthy: 2, different: "return 403;", withKey: true }),
  farm({ name: "refuses PATCH and DELETE", healthy: 1, different: refuses }),
  farm({ name: "refuses PATCH and DELETE", healthy: 1, different: refuses, withKey: true }),
  farm({ name: "refuses our names", healthy: 1, different: "if ($http_user_agent ~* sendcloud) { return 403; }" }),
  haproxy(
    "refuses three of seven requests, independent of visitor and path",
    share("mod(7) eq 2", "mod(7) eq 3", "mod(7) eq 6"),
    refusesShare,
  ),
  haproxy(
    "refuses three of seven requests, independent of visitor and path, with a key",
    share("mod(7) eq 2", "mod(7) eq 3", "mod(7) eq 6"),
    refusesShare,
    {
      credentials: true,
    },
  ),
  haproxy("refuses two of five requests, independent of visitor and path", share("mod(5) eq 1", "mod(5) eq 3"), refusesShare, {
    shopSystem: "magento",
  }),
];
