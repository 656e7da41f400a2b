"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { changeAddressAction } from "@/lib/integrations/settings-actions";

interface UseAddressProps {
  merchantId: string;
  integrationId: string;
  address: string;
  /** Heading of the cause, for screen readers. */
  headingId: string;
}

/** Changes the shop's URL to the target of its redirect. The stored key is dropped, as the text beside the button says. */
export function UseAddress({ merchantId, integrationId, address, headingId }: UseAddressProps) {
  const t = useTranslations("checks.use_address");
  const problems = useTranslations("integrations.address.problem");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  const use = async (): Promise<void> => {
    setPending(true);
    const result = await changeAddressAction(merchantId, { integrationId, address, withoutKey: true }).catch(() => undefined);
    setPending(false);
    if (!result?.ok) setNotice(errorMessage(result));
    else if (result.value.kind === "problem") setNotice(problems(result.value.problem, { host: result.value.host }));
    else {
      setNotice(t("saved", { address }));
      router.refresh();
    }
  };

  return (
    <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" variant="primary" pending={pending} aria-describedby={headingId} onClick={use}>
        {t("button")}
      </Button>
      <p role="status" className="text-ink-2">
        {notice ?? t("key")}
      </p>
    </div>
  );
}
