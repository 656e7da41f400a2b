import { answerProblem } from "@/lib/api/problems";

/** A program reads no page: what does not exist is said as everything else is, whatever the method. */
const answer = (): Response => answerProblem({ code: "not_found" });

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
