"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { type ApprovalReturn, ApproveInShop } from "@/components/integrations/approve-in-shop";
import { CheckRequests } from "@/components/integrations/check-requests";
import { ConnectKey } from "@/components/integrations/connect-key";
import { DisconnectedBanner } from "@/components/integrations/disconnected-banner";
import { OtherShopSystem } from "@/components/integrations/other-shop-system";
import { useShopActions } from "@/components/integrations/use-shop-actions";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { WizardSteps } from "@/components/integrations/wizard-steps";
import { useLive, useLiveRow, useLiveRun, useLiveStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { LiveDot } from "@/components/shell/live-dot";
import { PageCrumb } from "@/components/shell/page-crumb";
import { NoticeButton } from "@/components/sync/action-notice";
import { LiveRun } from "@/components/sync/live-run";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { focusHeading } from "@/components/ui/focus-heading";
import { LinkButton } from "@/components/ui/link-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { StateShape } from "@/components/ui/state-shape";
import { TextLink } from "@/components/ui/text-link";
import { useMilestones } from "@/components/ui/use-milestones";
import { displayAddress } from "@/lib/connectors/display-address";
import type { CredentialField } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { dropApproval } from "@/lib/integrations/approval/actions";
import { type ApprovalView, isApproving } from "@/lib/integrations/approval/approval";
import type { CheckSummary, IntegrationRow } from "@/lib/integrations/list/row";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { RunView } from "@/lib/sync/past-runs/run-view";

interface ProgressProps {
  initial: IntegrationRow;
  initialRun: RunView | null;
  /** Findings of a check, rendered by the server. */
  found: { checkId: string; causes: ReactNode } | null;
  fields: readonly CredentialField[];
  guide: ReactNode;
  /** Whether the shop can hand over a key itself, and the progress of that. */
  approval: { offered: boolean; initial: ApprovalView | null; returned: ApprovalReturn };
  /** The shop already has a key and gets another one. */
  replacesKey: boolean;
}

/** Second half of connecting: the check runs while the user reads; then come the key and the first import. Can be left and resumed. */
export function ConnectProgress({ initial, initialRun, found, replacesKey, ...key }: ProgressProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations");
  useLiveStream(merchantId, initial.id);
  const row = useLiveRow(initial);
  const run = useLiveRun(initialRun, initial.id);
  const here = shopPath(merchantId, row.id);
  const connected = row.hasCredentials && !replacesKey;
  const gone = useLive((state) => state.gone.has(initial.id));
  if (gone) return <DisconnectedBanner />;
  return (
    <div className="grid gap-6 lg:grid-cols-[12rem_minmax(0,38rem)] lg:gap-12">
      <LiveDot />
      <PageCrumb>{row.name}</PageCrumb>
      <WizardSteps
        at={connected ? "import" : "credentials"}
        results={{ address: displayAddress(row.readableUrl ?? row.baseUrl), shop_system: t(`shop_system.${row.shopSystem}`) }}
      />
      <div className="grid content-start gap-6">
        {row.check ? <Reachability check={row.check} found={found} /> : null}
        {connected ? (
          <section key="import" aria-labelledby="import" className="grid gap-3">
            <h2 id="import" ref={focusHeading} tabIndex={-1} className="outline-none font-semibold text-lg">
              {t("wizard.import_title")}
            </h2>
            {run ? <LiveRun receipt={null} run={run} since={null} inOrder={false} /> : null}
            {run?.status === "succeeded" ? (
              <p className="font-medium">{t(isEverythingHere(run) ? "wizard.import_done" : "wizard.import_done_in_part")}</p>
            ) : (
              <p className="text-ink-2">{t("wizard.import_text")}</p>
            )}
            {/* The router does not scroll to the top, since the tabs below the shop's head are already in view. */}
            <LinkButton href={here} variant="primary" size="lg" className="justify-self-start" onNavigate={() => window.scrollTo(0, 0)}>
              {t("wizard.to_integration")}
            </LinkButton>
          </section>
        ) : (
          // Fields and guide were rendered with the page; a new shop system may already have arrived by the event stream.
          <KeySection {...key} shopSystem={initial.shopSystem} mayChangeShopSystem={!isChecking(row.check) && !replacesKey} />
        )}
      </div>
    </div>
  );
}

/** The shop counts what is stored here, and none of it could not be read. */
const isEverythingHere = ({ shopCount, ourCount, ourUnreadable }: RunView): boolean =>
  shopCount !== null && shopCount === ourCount && !ourUnreadable;

interface KeySectionProps extends Pick<ProgressProps, "fields" | "guide" | "approval"> {
  shopSystem: ShopSystem;
  /** False while a check is running: it tests the previous shop system. */
  mayChangeShopSystem: boolean;
}

/** The key, handed over by the shop where possible, else typed. */
function KeySection({ shopSystem, fields, guide, approval, mayChangeShopSystem }: KeySectionProps) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations");
  const [handover, setHandover] = useState(approval.initial);
  // Removes the approval token, which is used up, from the history.
  useEffect(() => {
    if (window.location.search.includes("user_id=")) window.history.replaceState(null, "", window.location.pathname);
  }, []);
  const isHandedOver = approval.offered && handover?.status === "received";
  return (
    <section key="key" aria-labelledby="key" className="grid gap-4">
      <h2 id="key" ref={focusHeading} tabIndex={-1} className="outline-none font-semibold text-lg">
        {t("wizard.credentials_title", { shopSystem: t(`shop_system.${shopSystem}`) })}
      </h2>
      {isHandedOver ? (
        <>
          <ConnectKey key="handed over" shopSystem={shopSystem} fields={fields} handedOver />
          <div className="flex flex-wrap items-center gap-3">
            <NoticeButton
              variant="ghost"
              action={() => dropApproval(merchantId, { integrationId })}
              done={() => {
                setHandover(null);
                return null;
              }}
            >
              {t("wizard.handed_over.other_way")}
            </NoticeButton>
          </div>
        </>
      ) : (
        <>
          {approval.offered && isApproving(shopSystem) ? (
            <>
              <ApproveInShop shopSystem={shopSystem} approval={handover} onChange={setHandover} returned={approval.returned} />
              <h3 className="mt-2 font-semibold">{t("wizard.handed_over.or")}</h3>
            </>
          ) : null}
          {guide}
          <ConnectKey key={shopSystem} shopSystem={shopSystem} fields={fields} />
          <p className="text-ink-3 text-sm">{t("wizard.credentials_secret")}</p>
        </>
      )}
      <LinkButton href={shopPath(merchantId, integrationId)} variant="ghost" className="justify-self-start">
        {t("wizard.later")}
      </LinkButton>
      {/* Last, so that nothing moves when it appears. */}
      {mayChangeShopSystem && !isHandedOver ? <OtherShopSystem key={`other ${shopSystem}`} shopSystem={shopSystem} /> : null}
    </section>
  );
}

/** Typical number of requests for a healthy self-hosted shop; beyond it the progress bar is indeterminate. */
const USUAL_PROBES = 16;

function CheckAgain() {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations");
  const { pending, notice, trigger } = useShopActions(merchantId, integrationId);
  return (
    <>
      <p>{notice ?? t("wizard.check_failed")}</p>
      <Button className="mt-2" pending={pending === "check"} onClick={() => trigger("check")}>
        {t("page.check_now")}
      </Button>
    </>
  );
}

const isChecking = (check: CheckSummary | null): boolean => check?.status === "queued" || check?.status === "running";

type CheckProps = Pick<ProgressProps, "found"> & { check: CheckSummary };

/** Same height during and after the check: the button below must not move under the pointer. */
function Reachability(props: CheckProps) {
  const { check } = props;
  const t = useTranslations("integrations.wizard");
  const isRunning = isChecking(check);
  const text = t("check_running", { count: check.probesDone });
  const announced = useMilestones(text, check.id);
  return (
    <section
      aria-labelledby="reach"
      className={cn(
        "flex flex-col gap-2 rounded-lg border border-line bg-surface p-4",
        (check.verdict === null || check.seen.length > 0) && "h-[22rem] sm:h-[19.75rem]",
      )}
    >
      <h2 id="reach" className="font-semibold">
        {t("check_title")}
      </h2>
      {isRunning ? (
        <>
          <ProgressBar label={t("check_title")} value={check.probesDone} total={check.probesDone < USUAL_PROBES ? USUAL_PROBES : null} />
          <p aria-hidden="true" className="text-working">
            {text}
          </p>
        </>
      ) : null}
      <div role="status" className={isRunning ? "sr-only" : undefined}>
        {isRunning ? announced : check.verdict === null ? <CheckAgain /> : <CheckResult {...props} />}
      </div>
      {isRunning || check.seen.length > 0 ? <CheckRequests seen={check.seen} /> : null}
    </section>
  );
}

function CheckResult({ check, found }: CheckProps) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.wizard");
  const refresh = useRefreshPage();
  const good = check.verdict === "healthy";
  const named = found?.checkId === check.id;
  // If the check ended on this page, the server must render the causes.
  useEffect(() => {
    if (!good && !named) refresh();
  }, [good, named, refresh]);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <StateShape tone={good ? "healthy" : "action_needed"} className="mt-[3px]" />
      <div>
        {good ? t("check_ok") : t("check_causes", { count: Math.max(1, check.causeCodes.length) })}
        {good ? null : (
          <>
            {" "}
            <TextLink href={shopPath(merchantId, integrationId, "diagnosis")}>{t("see_fix")}</TextLink>
          </>
        )}
        {!good && named ? found.causes : null}
      </div>
    </div>
  );
}
