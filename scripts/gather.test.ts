import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { gatherPage } from "@/scripts/gather.mjs";

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Asks a real server and returns the body; `sent` has what went on to the socket, piece by piece. */
async function ask(
  answer: (response: http.ServerResponse) => Promise<void> | void,
  options: { restMs?: number; onPiece?: () => void } = {},
) {
  const sent: string[] = [];
  const server = http.createServer((_, response) => {
    const [write, end] = [response.write.bind(response), response.end.bind(response)];
    response.write = (chunk: Buffer) => {
      sent.push(String(chunk));
      options.onPiece?.();
      return write(chunk);
    };
    response.end = ((chunk?: Buffer) => {
      if (chunk) sent.push(String(chunk));
      return end(chunk);
    }) as typeof response.end;
    gatherPage(response, options);
    void answer(response);
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const got = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { body: await got.text(), sent };
}

test("the pieces of a page that come in one turn go on as one, bytes and text alike", async () => {
  const { body, sent } = await ask((response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.flushHeaders();
    response.write(new TextEncoder().encode("<p>Grüße"));
    response.write(" an alle");
    response.end("</p>");
  });
  expect(body).toBe("<p>Grüße an alle</p>");
  expect(sent).toEqual(["<p>Grüße an alle</p>"]);
});

const inTwoTurns = (type: string) => async (response: http.ServerResponse) => {
  response.setHeader("content-type", type);
  response.write("first");
  response.write(" part, ");
  await turn();
  await turn();
  response.write("late part");
  response.end();
};

test("a page that changes in place goes on before the turn that brings the rest", async () => {
  const { body, sent } = await ask(inTwoTurns("text/x-component"));
  expect(body).toBe("first part, late part");
  expect(sent).toEqual(["first part, ", "late part"]);
});

test("what comes shortly behind the first piece of such a page goes on together, and no later than a moment after it came", async () => {
  const more = Promise.withResolvers<void>();
  let pieces = 0;
  const { sent } = await ask(
    async (response) => {
      response.setHeader("content-type", "text/x-component");
      response.write("first, ");
      await turn();
      await turn();
      response.write("second, ");
      await turn();
      response.write("third, ");
      await more.promise;
      response.end("last");
    },
    {
      onPiece: () => {
        pieces += 1;
        if (pieces === 2) more.resolve();
      },
    },
  );
  expect(sent).toEqual(["first, ", "second, third, ", "last"]);
});

test("a document waits for its rest", async () => {
  const { sent } = await ask(inTwoTurns("text/html; charset=utf-8"), { restMs: 60_000 });
  expect(sent).toEqual(["first part, late part"]);
});

test("but not for long: what is there goes on, and the rest follows", async () => {
  let goOn = (): void => {};
  const { sent } = await ask(
    async (response) => {
      // Called with what goes on.
      const went = new Promise<void>((done) => {
        goOn = done;
      });
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.write("first part, ");
      await went;
      response.write("late part");
      response.end();
    },
    { restMs: 1, onPiece: () => goOn() },
  );
  expect(sent).toEqual(["first part, ", "late part"]);
});

test("a piece that is a part of larger memory is that part alone", async () => {
  const { body } = await ask((response) => {
    response.setHeader("content-type", "text/x-component");
    const shared = Buffer.from("aaaa");
    response.write(shared.subarray(0, 2));
    response.end(shared.subarray(2));
  });
  expect(body).toBe("aaaa");
});

test.each(["text/event-stream; charset=utf-8", "text/csv; charset=utf-8"])("each piece of %s goes its way at once", async (type) => {
  const { sent } = await ask((response) => {
    response.setHeader("content-type", type);
    response.write("one");
    response.write("two");
    response.end();
  });
  expect(sent).toEqual(["one", "two"]);
});

test("an answer without a body ends", async () => {
  const { body } = await ask((response) => {
    response.setHeader("content-type", "text/html");
    response.end();
  });
  expect(body).toBe("");
});
