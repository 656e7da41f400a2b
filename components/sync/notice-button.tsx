"use client";

import { ActionNotice } from "@/components/sync/action-notice";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { Button, type ButtonProps } from "@/components/ui/button";
import type { ActionResult } from "@/lib/identity/auth/action-result";

interface NoticeButtonProps<Value> extends Omit<ButtonProps, "action" | "onClick" | "pending"> {
  /** A server component passes a server action with its arguments bound. */
  action: () => Promise<ActionResult<Value>>;
  /** Text after a success, or what follows; none where the page itself shows it. */
  done?: string | ((value: Value) => string | null);
}

export function NoticeButton<Value>({ action, done = () => null, ...rest }: NoticeButtonProps<Value>) {
  const { pending, notice, run } = useActionWithNotice();
  const noticeOf = (value: Value) => {
    const text = typeof done === "string" ? done : done(value);
    return text === null ? null : { good: true, text };
  };
  return (
    <>
      <Button {...rest} pending={pending !== null} onClick={() => run("act", () => action(), noticeOf)} />
      <ActionNotice notice={notice} />
    </>
  );
}
