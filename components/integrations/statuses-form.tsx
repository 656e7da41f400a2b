import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { StatusChoice } from "@/components/integrations/status-choice";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { ActionNotice, useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { StatusCount } from "@/lib/integrations/data";
import { chooseLeftOutStatusesAction, countStatusesAction } from "@/lib/integrations/settings-actions";

/** Order statuses included in the lists; counted when the form is opened. */
export function StatusesForm() {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations");
  const errorMessage = useErrorMessage();
  const [options, setOptions] = useState<readonly StatusCount[] | null>(null);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, notice, run } = useActionOnShop();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when it is opened; what was ticked since stays
  useEffect(() => {
    let left = false;
    countStatusesAction(merchantId, { integrationId }).then(
      (result) => {
        if (left) return;
        if (!result.ok) return setFailure(errorMessage(result));
        setOptions(result.value);
        setLeftOut(new Set(result.value.filter(({ isLeftOut }) => isLeftOut).map(({ status }) => status)));
      },
      () => setFailure(errorMessage()),
    );
    return () => {
      left = true;
    };
  }, []);
  if (failure) return <p className="text-action-needed">{failure}</p>;
  if (!options) return <Skeleton className="h-48" />;
  if (options.length === 0) return <p className="text-ink-2">{t("statuses.none")}</p>;
  const save = () => run(chooseLeftOutStatusesAction, { leftOut: [...leftOut] }, () => t("settings.saved"));
  return (
    <div className="grid justify-items-start gap-3 *:w-full">
      <StatusChoice options={options.map((option) => ({ ...option, name: null }))} leftOut={leftOut} onChange={setLeftOut} />
      <span className="flex flex-wrap items-center gap-3">
        <Button pending={pending !== null} onClick={save}>
          {t("settings.save")}
        </Button>
        <ActionNotice notice={notice} />
      </span>
    </div>
  );
}
