import { answerProblem } from "@/lib/api/problems";

/** Unknown paths get a problem document instead of a page, for every method. */
const answer = (): Response => answerProblem({ code: "not_found" });

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
