import fs from "node:fs";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it, vi } from "vitest";
import { GET as openapi } from "@/app/api/v1/openapi.json/route";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
});

describe("the OpenAPI description", () => {
  type Json = { [key: string]: Json } & Json[];
  const read = async (): Promise<Json> => (await openapi(new Request("http://mooring.test/api/v1/openapi.json")).json()) as Json;

  it("lists exactly the routes of the API folder", async () => {
    const described = Object.entries((await read())["paths"] ?? {}).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`),
    );
    const here = import.meta.dirname;
    const found = fs
      .readdirSync(here, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll(path.sep, "/"))
      .filter((file) => file.endsWith("/route.ts") && !/^(openapi\.json|\[\[\.\.\.unknown\]\])\//.test(file))
      .flatMap((file) =>
        [...fs.readFileSync(path.join(here, file), "utf8").matchAll(/export const (GET|POST|PATCH|DELETE)\b/g)].map(
          ([, method]) => `${method} /${file.replace("/route.ts", "").replaceAll("[", "{").replaceAll("]", "}")}`,
        ),
      );
    expect(described.sort()).toEqual(found.sort());
    expect(described.length).toBeGreaterThan(5);
  });

  it("is valid OpenAPI 3.1, as a stranger's validator judges it", async () => {
    const judged = await new Validator().validate(await read());
    expect(judged).toEqual({ valid: true });
  });

  it("is complete: every reference resolves, and every call has parameters, responses and errors", async () => {
    const description = await read();
    const text = JSON.stringify(description);
    const schemas = Object.keys(description["components"]?.["schemas"] ?? {});
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(schemas.map((name) => `#/components/schemas/${name}`)).toContain(ref);
    expect(description["servers"]).toEqual([{ url: "https://mooring.test/api/v1" }]);
    const list = description["paths"]?.["/integrations"]?.["get"];
    expect(list?.["parameters"]).toMatchObject([
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100, default: 50 } },
      { name: "cursor", in: "query", schema: { type: "string" } },
      { name: "If-None-Match", in: "header" },
    ]);
    const operation = description["paths"]?.["/integrations/{integrationId}/refresh"]?.["post"];
    expect(operation?.["parameters"]).toMatchObject([
      { name: "integrationId", in: "path", required: true },
      { name: "Idempotency-Key", in: "header" },
      { name: "Prefer", in: "header" },
    ]);
    expect(Object.keys(operation?.["responses"] ?? {}).sort()).toEqual([
      "200",
      "202",
      "400",
      "401",
      "403",
      "404",
      "409",
      "422",
      "429",
      "500",
    ]);
  });

  it("is public, and not sent again to a client that has cached it", async () => {
    const response = openapi(new Request("http://mooring.test/api/v1/openapi.json"));
    expect(response.status).toBe(200);
    const again = new Request("http://mooring.test/", { headers: { "if-none-match": response.headers.get("etag") ?? "" } });
    expect(openapi(again).status).toBe(304);
  });
});
