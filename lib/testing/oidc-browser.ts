import NextAuth from "next-auth";
import { type OidcRefusal, withRefusal } from "@/lib/identity/auth/oidc-refusals";
import type { authOptions } from "@/lib/identity/auth/options";

type Options = ReturnType<typeof authOptions>;

/** The part of Next's response that next-auth writes to. */
function recordAnswer() {
  const answer = { cookies: [] as string[], redirect: undefined as string | undefined, body: undefined as unknown };
  const response = {
    status: () => response,
    getHeader: (name: string) => (name === "Set-Cookie" ? answer.cookies : undefined),
    setHeader(name: string, value: string | string[]) {
      if (name === "Set-Cookie") answer.cookies = [value].flat();
      if (name === "Location") answer.redirect = String(value);
      return response;
    },
    send(body: unknown) {
      answer.body = body;
    },
    end: () => undefined,
  };
  return { answer, response };
}

function keepCookies(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    jar.set(name, decodeURIComponent(value));
  }
}

export interface Arrival {
  refusal: OidcRefusal | null;
  /** The session that the browser received. */
  token: string | undefined;
  /** The URL to which the issuer sent the browser, to be opened again. */
  callback: URL | null;
}

/** A browser that clicks the link of the sign-in page and signs in at the issuer. */
export function oidcBrowser(options: () => Options) {
  const own = new Map<string, string>();
  const atIssuer = new Map<string, string>();
  const received: string[] = [];
  let onTheWay: ReadonlyMap<string, string> = new Map();

  async function ask(action: string, method: "GET" | "POST", query: Record<string, string>, body?: object) {
    const { answer, response } = recordAnswer();
    const request = { method, query: { nextauth: [action, "oidc"], ...query }, body, cookies: Object.fromEntries(own), headers: {} };
    const { refusal } = await withRefusal(() => NextAuth(request as never, response as never, options()) as Promise<unknown>);
    keepCookies(own, answer.cookies);
    received.push(...answer.cookies);
    return { answer, refusal };
  }

  async function openAtIssuer(address: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...atIssuer].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(address, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    keepCookies(atIssuer, answer.headers.getSetCookie());
    return answer;
  }

  /** Follows the issuer until it sends the browser back; logs in when asked. */
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
    /** All Set-Cookie lines of next-auth so far. */
    received,
    /** `null` cancels at the issuer. */
    async signIn(login: string | null): Promise<Arrival> {
      own.delete("next-auth.session-token");
      atIssuer.clear();
      const { answer } = await ask("csrf", "GET", {});
      const begun = await ask("signin", "POST", {}, { ...(answer.body as object), callbackUrl: "/" });
      if (begun.refusal) return { refusal: begun.refusal, token: undefined, callback: null };
      return arrive(await logIn(begun.answer.redirect ?? "", login));
    },
    /** Opens the callback once more. */
    arrive,
    /** With the cookies of the last return, as if the browser had not returned yet. */
    arriveAgain(callback: URL): Promise<Arrival> {
      for (const [name, value] of onTheWay) own.set(name, value);
      return arrive(callback);
    },
  };
}
