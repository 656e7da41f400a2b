import "server-only";
import { type Result, refuse } from "@/lib/base/result";
import { type OwnerScope, ownerScope } from "@/lib/identity/accounts/access";
import { type MerchantActionOptions, merchantAction, type Refusal } from "@/lib/identity/auth/action";

/** A server action on a merchant's members, for owners and, while an owner consents, for acting staff. Other members get `not_owner`. */
export function ownerAction<Input, Value>(
  options: Omit<MerchantActionOptions<Input, Value>, "allowReadOnly" | "run"> & {
    run: (scope: OwnerScope, input: Input) => Promise<Result<Value, Refusal>>;
  },
) {
  const { run, ...rest } = options;
  return merchantAction({
    ...rest,
    run: async (scope, input: Input): Promise<Result<Value, Refusal>> => {
      const owner = ownerScope(scope);
      return owner ? run(owner, input) : refuse("not_owner");
    },
  });
}
