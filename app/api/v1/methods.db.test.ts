import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { codeOf, problemOf } from "@/app/api/v1/api-calls.fixture";
import { METHODS } from "@/lib/api/other-methods";

type Route = Partial<Record<string, (request: Request, context: { params: Promise<undefined> }) => Response | Promise<Response>>>;
const here = import.meta.dirname;
const ROUTES = fs.readdirSync(here, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
const sourceOf = (file: string): string => fs.readFileSync(`${here}/${file}`, "utf8");
const load = async (file: string): Promise<Route> => (await import(/* @vite-ignore */ `${here}/${file}`)) as Route;
const ask = async (file: string, method: string): Promise<Response> => {
  const handler = (await load(file))[method];
  if (!handler) throw new Error(`${file} leaves ${method} to Next, which responds with an empty body`);
  return handler(new Request("http://mooring.test/api/v1", { method }), { params: Promise.resolve(undefined) });
};

describe("an unsupported method", () => {
  for (const file of ROUTES.filter((route) => !route.includes("[[...unknown]]")))
    it(`is refused with a problem document and the allowed methods: ${file}`, async () => {
      const own = [...sourceOf(file).matchAll(/export (?:const|function) (GET|POST|PATCH)\b/g)].map(([, method]) => method);
      const served = METHODS.filter((method) => own.includes(method === "HEAD" ? "GET" : method));
      const allow = [...served, "OPTIONS"].join(", ");
      for (const method of METHODS.filter((other) => other !== "OPTIONS" && !served.includes(other))) {
        const response = await ask(file, method);
        expect(response.headers.get("allow"), method).toBe(allow);
        expect(await problemOf(response), method).toMatchObject({ status: 405, code: "method_not_allowed" });
      }
      const options = await ask(file, "OPTIONS");
      expect([options.status, options.headers.get("allow"), await options.text()]).toEqual([204, allow, ""]);
      expect((await load(file))[served[0] ?? ""]).toBeDefined();
    });
});

it("an unknown path is a problem document with 404 for every method", async () => {
  const file = ROUTES.find((route) => route.includes("[[...unknown]]")) ?? "";
  for (const method of METHODS) expect(await codeOf(await ask(file, method)), method).toBe("not_found");
});
