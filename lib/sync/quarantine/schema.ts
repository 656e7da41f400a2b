import { z } from "zod";
import { lineSchema } from "@/lib/base/typed-text";

/** Why an order may be missing. */
export const dismissReasonSchema = lineSchema(z.string().min(1, { error: "reason_missing" }).max(300, { error: "reason_too_long" }));
