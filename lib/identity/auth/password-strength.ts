import { ok, type Result, refuse } from "@/lib/base/result";

// zxcvbn estimates new passwords offline, with its lists of leaked passwords, names and words.

/** zxcvbn's highest class: more than 10^10 guesses. */
const REQUIRED_SCORE = 4;
/** The time of an estimate grows quadratically with the length; a strong beginning suffices. */
const ESTIMATED_LENGTH = 40;

// The lists take megabytes, so they are loaded for the first new password.
async function makeEstimator() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs });
}
let estimator: ReturnType<typeof makeEstimator> | undefined;

/** Minimum length of the password without the person's own words. */
const UNRELATED_LENGTH = 8;

/** Refuses a password that is leaked, common or easy to guess for someone who knows `own`: the person's address, name or company. */
export async function checkStrength(password: string, own: readonly string[]): Promise<Result<true, "password_guessable">> {
  const words = ["mooring", ...own.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))].filter((word) => word.length > 2);
  const unrelated = words.toSorted((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase());
  if (unrelated.length < UNRELATED_LENGTH) return refuse("password_guessable");
  estimator ??= makeEstimator();
  const { score } = (await estimator).check(password.slice(0, ESTIMATED_LENGTH), words.slice(0, 50));
  return score < REQUIRED_SCORE ? refuse("password_guessable") : ok(true);
}
