"use client";

import { useTranslations } from "next-intl";
import { refusal, useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { changeAddressAction } from "@/lib/integrations/settings-actions";

interface UseAddressProps {
  address: string;
  /** Heading of the cause, for screen readers. */
  headingId: string;
}

/** Changes the shop's URL to the target of its redirect. The stored key is dropped, as the text beside the button says. */
export function UseAddress({ address, headingId }: UseAddressProps) {
  const t = useTranslations("checks.use_address");
  const problems = useTranslations("integrations.address.problem");
  const { pending, notice, run } = useActionOnShop();
  const use = () =>
    run(changeAddressAction, { address, withoutKey: true }, (answer) =>
      answer.kind === "problem" ? refusal(problems(answer.problem, { host: answer.host })) : t("saved", { address }),
    );
  return (
    <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" variant="primary" pending={pending !== null} aria-describedby={headingId} onClick={use}>
        {t("button")}
      </Button>
      <p role="status" className="text-ink-2">
        {notice?.text ?? t("key")}
      </p>
    </div>
  );
}
