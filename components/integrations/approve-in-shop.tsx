import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { readApproval, startMagentoHandshake, startShopApproval } from "@/lib/integrations/approval/actions";
import {
  type ApprovalView,
  type ApprovingShopSystem,
  approvesOnPage,
  type HandshakeUrls,
  type UrlApproving,
} from "@/lib/integrations/approval/approval";

export type ApprovalReturn = "approved" | "declined" | null;

interface ApproveProps {
  shopSystem: ApprovingShopSystem;
  approval: ApprovalView | null;
  onChange: (approval: ApprovalView | null) => void;
  returned: ApprovalReturn;
}

const HANDSHAKES: Readonly<Record<UrlApproving, typeof startMagentoHandshake>> = { magento: startMagentoHandshake };

const ASK_EVERY_MS = 2_000;

/** Polls a pending approval, so that the page continues when the key arrives in another tab. */
function useWaiting({ approval, onChange }: Pick<ApproveProps, "approval" | "onChange">): void {
  const { merchantId, integrationId } = useShopIds();
  const waits = approval?.status === "waiting";
  useEffect(() => {
    if (!waits) return;
    let asked = false;
    const timer = setInterval(async () => {
      if (asked || document.hidden) return;
      asked = true;
      const result = await readApproval(merchantId, { integrationId }).catch(() => undefined);
      asked = false;
      if (result?.ok && result.value?.status !== "waiting") onChange(result.value);
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, merchantId, integrationId, onChange]);
}

/** Sends the user to the shop, which then hands over a key, and shows the progress. */
export function ApproveInShop({ shopSystem, approval, onChange, returned }: ApproveProps) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("connect.approval");
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [urls, setUrls] = useState<HandshakeUrls | null>(null);
  useWaiting({ approval, onChange });

  async function start(): Promise<void> {
    setPending(true);
    setProblem(null);
    if (!approvesOnPage(shopSystem)) {
      const started = await HANDSHAKES[shopSystem](merchantId, { integrationId }).catch(() => undefined);
      setPending(false);
      if (!started?.ok) return setProblem(errorMessage(started));
      setUrls(started.value);
      return onChange({ status: "waiting", failure: null });
    }
    const result = await startShopApproval(merchantId, { integrationId, shopSystem }).catch(() => undefined);
    if (result?.ok) return window.location.assign(result.value.url);
    setPending(false);
    setProblem(result?.code === "not_a_shopify_address" ? t("not_shopify") : errorMessage(result));
  }

  return (
    <section aria-labelledby="approval" className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <h3 id="approval" className="font-semibold">
        {t("title")}
      </h3>
      <div role="status" className="grid gap-2">
        <ApprovalState approval={approval} returned={returned}>
          <p className="text-ink-2">{t(`text.${shopSystem}`)}</p>
        </ApprovalState>
        {problem ? <p className="text-action-needed">{problem}</p> : null}
      </div>
      {urls && approval?.status === "waiting" ? <HandshakeSteps urls={urls} /> : null}
      <Button
        variant={approval?.status === "waiting" && returned === null ? "secondary" : "primary"}
        size="lg"
        className="justify-self-start"
        pending={pending}
        onClick={start}
      >
        {approval === null ? t(`start.${shopSystem}`) : t(`again.${shopSystem}`)}
      </Button>
    </section>
  );
}

function HandshakeSteps({ urls }: { urls: HandshakeUrls }) {
  const t = useTranslations("connect.approval.handshake");
  return (
    <div className="grid gap-2">
      <ol className="grid list-decimal gap-1 pl-5 text-ink-2">
        <li>{t("create")}</li>
        <li>{t("enter")}</li>
        <li>{t("rights")}</li>
        <li>{t("activate")}</li>
      </ol>
      <CodeBlock caption={t("callback")} code={urls.callbackUrl} />
      <CodeBlock caption={t("identity")} code={urls.identityUrl} />
    </div>
  );
}

/** `children`: shown before an approval begins. */
function ApprovalState({ approval, returned, children }: Pick<ApproveProps, "approval" | "returned"> & { children: ReactNode }) {
  const t = useTranslations("connect.approval");
  if (approval === null) return children;
  const failed = (words: string) => <p className="text-action-needed">{words}</p>;
  if (approval.status === "refused") return failed(`${t(`failure.${approval.failure ?? "unreadable"}`)} ${t("paste")}`);
  if (approval.status === "expired") return failed(t("expired"));
  if (returned === "declined") return failed(t("declined"));
  if (returned === "approved") return failed(`${t("kept_away")} ${t("paste")}`);
  return (
    <>
      <p className="text-working">{t("waiting")}</p>
      <p className="text-ink-2">
        {t("shop_error")} {t("paste")}
      </p>
    </>
  );
}
