/**
 * What a sign means. `challenge`: a browser check · `block` · `closed_api`: the API is closed to visitors without a key · `rate_limit` · `origin_error`: the front cannot reach the
 * shop · `own_error`: the front itself is broken · `maintenance` · `page`: a web server's page, whose status decides · `client_certificate` · `plain_http`: http on a TLS port ·
 * `login`: a password form.
 */
export type Sign =
  | "challenge"
  | "block"
  | "closed_api"
  | "rate_limit"
  | "origin_error"
  | "own_error"
  | "maintenance"
  | "page"
  | "client_certificate"
  | "plain_http"
  | "login";

export interface Row {
  software: string | null;
  sign: Sign;
  status?: readonly number[];
  /** All named headers must match. */
  headers?: Readonly<Record<string, RegExp>>;
  body?: RegExp;
  /** Must match as well, anywhere in the body. */
  also?: RegExp;
  /** Matched in the texts of the title and of main headings. */
  headline?: RegExp;
  /** For text that a shop's regular page may contain as well: matched in small pages only. */
  isSmall?: true;
}

type Further = Pick<Row, "status" | "headers" | "isSmall" | "also">;
export const row = (software: string | null, sign: Sign, body: RegExp, further: Further = {}): Row => ({
  software,
  sign,
  body,
  ...further,
});

/** A proxy signs both its refusals and its errors about an unreachable shop; the status decides. */
export const ofProxy = (software: string, body: RegExp): readonly Row[] => [
  { software, sign: "origin_error", status: [500, 502, 503, 504], body },
  { software, sign: "block", body },
];

/** A plugin or module of the shop that no page names. */
export const SHOP_SOFTWARE = "shop_software";
