import { answerProblem } from "@/lib/api/problems";

/** A program reads no page: what does not exist is said as everything else is. */
const answer = (): Response => answerProblem({ code: "not_found" });

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
