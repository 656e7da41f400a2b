import "server-only";
import type { z } from "zod";
import { type Result, refuse } from "@/lib/base/result";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { findStaffScope } from "@/lib/identity/accounts/data";
import { personAction } from "@/lib/identity/auth/action";

/** A server action of the console that does not belong to a merchant. All others than staff get `not_found`. */
export function staffAction<Input, Value>(options: {
  input: z.ZodType<Input>;
  run: (scope: PlatformScope, input: Input) => Promise<Result<Value, string>>;
}) {
  return personAction({
    input: options.input,
    run: async (person, input: Input) => {
      const scope = findStaffScope(person);
      return scope ? options.run(scope, input) : refuse("not_found");
    },
  });
}
