import { answerClosed } from "@/lib/operations/reports/closed-answer";

export const dynamic = "force-dynamic";

/** A link to a report of which nothing is left but its beginning. */
export const GET = (): Promise<Response> => answerClosed({ kind: "broken" });
