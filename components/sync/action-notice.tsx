"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { withProof } from "@/components/shell/with-proof";
import { Button, type ButtonProps } from "@/components/ui/button";
import type { ActionResult } from "@/lib/identity/auth/action-result";

export interface Notice {
  good: boolean;
  text: string;
}

/** A response that the user must act on. */
export const refusal = (text: string): Notice => ({ good: false, text });

/**
 * Runs one server action at a time and keeps its outcome as a notice. `noticeOf` returns the text of a success, a refusal, or null if the
 * page itself shows it. A success re-renders the page. `name` identifies the pending one of several buttons.
 */
export function useActionWithNotice() {
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  return {
    pending,
    notice,
    dismiss: () => setNotice(null),
    async run<Value>(
      act: () => Promise<ActionResult<Value>>,
      noticeOf: (value: Value) => Notice | string | null = () => null,
      name = "action",
    ): Promise<void> {
      setPending(name);
      setNotice(null);
      try {
        const result = await withProof(act);
        const said = result.ok ? noticeOf(result.value) : refusal(errorMessage(result));
        setNotice(typeof said === "string" ? { good: true, text: said } : said);
        if (result.ok) router.refresh();
      } catch {
        setNotice(refusal(errorMessage()));
      }
      setPending(null);
    },
  };
}

/** Runs an action on the shop whose page is open: `run(action, input, noticeOf, name)`. */
export function useActionOnShop() {
  const { merchantId, integrationId } = useShopIds();
  const { run, ...state } = useActionWithNotice();
  return {
    ...state,
    run: <Value,>(
      action: (merchantId: string, input: unknown) => Promise<ActionResult<Value>>,
      input: object,
      noticeOf?: (value: Value) => Notice | string | null,
      name?: string,
    ): Promise<void> => run(() => action(merchantId, { ...input, integrationId }), noticeOf, name),
  };
}

export function ActionNotice({ notice }: { notice: Notice | null }) {
  return (
    <p role="status" className={`${notice?.good === false ? "text-action-needed" : "text-ink-2"} empty:sr-only`}>
      {notice?.text}
    </p>
  );
}

interface NoticeButtonProps<Value> extends Omit<ButtonProps, "action" | "onClick" | "pending"> {
  /** A server component passes a server action with its arguments bound. */
  action: () => Promise<ActionResult<Value>>;
  /** Text on success, or a callback; omitted if the page itself shows the outcome. */
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
