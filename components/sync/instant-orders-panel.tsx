"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef } from "react";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { ActionNotice, useActionOnShop } from "@/components/sync/action-notice";
import { PastTime } from "@/components/sync/past-time";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { textLinkStyle } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { endInstantOrdersAction, requestInstantOrdersAction } from "@/lib/sync/actions";
import type { InstantOrdersView } from "@/lib/sync/webhooks/data";

const REREAD_MS = 3_000;

/** The worker asks the shop meanwhile, and answers within seconds. */
function useRereadWhile(isAsked: boolean): void {
  const refresh = useRefreshPage();
  useEffect(() => {
    if (!isAsked) return;
    const timer = setInterval(refresh, REREAD_MS);
    return () => clearInterval(timer);
  }, [isAsked, refresh]);
}

export function InstantOrdersPanel({ instant }: { instant: InstantOrdersView }) {
  const t = useTranslations("sync.instant");
  const colon = useTranslations("states")("colon");
  const { pending, notice, run } = useActionOnShop();
  const { shopSystem, state, problem, since, receivedAt, checkedAt } = instant;
  const isOn = state === "active" || state === "off_at_shop" || state === "failed" || state === "wanted";
  const asksSecret = instant.needsSecret && (state === null || state === "failed" || state === "unwanted");
  const asks = state !== "active" && state !== "wanted";
  // Focus target. Not the remaining button: the next keystroke would undo what was just started.
  const lead = useRef<HTMLParagraphElement>(null);
  useFocusKeeper(lead, state);

  useRereadWhile(state === "wanted" || (state === "unwanted" && problem === null));

  function request(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const appSecret = String(new FormData(form).get("appSecret") ?? "");
    void run(
      requestInstantOrdersAction,
      { appSecret },
      () => {
        form.reset();
        return null;
      },
      "request",
    );
  }
  const end = () => run(endInstantOrdersAction, {}, () => t("ended"), "end");
  const button = state === "off_at_shop" ? t("again") : state === "failed" ? t("retry") : t("make");

  return (
    <form className="grid gap-4" onSubmit={request}>
      <p ref={lead} tabIndex={-1} className="text-ink-2">
        {t("lead")}
      </p>
      {asks && state !== "off_at_shop" ? <p className="text-ink-2">{t(`needs.${shopSystem}`)}</p> : null}
      {state === "off_at_shop" ? (
        <p className="text-action-needed">
          {t("off_at_shop")} {since ? t.rich("since", { since: () => <PastTime at={new Date(since)} since /> }) : null}
        </p>
      ) : null}
      {state === "failed" ? <p className="text-action-needed">{t(`failure.${problem ?? "refused"}`)}</p> : null}
      {state === "unwanted" && problem !== null ? (
        <p className="text-action-needed">
          {instant.staying > 0 ? t("staying", { count: instant.staying }) : t("staying_unknown")}
          {instant.webhooksUrl ? (
            <>
              {" "}
              <a href={instant.webhooksUrl} target="_blank" rel="noreferrer" className={textLinkStyle}>
                {t("staying_link")}
              </a>
            </>
          ) : null}
        </p>
      ) : null}
      {state === "active" ? (
        <p className="text-ink-2">
          {receivedAt ? (
            <>
              {t("received")}
              {colon} <Time at={receivedAt} />
            </>
          ) : (
            t("never_received")
          )}
          {checkedAt ? (
            <>
              {" · "}
              {t("looked")}
              {colon} <Time at={checkedAt} />
            </>
          ) : null}
        </p>
      ) : null}
      {asksSecret ? <TextField label={t("app_secret")} name="appSecret" type="password" autoComplete="off" /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {asks ? (
          // The French text is wider than a panel of 320 px.
          <Button type="submit" pending={pending === "request"} className="h-auto! min-h-8 max-w-full whitespace-normal! py-1">
            {button}
          </Button>
        ) : null}
        {isOn ? (
          <Button pending={pending === "end"} onClick={end}>
            {t("end")}
          </Button>
        ) : null}
      </div>
      <ActionNotice notice={notice} />
    </form>
  );
}
