import { startTestStack } from "@/e2e/support/test-stack";

/** One product for all stories of a run; where it is, the stories learn from the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const stack = await startTestStack();
  process.env["E2E_URL"] = stack.url;
  process.env["E2E_DATABASE_URL"] = stack.databaseUrl;
  process.env["E2E_RUNTIME_DATABASE_URL"] = stack.runtimeUrl;
  return () => stack.stop();
}
