"use client";

import { useAction } from "@/components/shell/use-action";
import { Button, type ButtonProps } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/identity/auth/action-result";

interface ActionButtonProps<Value> extends Omit<ButtonProps, "action" | "onClick"> {
  /** A server component passes a server action with its arguments bound. */
  action: () => Promise<ActionResult<Value>>;
  /** Text of the notice after a success, or what follows. */
  done?: string | ((value: Value) => void);
  confirm?: boolean;
}

/** A button that runs a server action; a refusal is shown as a notice (use-action.ts). */
export function ActionButton<Value>({ action, done, confirm = false, pending = false, ...rest }: ActionButtonProps<Value>) {
  const own = useAction();
  const Control = confirm ? ConfirmButton : Button;
  const follow = typeof done === "string" ? () => toast.success(done) : done;
  return <Control {...rest} pending={pending || own.pending} onClick={() => own.run(() => action(), follow)} />;
}
