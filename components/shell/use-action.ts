import { useTranslations } from "next-intl";
import { type FormEvent, useCallback, useRef, useState, useTransition } from "react";
import { whenReached } from "@/components/live/when-reached";
import { askForProof } from "@/components/shell/with-proof";
import { toast } from "@/components/ui/toast";
import { anyKey } from "@/lib/i18n/any-key";
import type { ActionResult } from "@/lib/identity/auth/action-result";

/** Only the newest refusal is shown. Each needs a new id: a notice whose id is still fading out never appears. */
let refusals = 0;
const newestRefusal = (): string => `refusal-${refusals}`;

/**
 * Runs a server action and shows a refusal (`errors.<code>`) as a notice until it is closed or the next action starts; the page must render
 * a `Toaster`. `fields` holds error codes of inputs. Forms also need `onReset`: React resets a form after every action, and rejected input
 * must stay. Never call it in a loop: a browser runs its actions sequentially.
 */
export function useAction() {
  const t = anyKey(useTranslations("errors"));
  const [pending, startTransition] = useTransition();
  const [fields, setFields] = useState<Record<string, string>>({});
  const refused = useRef(false);
  const onReset = useCallback((event: FormEvent) => {
    if (refused.current) event.preventDefault();
  }, []);

  const run = useCallback(
    <Value>(call: () => Promise<ActionResult<Value>>, done?: (value: Value) => void): void =>
      startTransition(async () => {
        // A refusal must not remain next to the result of the next action.
        toast.dismiss(newestRefusal());
        refused.current = true;
        const result = await call().catch((): ActionResult<Value> => ({ ok: false, code: "offline" }));
        if (result.ok) {
          refused.current = false;
          setFields({});
          done?.(result.value);
          return;
        }
        // The proof dialog repeats the action afterwards.
        if (result.code === "proof_needed") {
          void askForProof().then((isProven) => {
            if (isProven) run(call, done);
          });
          return;
        }
        if (result.code === "signed_out") dispatchEvent(new Event("signed-out"));
        // The page's banner explains it, also after the user closed it.
        if (result.code === "offline" && !navigator.onLine) {
          dispatchEvent(new Event("offline"));
          return;
        }
        setFields(result.fields ?? {});
        const code = t.has(result.code) ? result.code : "internal_error";
        toast.dismiss(newestRefusal());
        refusals += 1;
        toast.error(t(code, { errorId: result.errorId ?? result.code, minutes: Math.ceil((result.retryAfterSeconds ?? 0) / 60) }), {
          duration: Number.POSITIVE_INFINITY,
          id: newestRefusal(),
        });
        const id = newestRefusal();
        if (result.code === "offline") whenReached(() => toast.dismiss(id));
      }),
    [t],
  );
  return { run, pending, fields, onReset };
}
