import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";

// WordPress' responses outside its REST API.

const theme = (title: string, text: string): string =>
  `<!DOCTYPE html>\n<html lang="en-US">\n<head>\n\t<meta charset="UTF-8" />\n\t<meta name="viewport" content="width=device-width, initial-scale=1" />\n` +
  `<meta name='robots' content='max-image-preview:large' />\n\t<style>img:is([sizes="auto" i], [sizes^="auto," i]) { contain-intrinsic-size: 3000px 1500px }</style>\n` +
  `<title>${title}</title>\n<meta name="generator" content="WordPress 6.8.12" />\n<meta name="generator" content="WooCommerce" />\n</head>\n` +
  `<body class="wp-embed-responsive woocommerce-no-js">\n<main>\n<h1>${title}</h1>\n<p>${text}</p>\n</main>\n${"<!-- wp:group -->\n".repeat(800)}</body>\n</html>\n`;

const linkTo = (request: FakeRequest, plain: boolean): [string, string] => [
  "Link",
  `<${request.origin}${plain ? "/index.php?rest_route=/" : "/wp-json/"}>; rel="https://api.w.org/"`,
];

export const homePage = (request: FakeRequest, name: string, plain: boolean): FakeAnswer => ({
  status: 200,
  headers: [linkTo(request, plain), ["Content-Type", "text/html; charset=UTF-8"]],
  body: theme(name.replace(/[<&]/g, ""), "Welcome to our shop."),
});

export const notFoundPage = (request: FakeRequest, plain: boolean): FakeAnswer => ({
  status: 404,
  headers: [
    ["Expires", "Wed, 11 Jan 1984 05:00:00 GMT"],
    ["Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private"],
    linkTo(request, plain),
    ["Content-Type", "text/html; charset=UTF-8"],
  ],
  body: theme("Page not found", "It looks like nothing was found at this location."),
});

/** WordPress' redirect to the URL with a trailing slash. */
export const addSlash = (request: FakeRequest): FakeAnswer => {
  const query = request.query.toString();
  return {
    status: 301,
    headers: [
      ["X-Redirect-By", "WordPress"],
      ["Location", `${request.origin}${request.path}/${query ? `?${query}` : ""}`],
      ["Content-Type", "text/html; charset=UTF-8"],
    ],
    body: "",
  };
};

const MAINTENANCE = "Briefly unavailable for scheduled maintenance. Check back in a minute.";

/** The `.maintenance` file: affects everything that PHP serves, with JSON only for clients that accept or send it. */
export function maintenancePage(request: FakeRequest): FakeAnswer {
  const wantsJson =
    (request.headers["accept"] ?? "").includes("application/json") || (request.headers["content-type"] ?? "").includes("application/json");
  if (wantsJson)
    return jsonAnswer(503, { code: "wp_die", message: MAINTENANCE, data: { status: 503 }, additional_errors: [] }, [
      ["Retry-After", "600"],
      ["Content-Type", "application/json; charset=UTF-8"],
    ]);
  return {
    status: 503,
    headers: [
      ["Retry-After", "600"],
      ["Content-Type", "text/html; charset=UTF-8"],
    ],
    body:
      `<!DOCTYPE html>\n<html dir='ltr'>\n<head>\n\t<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />\n\t<meta name="viewport" content="width=device-width, initial-scale=1.0">\n` +
      `\t\t\t<title>Maintenance</title>\n\t<style type="text/css">\n\t\thtml {\n\t\t\tbackground: #f1f1f1;\n\t\t}\n\t</style>\n</head>\n<body id="error-page">\n\t<div class="wp-die-message">${MAINTENANCE}</div></body>\n</html>\n`,
  };
}

/** The web server's own answers if the rewrite rules are missing: they look like blocked methods but are not. */
export function missingRewrite(request: FakeRequest): "not_found" | "not_allowed" | "empty" {
  if (request.method === "OPTIONS") return "empty";
  return request.method === "GET" || request.method === "HEAD" || request.method === "POST" ? "not_found" : "not_allowed";
}
