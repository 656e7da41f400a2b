import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDescribeCause } from "@/components/checks/use-describe-cause";
import { Time } from "@/components/ui/time";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import { anyKey } from "@/lib/i18n/any-key";
import type { Evidence } from "@/lib/support/threads/evidence";

export function EvidenceView({ evidence }: { evidence: Evidence }) {
  const t = useTranslations("threads.evidence");
  const shopSystems = useTranslations("integrations.shop_system");
  const lanes = useTranslations("sync.lane");
  const states = anyKey(useTranslations("states.word"));
  const colon = useTranslations("states")("colon");
  const { shop, check } = evidence;
  const server = [shop.server, shop.version].filter((part) => part !== null).join(" · ");
  return (
    <dl className="grid gap-3 text-sm [overflow-wrap:anywhere]">
      <Fact name={t("taken")}>
        <Time at={evidence.takenAt} form="full" />
      </Fact>
      <Fact name={t("shop")}>
        <bdi className="font-medium">{shop.name}</bdi> · {shopSystems(shop.shopSystem)} · {displayAddress(readableUrl(shop.address))}
        {server === "" ? null : <span className="block text-ink-2">{server}</span>}
      </Fact>
      <Fact name={t("state")}>
        <ul>
          {evidence.lanes.map(({ lane, state, since }) => (
            <li key={lane}>
              {lanes(lane)}
              {colon} {states.has(state) ? states(state) : state}, {t.rich("since", { time: () => <Time at={since} form="full" /> })}
            </li>
          ))}
        </ul>
        <p className="text-ink-2">{t("effect", { orders: shop.orders, parcels: shop.parcelsWaiting, missed: shop.missedOrders ?? 0 })}</p>
      </Fact>
      <Fact name={t("causes")}>
        {check === null ? t("no_check") : check.causes.length === 0 ? t("no_causes") : <Causes check={check} />}
      </Fact>
      <Fact name={t("runs")}>{evidence.runs.length === 0 ? t("no_runs") : <Runs runs={evidence.runs} />}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-medium text-ink-3">{name}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

function Causes({ check }: { check: NonNullable<Evidence["check"]> }) {
  const wordsOf = useDescribeCause();
  const own = useTranslations("threads.evidence");
  const find = (id: string | null) => check.probes.find((probe) => probe.id === id);
  return (
    <ul className="grid gap-1.5">
      {check.causes.map((cause) => {
        const pair = [find(cause.evidence.pass), find(cause.evidence.fail)].filter((probe) => probe !== undefined);
        return (
          <li key={`${cause.code} ${cause.evidence.fail}`}>
            {wordsOf(cause).title}
            <ul className="mt-0.5 font-mono text-ink-2 text-xs">
              {pair.map((probe) => (
                <li key={probe.id}>
                  {probe.method} {probe.path} · {probe.userAgent} · {probe.from ?? own("default_route")} →{" "}
                  {probe.status ?? probe.failure ?? "–"}
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

function Runs({ runs }: { runs: Evidence["runs"] }) {
  const t = useTranslations("sync");
  const codes = anyKey(t);
  const colon = useTranslations("states")("colon");
  return (
    <ul>
      {runs.map((run) => (
        <li key={run.id}>
          <Time at={run.requestedAt} form="full" /> · {codes.has(`runs.${run.status}`) ? codes(`runs.${run.status}`) : run.status}
          {run.failure && codes.has(`failure.${run.failure}`)
            ? `${colon} ${codes(`failure.${run.failure}`, { status: run.failureStatus ?? 0 })}`
            : null}
        </li>
      ))}
    </ul>
  );
}
