import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";

const xFrame: [string, string] = ["X-Frame-Options", "SAMEORIGIN"];

/** Headers of Magento's REST API. `session` for responses that started a PHP session. */
export const restHeaders = (session: boolean, contentType: string): [string, string][] => [
  ...(session
    ? [["Expires", "Thu, 19 Nov 1981 08:52:00 GMT"] satisfies [string, string], ["Pragma", "no-cache"] satisfies [string, string]]
    : []),
  ["Cache-Control", "no-store"],
  ["Set-Cookie", "PHPSESSID=4acee34f0405b4be6237334c3e6336a7; Max-Age=3600; path=/; HttpOnly; SameSite=Lax"],
  ["X-UA-Compatible", "IE=edge"],
  xFrame,
  ["Content-Type", contentType],
];

const escapeXml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

const toXml = (value: unknown, depth: number): string => {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value))
    return value
      .map(
        (item) =>
          `${indent}<item>${typeof item === "object" && item !== null ? `\n${toXml(item, depth + 1)}${indent}` : escapeXml(String(item))}</item>\n`,
      )
      .join("");
  return Object.entries(Object(value))
    .map(([name, inner]) =>
      typeof inner === "object" && inner !== null
        ? `${indent}<${name}>\n${toXml(inner, depth + 1)}${indent}</${name}>\n`
        : `${indent}<${name}>${escapeXml(String(inner ?? ""))}</${name}>\n`,
    )
    .join("");
};

/** How Magento renders, by Accept: JSON unless XML is accepted; for text/html alone it has no renderer and shows a report page. */
export function render(request: FakeRequest, status: number, value: unknown, session: boolean): FakeAnswer {
  const accept = request.headers["accept"] ?? "*/*";
  const isJson = accept.includes("*/*") && !accept.includes("xml") ? true : accept.includes("application/json");
  if (isJson) return jsonAnswer(status, value, restHeaders(session, "application/json; charset=utf-8"));
  if (accept.includes("xml"))
    return {
      status,
      headers: restHeaders(session, "application/xml; charset=utf-8"),
      body: `<?xml version="1.0"?>\n<response>\n${toXml(value, 1)}</response>\n`,
    };
  return errorPage(request, 500, "There has been an error processing your request");
}

/** Magento's error page from its `errors` folder, e.g. in maintenance: always HTML, without Retry-After. */
export const errorPage = (request: FakeRequest, status: number, title: string): FakeAnswer => ({
  status,
  headers: [
    ["X-Content-Type-Options", "nosniff"],
    ["X-XSS-Protection", "1; mode=block"],
    xFrame,
    ["X-UA-Compatible", "IE=edge"],
    ["Content-Type", "text/html; charset=UTF-8"],
  ],
  body:
    `<!doctype html>\n<html xmlns="http://www.w3.org/1999/xhtml" >\n<head>\n    <title>${title}</title>\n    <base href="${request.origin}/errors/default/" />\n    <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>\n</head>\n<body>\n<main class="page-main">\n` +
    `<h1>${status === 503 ? "Service Temporarily Unavailable" : title}</h1>\n<p>The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.</p>\n</main>\n</body>\n</html>\n`,
});

export interface MagentoReply {
  status: number;
  value: unknown;
  session?: boolean;
}

export const message = (status: number, text: string, parameters?: unknown): MagentoReply => ({
  status,
  value: { message: text, ...(parameters === undefined ? {} : { parameters }) },
});

export const NO_ROUTE = message(404, "Request does not match any route.");
export const NO_ENTITY = message(404, "The entity that was requested doesn't exist. Verify the entity and try again.");
export const isRequired = (fieldName: string): MagentoReply =>
  message(400, '"%fieldName" is required. Enter and try again.', { fieldName });
export const notAuthorized = (resources: string, anonymous: boolean): MagentoReply => ({
  ...message(401, "The consumer isn't authorized to access %resources.", { resources }),
  session: anonymous,
});
