import openapiTS from "openapi-typescript";
import { expect, it } from "vitest";
import { describeApi } from "@/lib/api/openapi";

const HEADER = `// Generated from /api/v1/openapi.json; a refused call has a Problem, whatever its status.
// After a change of operations: npx vitest run --project unit lib/api/client -u
`;

/** Every refusal has the same shape, which the types then name once for each operation. */
function nameRefusalsOnce(document: object): object {
  const parsed = JSON.parse(JSON.stringify(document)) as {
    paths: Record<string, Record<string, { responses: Record<string, { headers?: unknown }> }>>;
  };
  for (const operation of Object.values(parsed.paths).flatMap((methods) => Object.values(methods))) {
    const kept = Object.entries(operation.responses).filter(([status]) => Number(status) < 400);
    const refusal = Object.entries(operation.responses).find(([status]) => Number(status) >= 400)?.[1] ?? {};
    operation.responses = Object.fromEntries([...kept, ["default", refusal]]);
    for (const response of Object.values(operation.responses)) delete response.headers;
  }
  return parsed;
}

it("the client has the types of exactly the operations that the API describes", async () => {
  const document = nameRefusalsOnce(describeApi("https://mooring.example"));
  const types = await openapiTS(document as Parameters<typeof openapiTS>[0], { commentHeader: HEADER, alphabetize: true });
  await expect(types).toMatchFileSnapshot("./operations.ts");
});
