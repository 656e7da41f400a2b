"use client";

import { ActionNotice, useActionWithNotice } from "@/components/sync/action-notice";
import { Button, type ButtonProps } from "@/components/ui/button";
import type { ActionResult } from "@/lib/identity/auth/action-result";

interface NoticeButtonProps<Value> extends Omit<ButtonProps, "action" | "onClick" | "pending"> {
  /** A server component passes a server action with its arguments bound. */
  action: () => Promise<ActionResult<Value>>;
  /** Text after a success, or what follows; none where the page itself shows it. */
  done?: string | ((value: Value) => string | null);
}

export function NoticeButton<Value>({ action, done, ...rest }: NoticeButtonProps<Value>) {
  const { pending, notice, run } = useActionWithNotice();
  const noticeOf = typeof done === "string" ? () => done : done;
  return (
    <>
      <Button {...rest} pending={pending !== null} onClick={() => run(() => action(), noticeOf)} />
      <ActionNotice notice={notice} />
    </>
  );
}
