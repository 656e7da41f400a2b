import "server-only";
import type { z } from "zod";
import { type Result, refuse } from "@/lib/base/result";
import { isAllowed, type PlatformScope, staffScope } from "@/lib/identity/accounts/access";
import type { StaffRight } from "@/lib/identity/accounts/staff-roles";
import { personAction } from "@/lib/identity/auth/action";

/** A server action of the console that does not belong to a merchant. Others than staff get `not_found`, staff without the right `role_lacks_right`. */
export function staffAction<Input, Value>(options: {
  input: z.ZodType<Input>;
  right: StaffRight;
  run: (scope: PlatformScope, input: Input) => Promise<Result<Value, string>>;
}) {
  return personAction({
    input: options.input,
    run: async (person, input: Input) => {
      const scope = staffScope(person);
      if (!scope) return refuse("not_found");
      return isAllowed(scope, options.right) ? options.run(scope, input) : refuse("role_lacks_right");
    },
  });
}
