import { createRequire } from "node:module";
import path from "node:path";
import { type OidcRefusal, withRefusal } from "@/lib/identity/auth/oidc-refusals";
import type { authOptions } from "@/lib/identity/auth/options";

type Options = ReturnType<typeof authOptions>;
interface Answer {
  redirect?: string;
  body?: unknown;
  cookies?: { name: string; value: string }[];
}
type AuthHandler = (given: { req: object; options: Options }) => Promise<Answer>;

// next-auth hands out no way in but Next's own request. Everything behind that, to the issuer and back, is what runs in the product.
const root = path.join(import.meta.dirname, "../..");
const { AuthHandler } = createRequire(import.meta.url)(path.join(root, "node_modules/next-auth/core/index.js")) as {
  AuthHandler: AuthHandler;
};

export interface Arrival {
  refusal: OidcRefusal | null;
  /** The session that the browser was given. */
  token: string | undefined;
  /** The address that the issuer sent the browser to, to be opened again. */
  callback: URL | null;
}

/** A browser that clicks the link of the sign-in page and signs in at the issuer. */
export function oidcBrowser(options: () => Options) {
  const own = new Map<string, string>();
  const atIssuer = new Map<string, string>();
  let onTheWay: ReadonlyMap<string, string> = new Map();

  async function ask(action: string, method: "GET" | "POST", query: Record<string, string>, body?: object) {
    const req = { action, method, providerId: "oidc", query, body, cookies: Object.fromEntries(own), headers: {} };
    const { answer, refusal } = await withRefusal(() => AuthHandler({ req, options: options() }));
    for (const { name, value } of answer.cookies ?? []) own.set(name, value);
    return { answer, refusal };
  }

  async function openAtIssuer(address: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...atIssuer].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(address, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      atIssuer.set(name, value);
    }
    return answer;
  }

  /** Follows the issuer until it sends the browser back; logs in where it asks to. */
  async function logIn(begin: string, login: string | null): Promise<URL> {
    let address = new URL(begin);
    for (const home = address.origin; address.origin === home; ) {
      const isForm = address.pathname.startsWith("/login/");
      if (isForm && login === null) address = new URL(`${address.href}/cancel`);
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const typed = isForm && login !== null ? { method: "POST", headers, body: `${new URLSearchParams({ login })}` } : {};
      const answer = await openAtIssuer(address, typed);
      const next = answer.headers.get("location");
      if (!next) throw new Error(`The issuer answers ${address} with ${answer.status}: ${await answer.text()}`);
      address = new URL(next, address);
    }
    return address;
  }

  async function arrive(callback: URL): Promise<Arrival> {
    onTheWay = new Map(own);
    const { refusal } = await ask("callback", "GET", Object.fromEntries(callback.searchParams));
    return { refusal, token: own.get("next-auth.session-token"), callback };
  }

  return {
    /** `null` cancels at the issuer. */
    async signIn(login: string | null): Promise<Arrival> {
      own.delete("next-auth.session-token");
      atIssuer.clear();
      const { answer } = await ask("csrf", "GET", {});
      const begun = await ask("signin", "POST", {}, { ...(answer.body as object), callbackUrl: "/" });
      if (begun.refusal) return { refusal: begun.refusal, token: undefined, callback: null };
      return arrive(await logIn(begun.answer.redirect ?? "", login));
    },
    /** Opens the way back once more. */
    arrive,
    /** With what the browser kept when it came back the last time, as if it had not come yet. */
    arriveAgain(callback: URL): Promise<Arrival> {
      for (const [name, value] of onTheWay) own.set(name, value);
      return arrive(callback);
    },
  };
}
