import { answerClosed } from "@/lib/operations/reports/closed-answer";

export const dynamic = "force-dynamic";

/** A truncated report link. */
export const GET = (): Promise<Response> => answerClosed({ kind: "broken" });
