import type { ActionResult } from "@/lib/identity/auth/action-result";

/** What an action asks the proof dialog for; `answer` gets whether the person proved who they are. */
export interface ProofRequest {
  answer: (isProven: boolean) => void;
}

/** Opens the proof dialog of the page. @returns whether the person proved who they are */
export const askForProof = (): Promise<boolean> =>
  new Promise((resolve) => {
    dispatchEvent(new CustomEvent<ProofRequest>("proof-needed", { detail: { answer: resolve } }));
  });

/** Runs a server action, and again after a fresh proof if it asks for one. The page must render a `ProofDialog`. */
export async function withProof<Value>(call: () => Promise<ActionResult<Value>>): Promise<ActionResult<Value>> {
  const result = await call();
  return !result.ok && result.code === "proof_needed" && (await askForProof()) ? call() : result;
}
