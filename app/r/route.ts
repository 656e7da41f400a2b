import { answerClosed } from "@/lib/operations/reports/closed-answer";

/** A truncated report link. */
export const GET = (): Promise<Response> => answerClosed({ kind: "broken" });
