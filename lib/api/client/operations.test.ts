import openapiTS from "openapi-typescript";
import { expect, it } from "vitest";
import { describeApi } from "@/lib/api/openapi";

const HEADER = `// Generated from /api/v1/openapi.json; a refused call has a Problem, whatever its status.
// After a change of operations: npx vitest run --project unit lib/api/client -u
`;

/** Comments that repeat the type below them. */
const SAYS_THE_TYPE = /^ *\/\*\* (@enum \{string\}|@constant|Format: uuid) \*\/\n/gm;

interface Described {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[]; responses: Record<string, object> }>>;
  components: Record<string, object>;
}

/** Names once what every operation repeats: its refusal, the answer to an unchanged ETag, and the headers of a call. */
function nameRepeatsOnce(document: object): object {
  const parsed = JSON.parse(JSON.stringify(document)) as Described;
  const parameters: Record<string, object> = {};
  const responses: Record<string, object> = {};
  const asHeader = (parameter: { name: string; in: string }) => {
    if (parameter.in !== "header") return parameter;
    parameters[parameter.name] = parameter;
    return { $ref: `#/components/parameters/${parameter.name}` };
  };
  for (const operation of Object.values(parsed.paths).flatMap((methods) => Object.values(methods))) {
    operation.parameters = operation.parameters?.map(asHeader) as never;
    const answers = Object.entries(operation.responses).map(([status, { headers, ...response }]: [string, { headers?: object }]) => {
      if (Number(status) < 300) return [status, { ...response, description: "" }];
      const name = Number(status) < 400 ? "Unchanged" : "Refused";
      responses[name] ??= { ...response, ...(name === "Refused" ? { description: "Whatever its status." } : {}) };
      return [name === "Refused" ? "default" : status, { $ref: `#/components/responses/${name}` }];
    });
    operation.responses = Object.fromEntries(answers);
  }
  parsed.components = { ...parsed.components, parameters, responses };
  return parsed;
}

it("the client has the types of exactly the operations that the API describes", async () => {
  const document = nameRepeatsOnce(describeApi("https://mooring.example"));
  const types = await openapiTS(document as Parameters<typeof openapiTS>[0], { commentHeader: HEADER, alphabetize: true });
  await expect(types.replace(SAYS_THE_TYPE, "")).toMatchFileSnapshot("./operations.ts");
});
