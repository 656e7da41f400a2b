"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useCallback, useRef, useState, useTransition } from "react";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/identity/auth/action-result";

/** There is one at a time: the newest. Each has an id of its own, since a notice that is told while one of its id is leaving never appears. */
let refusals = 0;
const newestRefusal = (): string => `refusal-${refusals}`;

/**
 * Runs an action and tells its refusal in words (`errors.<code>`), as a notice that stays until it is closed or the next press begins;
 * the page must render a `Toaster`. `fields` are the codes of the inputs that do not fit. A form whose `action` it is takes `onReset`, too:
 * React empties a form after every action, and what was refused stays. The action must not be called in a loop: a browser runs its actions one
 * after another.
 */
export function useAction() {
  const t = useTranslations("errors");
  const [pending, startTransition] = useTransition();
  const [fields, setFields] = useState<Record<string, string>>({});
  const refused = useRef(false);
  const onReset = useCallback((event: FormEvent) => {
    if (refused.current) event.preventDefault();
  }, []);

  const run = useCallback(
    <Value>(call: () => Promise<ActionResult<Value>>, done?: (value: Value) => void) =>
      startTransition(async () => {
        // "Nothing was changed" must not stand beside what the next press did.
        toast.dismiss(newestRefusal());
        refused.current = true;
        const result = await call().catch((): ActionResult<Value> => ({ ok: false, code: "offline" }));
        if (result.ok) {
          refused.current = false;
          setFields({});
          done?.(result.value);
          return;
        }
        if (result.code === "signed_out") dispatchEvent(new Event("signed-out"));
        setFields(result.fields ?? {});
        const code = t.has(result.code) ? result.code : "internal_error";
        toast.dismiss(newestRefusal());
        refusals += 1;
        toast.error(t(code, { errorId: result.errorId ?? result.code }), { duration: Number.POSITIVE_INFINITY, id: newestRefusal() });
      }),
    [t],
  );
  return { run, pending, fields, onReset };
}
