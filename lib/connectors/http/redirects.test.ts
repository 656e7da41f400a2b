import { afterEach, describe, expect, test, vi } from "vitest";
import { failureCode, listen, open } from "@/lib/connectors/http/client-scene.fixture";
import { sendWhereFound } from "@/lib/connectors/http/redirects";
import { answerNames } from "@/lib/testing/answer-names";

// Real sockets and timeouts: a busy machine must not exceed the test's timeout first.
vi.setConfig({ testTimeout: 30_000 });

describe("redirects", () => {
  test("to a trailing slash on the same origin are followed with method, body and credentials", async () => {
    const shop = await listen((request, response) => {
      if (request.url === "/a?b=1") response.writeHead(301, { location: "/a/?b=1" }).end();
      else response.end("{}");
    });
    const sent = await open(shop.url).send({ method: "POST", path: "/a?b=1", body: "{1}", headers: { authorization: "Basic x" } });
    expect(sent.ok && sent.answer.status).toBe(200);
    expect(shop.seen[1]).toMatchObject({ method: "POST", url: "/a/?b=1", body: "{1}" });
    expect(shop.seen[1]?.headers.authorization).toBe("Basic x");
  });

  test("to the same non-ASCII path are followed, in UTF-8 or percent-encoded", async () => {
    for (const written of ["/l\u00e4den/", "/l%C3%A4den/"]) {
      const shop = await listen((request, response) => {
        if (request.url !== "/l%C3%A4den") response.end("{}");
        else
          response.socket?.end(Buffer.from(`HTTP/1.1 301 Moved\r\nLocation: ${written}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`));
      });
      const sent = await open(shop.url).send({ method: "GET", path: "/l%C3%A4den" });
      expect(sent.ok && sent.answer.status, written).toBe(200);
    }
  });

  test("never carry credentials to another origin, and are not followed if they change the path", async () => {
    const other = await listen((_request, response) => response.end("{}"));
    let location = "";
    const shop = await listen((_request, response) => response.writeHead(302, { location }).end());
    const client = open(shop.url);
    for (const to of [`${other.url}/x`, `${shop.url}/`, `${shop.url}/?url=x`, "https://elsewhere.example/x", "ftp://127.0.0.1/x", ""]) {
      location = to;
      expect(await failureCode(client, { authorization: "Basic x" }), to).toBe("redirected");
    }
    expect(other.connections()).toBe(0);
  });

  describe("to the same address", () => {
    /** One server under every name, which answers only at `home`. */
    const shopAt = async (home: string, homeAddress = "127.0.0.1") => {
      const addressOf = (host: string) => (host === home ? homeAddress : "127.0.0.1");
      answerNames((host) => [addressOf(host)]);
      const shop = await listen((request, response) => {
        const { port } = new URL(shop.url);
        if (request.headers.host === `${home}:${port}`) response.end("{}");
        else response.writeHead(301, { location: `http://${home}:${port}${request.url}` }).end();
      });
      const { port } = new URL(shop.url);
      return { shop, at: (name: string) => `http://${name}:${port}` };
    };
    afterEach(() => vi.restoreAllMocks());

    test("carry a key to the www name, where the next request begins", async () => {
      const { shop, at } = await shopAt("www.shop.example");
      const client = open(at("shop.example"));
      for (const method of ["GET", "POST"] as const) {
        const sent = await client.send({ method, path: "/a", headers: { authorization: "Basic x" } });
        expect(sent.ok && sent.answer.status).toBe(200);
      }
      expect(client.baseUrl).toBe(at("www.shop.example"));
      expect(shop.seen.map(({ headers }) => headers.host?.split(":")[0])).toEqual(["shop.example", "www.shop.example", "www.shop.example"]);
      expect(shop.seen[1]?.headers.authorization).toBe("Basic x");
    });

    test("a signature is not forwarded but computed again for the final address", async () => {
      const { shop, at } = await shopAt("shop.example");
      const client = open(at("www.shop.example"));
      const signedFor: string[] = [];
      const sent = await sendWhereFound(client, () => {
        signedFor.push(client.baseUrl);
        return client.send({ method: "GET", path: "/a", headers: { authorization: `OAuth for="${client.baseUrl}"` } });
      });
      expect(sent.ok && sent.answer.status).toBe(200);
      expect(signedFor).toEqual([at("www.shop.example"), at("shop.example")]);
      expect(shop.seen).toHaveLength(2);
    });

    test("are refused if the new name resolves into a private network", async () => {
      const { at } = await shopAt("www.shop.example", "10.0.0.1");
      expect(await failureCode(open(at("shop.example")))).toBe("target_not_allowed");
    });

    test("do not include another host of the domain", async () => {
      const { shop, at } = await shopAt("store.shop.example");
      expect(await failureCode(open(at("shop.example")), { authorization: "Basic x" })).toBe("redirected");
      expect(shop.seen).toHaveLength(1);
    });
  });

  test("end if they form a loop", async () => {
    const shop = await listen((request, response) => response.writeHead(301, { location: request.url === "/x" ? "/x/" : "/x" }).end());
    expect(await failureCode(open(shop.url))).toBe("redirected");
  });
});
