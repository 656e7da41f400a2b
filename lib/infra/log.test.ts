import { Writable } from "node:stream";
import pino from "pino";
import { expect, it, test } from "vitest";
import { LOG_OPTIONS } from "@/lib/infra/log";
import { correlate } from "@/lib/infra/observe/correlation";

/** What pino writes with the options of our log. */
function written(write: (log: pino.Logger) => void): string {
  let text = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(pino({ level: "trace", ...LOG_OPTIONS }, sink));
  return text;
}

const SECRET = "s3cr3t-value";

test.each([
  ...["password", "credentials", "authorization", "cookie", "set-cookie"],
  ...["consumerKey", "consumerSecret", "accessToken", "apiKey", "secret", "totpSecret"],
])("a field named %s reaches the log at no depth down to the headers of an error's request", (name) => {
  const secret = { [name]: SECRET };
  const failed = Object.assign(new Error("failed"), { ...secret, request: { ...secret, headers: secret } });
  const text = written((log) => {
    log.info({ ...secret, shop: { ...secret, options: { ...secret, headers: secret } } }, "kept");
    log.error({ err: failed }, "kept");
    log.child({ shop: secret }).warn("kept");
  });
  expect(text).not.toContain(SECRET);
  expect(text.match(/"msg":"kept"/g)).toHaveLength(3);
});

it("a whole set of credentials is removed with everything in it", () => {
  const text = written((log) => log.info({ shop: { credentials: { anything: { deep: SECRET } } } }));
  expect(text).not.toContain(SECRET);
});

it("a line is one JSON object with time, level and the request's id, whatever texts it contains", () => {
  const injected = `x"}\n{"level":60,"msg":"forged"}\r\n\u2028`;
  const text = correlate("request-1", () => written((log) => log.info({ path: injected }, injected)));
  expect(text.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(text)).toMatchObject({ level: 30, time: expect.any(Number), requestId: "request-1", path: injected, msg: injected });
});
