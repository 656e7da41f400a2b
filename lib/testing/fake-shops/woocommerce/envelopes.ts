import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";

/** Headers that WordPress sets on every response of its REST API, including errors. */
export function restHeaders(request: FakeRequest, options: { authenticated: boolean; allow?: string; plain: boolean }): [string, string][] {
  const link = options.plain ? `${request.origin}/index.php?rest_route=/` : `${request.origin}/wp-json/`;
  return [
    ["X-Robots-Tag", "noindex"],
    ["Link", `<${link}>; rel="https://api.w.org/"`],
    ["X-Content-Type-Options", "nosniff"],
    ["Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"],
    ["Access-Control-Allow-Headers", "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type"],
    ...(options.allow ? [["Allow", options.allow] satisfies [string, string]] : []),
    ...(options.authenticated
      ? [
          ["Expires", "Wed, 11 Jan 1984 05:00:00 GMT"] satisfies [string, string],
          ["Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private"] satisfies [string, string],
        ]
      : []),
    ["Content-Type", "application/json; charset=UTF-8"],
  ];
}

/** An error in WordPress' format, before the headers are added. */
export interface WooError {
  status: number;
  code: string;
  message: string;
  more?: Record<string, unknown>;
}

export const wooError = (status: number, code: string, message: string, more?: Record<string, unknown>): WooError => ({
  status,
  code,
  message,
  ...(more ? { more } : {}),
});

export const errorBody = (error: WooError): unknown => ({
  code: error.code,
  message: error.message,
  data: { status: error.status, ...error.more },
});

export const errorAnswer = (error: WooError, headers: [string, string][]): FakeAnswer =>
  jsonAnswer(error.status, errorBody(error), headers);

/** WordPress' JSON after a fatal PHP error. */
export const CRITICAL_ERROR = wooError(500, "internal_server_error", "<p>There has been a critical error on this website.</p>");

export const NO_ROUTE = wooError(404, "rest_no_route", "No route was found matching the URL and request method.");

/** WordPress' error for an invalid parameter. */
export const invalidParam = (name: string, code: string, message: string): WooError =>
  wooError(400, "rest_invalid_param", `Invalid parameter(s): ${name}`, {
    params: { [name]: message },
    details: { [name]: { code, message, data: code === "rest_invalid_date" ? null : { param: name } } },
  });

const CANNOT = {
  view: "Sorry, you cannot view this resource.",
  list: "Sorry, you cannot list resources.",
  edit: "Sorry, you are not allowed to edit this resource.",
  delete: "Sorry, you are not allowed to delete this resource.",
  create: "Sorry, you are not allowed to create resources.",
} as const;

/** The error for a visitor without a known key. Listing has the code of viewing, but its own message. */
export const cannot = (what: keyof typeof CANNOT): WooError =>
  wooError(401, `woocommerce_rest_cannot_${what === "list" ? "view" : what}`, CANNOT[what]);

/** WooCommerce 11 changed the message of refused updates, not the code. */
export const invalidOrderId = (status: number, version: string): WooError =>
  wooError(status, "woocommerce_rest_shop_order_invalid_id", status === 400 && version.startsWith("11") ? "ID is invalid." : "Invalid ID.");
