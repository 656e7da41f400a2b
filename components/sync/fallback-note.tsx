import { useFormatter, useTranslations } from "next-intl";
import { NoticeButton } from "@/components/sync/action-notice";
import { setMethodFallbackAction } from "@/lib/orders/actions";
import type { FallbackView } from "@/lib/orders/method-fallback/fallback-view";

interface FallbackProps {
  merchantId: string;
  integrationId: string;
  fallback: FallbackView;
  readOnly: boolean;
}

/** Offers the POST workaround while the server refuses methods, shows that it is in use, and offers to end it once unnecessary. */
export function FallbackNote({ merchantId, integrationId, fallback, readOnly }: FallbackProps) {
  const t = useTranslations("tracking.fallback");
  const format = useFormatter();
  const { state, methods } = fallback;
  const isOn = state !== "offered";
  const key = state === "on" && methods.length === 0 ? "on_unknown" : state;
  return (
    <div className="grid justify-items-start gap-2">
      <p className="max-w-[72ch] text-ink-2">{t(key, { methods: format.list(methods) })}</p>
      {readOnly ? null : (
        <NoticeButton
          size="sm"
          action={setMethodFallbackAction.bind(null, merchantId, { integrationId, isOn: !isOn })}
          done={t(isOn ? "is_off" : "is_on")}
        >
          {t(isOn ? "switch_off" : "switch_on")}
        </NoticeButton>
      )}
    </div>
  );
}
