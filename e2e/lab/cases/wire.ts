import type net from "node:net";
import { deflateRawSync, gzipSync } from "node:zlib";
import { MAGENTO_TOKEN, openShop, PRESTA_KEY, WOO_KEY } from "@/e2e/lab/harness/lab";
import { blocked, degraded, HEALTHY, type LabCase, type Truth, unreachable } from "@/e2e/lab/lab-case";
import { startRaw } from "@/e2e/lab/servers/raw";
import { type Relayed, startRelay } from "@/e2e/lab/servers/relay";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

type SelfHosted = Exclude<ShopSystem, "shopify">;

const raw = (name: string, truth: Truth, onConnection: (socket: net.Socket) => void, secure = false): LabCase => ({
  name: `raw: ${name}`,
  needs: [],
  truth,
  async open(workspace) {
    const url = await startRaw(workspace, onConnection);
    return { url: secure ? url.replace("http:", "https:") : url, shop: null };
  },
});

/** Responds to every request with this head and body. */
const saying =
  (head: readonly string[], body = "") =>
  (socket: net.Socket): void => {
    socket.once("data", () => socket.end(`${head.join("\r\n")}\r\n\r\n${body}`));
  };

/** A plaintext TLS alert: level fatal, with a number from RFC 8446. */
const alerting =
  (number: number) =>
  (socket: net.Socket): void => {
    socket.once("data", () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, number])));
  };

const shopOf = {
  woocommerce: (workspace) => openShop(workspace, "woocommerce", [WOO_KEY]),
  magento: (workspace) => openShop(workspace, "magento", [MAGENTO_TOKEN]),
  prestashop: (workspace) => openShop(workspace, "prestashop", [PRESTA_KEY]),
} as const satisfies Record<SelfHosted, (workspace: Parameters<LabCase["open"]>[0]) => ReturnType<typeof openShop>>;

interface RelayOptions {
  truth?: Truth;
  shopSystem?: SelfHosted;
  credentials?: Record<string, string>;
}

const relay = (name: string, write: (answer: Relayed, socket: net.Socket) => void, options: RelayOptions = {}): LabCase => {
  const { truth = HEALTHY, shopSystem = "woocommerce", credentials } = options;
  return {
    name: `raw: ${shopSystem === "woocommerce" ? "" : `${shopSystem}, `}${name}`,
    needs: [],
    shopSystem,
    truth,
    ...(credentials ? { credentials } : {}),
    async open(workspace) {
      const shop = await shopOf[shopSystem](workspace);
      return { url: await startRelay(workspace, shop.url, write), shop };
    },
  };
};

const giving = (answer: Relayed, socket: net.Socket, change: { body?: Buffer; headers?: readonly string[] } = {}): void => {
  const { body = answer.body, headers = answer.headers } = change;
  const head = [`HTTP/1.1 ${answer.status} Whatever`, ...headers, `Content-Length: ${body.byteLength}`, "Connection: close", "", ""];
  socket.write(head.join("\r\n"));
  socket.end(body);
};

const around =
  (before: string, after = "") =>
  (answer: Relayed, socket: net.Socket): void =>
    giving(answer, socket, { body: Buffer.concat([Buffer.from(before), answer.body, Buffer.from(after)]) });

const asHtml = (answer: Relayed, socket: net.Socket): void =>
  giving(answer, socket, { headers: answer.headers.map((line) => line.replace(/application\/json/i, "text/html")) });

/** gzip applied several times, with or without a matching header. */
const packed =
  (times: number, announced: readonly string[] = []) =>
  (answer: Relayed, socket: net.Socket): void => {
    let body = answer.body;
    for (let time = 0; time < times; time += 1) body = gzipSync(body);
    giving(answer, socket, { body, headers: [...answer.headers.filter((line) => !/^content-encoding:/i.test(line)), ...announced] });
  };

/** deflate without the zlib header, whatever the client accepts. */
const deflatedBare = (answer: Relayed, socket: net.Socket): void =>
  giving(answer, socket, { body: deflateRawSync(answer.body), headers: [...answer.headers, "Content-Encoding: deflate"] });

/** Omits the last three bytes of the response. */
const shortened = (answer: Relayed, socket: net.Socket): void => {
  const { status, headers, body } = answer;
  const length = Math.max(0, body.byteLength - 3);
  socket.write([`HTTP/1.1 ${status} Whatever`, ...headers, `Content-Length: ${length}`, "Connection: close", "", ""].join("\r\n"));
  socket.end(body);
};

/** Closes the connection early: with fewer bytes than Content-Length, or without the last chunk. */
const cutShort =
  (framing: "length" | "chunks") =>
  ({ status, headers, body }: Relayed, socket: net.Socket): void => {
    const announced = framing === "length" ? `Content-Length: ${body.byteLength + 20}` : "Transfer-Encoding: chunked";
    socket.write([`HTTP/1.1 ${status} Whatever`, ...headers, announced, "Connection: close", "", ""].join("\r\n"));
    socket.end(
      framing === "length" ? body : Buffer.concat([Buffer.from(`${body.byteLength.toString(16)}\r\n`), body, Buffer.from("\r\n")]),
    );
  };

/** Truncates XML responses; all others are complete. */
const shortenedXml = (answer: Relayed, socket: net.Socket): void =>
  (answer.body.toString().startsWith("<?xml") ? shortened : giving)(answer, socket);

/** Truncates only the first XML response. */
const shortenedXmlOnce = () => {
  let isOver = false;
  return (answer: Relayed, socket: net.Socket): void => {
    const isFirst = !isOver && answer.body.toString().startsWith("<?xml");
    isOver ||= isFirst;
    (isFirst ? shortened : giving)(answer, socket);
  };
};

/** Every nth response differs. */
const every = (count: number, otherwise: (socket: net.Socket) => void) => {
  let answers = 0;
  return (answer: Relayed, socket: net.Socket): void => {
    answers += 1;
    if (answers % count === 0) otherwise(socket);
    else giving(answer, socket);
  };
};

const NOTICE = "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/module.php</b> on line <b>3</b><br />\n";
const INDEX = '{"url":"http://shop.example","home":"http://shop.example","namespaces":["wp/v2","wc/v3"]}';
const JSON_HEAD = ["HTTP/1.1 200 OK", "Content-Type: application/json"];
const noSense = unreachable({ code: "invalid_response" });
const handshake = unreachable({ code: "tls_handshake_failed" });
const invalid = (reason?: string): Truth => blocked({ code: "invalid_response", ...(reason ? { reason } : {}) });

/** On the wire: broken bytes, broken handshakes, and unusual but valid responses. */
export const WIRE_CASES: readonly LabCase[] = [
  raw("chunks that are none after a good head", invalid(), saying([...JSON_HEAD, "Transfer-Encoding: chunked"], "zz\r\nnot a chunk")),
  raw("JSON without any head (HTTP/0.9)", noSense, (socket) => socket.once("data", () => socket.end(INDEX))),
  raw("JSON that breaks off", invalid("truncated"), saying([...JSON_HEAD, "Content-Length: 500"], INDEX.slice(0, 30))),
  raw(
    "says gzip and is plain",
    invalid("bad_encoding"),
    saying([...JSON_HEAD, "Content-Encoding: gzip", `Content-Length: ${INDEX.length}`], INDEX),
  ),
  raw(
    "says br and is plain",
    invalid("bad_encoding"),
    saying([...JSON_HEAD, "Content-Encoding: br", `Content-Length: ${INDEX.length}`], INDEX),
  ),
  raw("204 for everything", invalid("empty_body"), saying(["HTTP/1.1 204 No Content", "Connection: close"])),
  raw(
    "a head of 300 kB",
    blocked({ code: "invalid_response", reason: "too_large" }),
    saying(["HTTP/1.1 200 OK", `X-Big: ${"a".repeat(300_000)}`]),
  ),
  raw("a redirect without Location", invalid(), saying(["HTTP/1.1 301 Moved", "Content-Length: 0"])),
  raw("a redirect to a mail address", invalid(), saying(["HTTP/1.1 302 Found", "Location: mailto:shop@shop.example", "Content-Length: 0"])),
  raw("an SSH server's greeting", noSense, (socket) => socket.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
  raw("closes politely without an answer", unreachable({ code: "connection_reset" }), (socket) => socket.once("data", () => socket.end())),
  raw("resets after the request", unreachable({ code: "connection_reset" }), (socket) =>
    socket.once("data", () => socket.resetAndDestroy()),
  ),
  raw("null instead of an object", invalid(), saying([...JSON_HEAD, "Content-Length: 4"], "null")),
  raw("closes in the TLS handshake", unreachable({ code: "connection_reset" }), (socket) => socket.once("data", () => socket.end()), true),
  raw("never ends the TLS handshake", handshake, (socket) => socket.resume(), true),
  raw(
    "garbage in the TLS handshake",
    handshake,
    (socket) => socket.once("data", () => socket.end("\u0000\u0001garbage garbage garbage")),
    true,
  ),
  raw("the TLS alert handshake_failure", handshake, alerting(40), true),
  raw("the TLS alert unrecognized_name", handshake, alerting(112), true),
  raw("the TLS alert protocol_version", unreachable({ code: "tls_handshake_failed", reason: "protocol_version" }), alerting(70), true),

  relay("100 Continue before every answer", (answer, socket) => {
    socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    giving(answer, socket);
  }),
  relay("chunks with extensions and a trailer", ({ status, headers, body }, socket) => {
    socket.write(
      [`HTTP/1.1 ${status} OK`, ...headers, "Transfer-Encoding: chunked", "Trailer: X-Sum", "Connection: close", "", ""].join("\r\n"),
    );
    socket.end(Buffer.concat([Buffer.from(`${body.length.toString(16)};name=value\r\n`), body, Buffer.from("\r\n0\r\nX-Sum: 1\r\n\r\n")]));
  }),
  relay("an empty line before every answer", (answer, socket) => {
    socket.write("\r\n");
    giving(answer, socket);
  }),
  relay("an empty line after every answer, over kept connections", (answer, socket) => {
    const { status, headers, body } = answer;
    socket.write(
      [`HTTP/1.1 ${status} Whatever`, ...headers, `Content-Length: ${body.byteLength}`, "Connection: keep-alive", "", ""].join("\r\n"),
    );
    socket.write(Buffer.concat([body, Buffer.from("\r\n")]));
  }),
  relay("a cookie of 30 kB", (answer, socket) =>
    giving(answer, socket, { headers: [...answer.headers, `Set-Cookie: a=${"x".repeat(30_000)}`] }),
  ),
  relay("text in ISO-8859-1", (answer, socket) =>
    giving(answer, socket, {
      body: Buffer.from(answer.body.toString().replace("Sorry", "Grüße"), "latin1"),
      headers: answer.headers.map((line) => line.replace(/charset=utf-8/i, "charset=iso-8859-1")),
    }),
  ),
  relay("blank lines before the JSON", around("\n\n\n")),
  relay(
    "every third answer is a reset, asked again it comes",
    every(3, (socket) => socket.resetAndDestroy()),
    { truth: degraded({ code: "server_error", reason: "one_of_several" }) },
  ),
  relay(
    "every fourth answer is a 502, asked again it comes",
    every(4, (socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),
    { truth: degraded({ code: "server_error", reason: "one_of_several" }) },
  ),

  relay("JSON that is called text/html", asHtml, { truth: invalid("wrong_content_type") }),
  relay("JSON that is called text/html", asHtml, { truth: invalid("wrong_content_type"), shopSystem: "magento" }),
  relay("a notice of PHP before everything", around(NOTICE), { truth: invalid("php_notice"), shopSystem: "magento" }),
  relay("a notice of PHP before everything", around(NOTICE), {
    truth: invalid("php_notice"),
    shopSystem: "prestashop",
    credentials: PRESTA_KEY,
  }),
  relay("a byte order mark before everything", around("\uFEFF"), { truth: invalid("bom"), shopSystem: "magento" }),
  relay("a byte order mark before everything", around("\uFEFF"), { truth: invalid("bom"), shopSystem: "prestashop" }),
  ...(["woocommerce", "magento", "prestashop"] as const).flatMap((shopSystem) => [
    relay("packs everything and does not say so", packed(1), { truth: invalid("bad_encoding"), shopSystem }),
    relay("packs everything twice and says so once", packed(2, ["Content-Encoding: gzip"]), { truth: invalid("bad_encoding"), shopSystem }),
  ]),
  ...(["woocommerce", "magento", "prestashop"] as const).map((shopSystem) =>
    relay("names its letters where the packing belongs", packed(0, ["Content-Encoding: UTF-8"]), { shopSystem }),
  ),
  ...(["woocommerce", "magento", "prestashop"] as const).map((shopSystem) =>
    relay("packs everything by a bare deflate", deflatedBare, { shopSystem }),
  ),
  relay("packs everything once and says so twice", packed(1, ["Content-Encoding: gzip", "Content-Encoding: gzip"]), {
    truth: invalid("bad_encoding"),
  }),
  relay("says gzip and is plain", packed(0, ["Content-Encoding: gzip"]), { truth: invalid("bad_encoding"), shopSystem: "prestashop" }),
  relay("says too small a length", shortened, { truth: invalid("truncated") }),
  relay("says too small a length", shortened, { truth: invalid("truncated"), shopSystem: "magento" }),
  ...([undefined, PRESTA_KEY] as const).flatMap((credentials) => {
    const shop = { shopSystem: "prestashop", ...(credentials ? { credentials } : {}) } as const;
    const seen = credentials ? ", seen with a key" : "";
    const truth = invalid("truncated");
    return [
      relay(`says too small a length${seen}`, shortened, { ...shop, truth }),
      relay(`its XML breaks off, and nothing else${seen}`, shortenedXml, { ...shop, truth }),
      relay(`one answer in XML breaks off, then all is well${seen}`, shortenedXmlOnce(), shop),
      relay(`says too great a length${seen}`, cutShort("length"), { ...shop, truth }),
      relay(`never sends the last chunk${seen}`, cutShort("chunks"), { ...shop, truth }),
    ];
  }),
  relay("packs everything and says so", packed(1, ["Content-Encoding: gzip"]), { shopSystem: "prestashop", credentials: PRESTA_KEY }),
  relay("a comment of a cache plugin after the JSON", around("", "\n<!-- Page cached -->"), { truth: invalid() }),
  relay(
    "PATCH is never answered",
    (answer, socket) => {
      if (answer.method !== "PATCH") giving(answer, socket);
    },
    { truth: degraded({ code: "method_blocked", methods: ["PATCH"] }) },
  ),
  relay(
    "DELETE is reset",
    (answer, socket) => {
      if (answer.method === "DELETE") socket.resetAndDestroy();
      else giving(answer, socket);
    },
    { truth: degraded({ code: "method_blocked", methods: ["DELETE"] }), shopSystem: "prestashop" },
  ),
];
