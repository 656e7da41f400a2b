import { randomBytes } from "node:crypto";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { notFoundPage } from "@/lib/testing/fake-shops/woocommerce/pages";

// WooCommerce's authorization endpoint, as implemented by its class WC_Auth; the user is already signed in.

const MANDATORY = ["app_name", "user_id", "return_url", "callback_url", "scope"] as const;

const page = (status: number, body: string): FakeAnswer => ({
  status,
  headers: [["Content-Type", "text/html; charset=UTF-8"]],
  body: `<!DOCTYPE html><html lang="en-US"><head><title>Application authentication request</title></head><body>${body}</body></html>`,
});

const denied = (why: string): FakeAnswer => page(401, `<div class="wp-die-message">Error: ${why}.</div>`);

const toHtml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

/** WordPress appends to the query of a URL that may already have one. */
const backTo = (query: URLSearchParams, success: "0" | "1"): string => {
  const url = new URL(query.get("return_url") ?? "");
  url.searchParams.set("success", success);
  url.searchParams.set("user_id", query.get("user_id") ?? "");
  return url.href;
};

const isOnLoopback = (url: string): boolean => URL.canParse(url) && new URL(url).hostname.startsWith("127.");

/** Why a request is not shown, in WooCommerce's words. One deviation: loopback needs no TLS. */
function problemOf(query: URLSearchParams): string | null {
  const missing = MANDATORY.find((name) => !query.get(name));
  if (missing) return `Missing parameter ${missing}`;
  if (!["read", "write", "read_write"].includes(query.get("scope") ?? "")) return `Invalid scope ${query.get("scope")}`;
  for (const name of ["return_url", "callback_url"]) if (!URL.canParse(query.get(name) ?? "")) return `The ${name} is not a valid URL`;
  const callback = query.get("callback_url") ?? "";
  return callback.startsWith("https:") || isOnLoopback(callback) ? null : "The callback_url needs to be over SSL";
}

export function answerAuthorization(request: FakeRequest, { behaviour, name, store }: ShopContext<WooKey>): FakeAnswer {
  const { query } = request;
  const problem = problemOf(query);
  if (problem) return denied(problem);
  const [, , , endpoint] = request.path.split("/");
  if (endpoint === "authorize")
    return page(
      200,
      `<h1>${toHtml(query.get("app_name") ?? "")} would like to connect to your store</h1><p>${toHtml(name)}</p>` +
        `<a href="${toHtml(`/wc-auth/v1/access_granted/?${query}`)}">Approve</a> <a href="${toHtml(backTo(query, "0"))}">Deny</a>`,
    );
  if (endpoint !== "access_granted") return notFoundPage(request, false);
  const key: WooKey = {
    consumerKey: `ck_${randomBytes(20).toString("hex")}`,
    consumerSecret: `cs_${randomBytes(20).toString("hex")}`,
    permissions: behaviour.approvals?.permissions ?? (query.get("scope") as "read" | "write" | "read_write"),
  };
  const approved = store.approvedKeys.set(key.consumerKey, key);
  const done = (status: number | null): FakeAnswer => {
    if (status === 200) store.onKeyApproved();
    if (status === 200) return { status: 302, headers: [["Location", backTo(query, "1")]], body: "" };
    approved.delete(key.consumerKey);
    return denied("An error occurred in the request and at the time were unable to send the consumer data");
  };
  if (behaviour.approvals?.callsBack === false) return done(null);
  const body = {
    key_id: approved.size,
    user_id: query.get("user_id"),
    consumer_key: key.consumerKey,
    consumer_secret: key.consumerSecret,
    key_permissions: key.permissions,
  };
  const calls = {
    url: query.get("callback_url") ?? "",
    headers: { "content-type": "application/json;charset=UTF-8" },
    body: JSON.stringify(body),
    answer: done,
  };
  return { status: 500, headers: [], body: "", calls };
}
