import { createHmac, randomBytes } from "node:crypto";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import { MAX_SECONDS_AHEAD, type MagentoToken } from "@/lib/testing/fake-shops/magento/authenticate";

// Magento's integrations outside its REST API: *Activate*, and the two exchanges of OAuth 1.0a below `/oauth/token`.

interface Pending {
  consumerSecret: string;
  verifier: string;
  request: { token: string; secret: string } | null;
}

/** The integrations of one shop. */
export class MagentoIntegrations {
  private readonly pending = new Map<string, Pending>();
  readonly tokens: MagentoToken[] = [];

  add(): { consumerKey: string } & Pending {
    const consumerKey = word();
    const pending: Pending = { consumerSecret: word(), verifier: word(), request: null };
    this.pending.set(consumerKey, pending);
    return { consumerKey, ...pending };
  }

  find(consumerKey: string): Pending | undefined {
    return this.pending.get(consumerKey);
  }
}

const word = (): string => randomBytes(16).toString("hex");
const escaped = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const answer = (status: number, body: string): FakeAnswer => ({ status, headers: [["Content-Type", "text/html; charset=UTF-8"]], body });
const problem = (code: string): FakeAnswer => answer(code === "parameter_absent" ? 400 : 401, `oauth_problem=${code}`);

/** `/admin/activate?callback=…&identity=…` simulates the click in the back office; null for other paths. */
export function answerIntegration(request: FakeRequest, integrations: MagentoIntegrations, now: Date): FakeAnswer | null {
  if (request.path === "/admin/activate") return activate(request, integrations);
  if (request.method !== "POST" || !/^\/oauth\/token\/(request|access)$/.test(request.path)) return null;
  const header = request.headers["authorization"] ?? "";
  const oauth = new Map([...header.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decodeURIComponent(value)]));
  const known = integrations.find(oauth.get("oauth_consumer_key") ?? "");
  if (!known) return problem("consumer_key_rejected");
  const wantsAccess = request.path.endsWith("/access");
  if (wantsAccess && (!known.request || oauth.get("oauth_token") !== known.request.token)) return problem("token_rejected");
  if (Number(oauth.get("oauth_timestamp")) > now.getTime() / 1000 + MAX_SECONDS_AHEAD) return problem("timestamp_refused");
  if (oauth.get("oauth_signature_method") !== "HMAC-SHA256") return problem("signature_method_rejected");
  const pairs = [...oauth]
    .filter(([name]) => name !== "oauth_signature")
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join("&");
  const base = `POST&${escaped(request.origin + request.path)}&${escaped(pairs)}`;
  const key = `${escaped(known.consumerSecret)}&${escaped(wantsAccess ? (known.request?.secret ?? "") : "")}`;
  if (createHmac("sha256", key).update(base).digest("base64") !== oauth.get("oauth_signature"))
    return problem("The+signature+is+invalid.+Verify+and+try+again.");
  if (!wantsAccess) {
    known.request = { token: word(), secret: word() };
    return answer(200, `oauth_token=${known.request.token}&oauth_token_secret=${known.request.secret}`);
  }
  if (oauth.get("oauth_verifier") !== known.verifier) return problem("verifier_invalid");
  known.request = null;
  const token = { accessToken: word(), accessTokenSecret: word() };
  integrations.tokens.push({ ...token, consumerKey: oauth.get("oauth_consumer_key") ?? "", consumerSecret: known.consumerSecret });
  return answer(200, `oauth_token=${token.accessToken}&oauth_token_secret=${token.accessTokenSecret}`);
}

function activate({ query, origin }: FakeRequest, integrations: MagentoIntegrations): FakeAnswer {
  const { consumerKey, consumerSecret, verifier } = integrations.add();
  const body = {
    oauth_consumer_key: consumerKey,
    oauth_consumer_secret: consumerSecret,
    store_base_url: `${origin}/`,
    oauth_verifier: verifier,
  };
  const identity = new URL(query.get("identity") ?? "");
  identity.searchParams.set("oauth_consumer_key", consumerKey);
  identity.searchParams.set("success_call_back", `${origin}/admin/integration/loginSuccessCallback/`);
  const calls = {
    url: query.get("callback") ?? "",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(body).toString(),
    // Magento opens the link whatever the callback answered, unless the callback was unreachable.
    answer: (status: number | null): FakeAnswer =>
      status === null ? answer(500, "Could not connect") : { status: 302, headers: [["Location", identity.href]], body: "" },
  };
  return { status: 500, headers: [], body: "", calls };
}
