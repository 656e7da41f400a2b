import { Eye, KeyRound, Search } from "lucide-react";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { RemoveNote } from "@/app/(support)/support/merchants/[merchantId]/remove-note";
import { ShopRow } from "@/app/(support)/support/shop-row";
import { AuditList } from "@/components/audit/audit-list";
import { AskShops } from "@/components/orders/ask-shops";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ReasonField } from "@/components/shell/reason-field";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/button";
import { TextAreaField, TextField } from "@/components/ui/fields";
import { FilterForm } from "@/components/ui/filter-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { PageHeader } from "@/components/ui/page-header";
import { Panel, Section } from "@/components/ui/section";
import { options, Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { printQuery, route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { ACT_MINUTES } from "@/lib/identity/accounts/schema";
import { keepNote, openMerchant, removeMerchantNote } from "@/lib/support/actions";
import type { Note } from "@/lib/support/data";
import { loadMerchantCard, loadMerchantPage } from "@/lib/support/loaders";

export async function generateMetadata({ params }: PageProps<"/support/merchants/[merchantId]">): Promise<Metadata> {
  return { title: (await loadMerchantCard((await params).merchantId)).name };
}

export default async function SupportMerchantPage({ params, searchParams }: PageProps<"/support/merchants/[merchantId]">) {
  const [{ merchantId }, { to, order }] = await Promise.all([params, searchParams]);
  const { merchant, rows, shops, notes, acts, mayAct, mayWrite } = await loadMerchantPage(merchantId);
  const [t, roles] = await Promise.all([getTranslations("support.merchant"), getTranslations("members.role")]);
  const number = typeof order === "string" ? order.trim().slice(0, 64) : "";
  const here = `/support/merchants/${merchant.id}` as const;
  return (
    <ClientMessages namespaces={["states", "integrations", "sync", "overview", "orders.lookup"]}>
      <PageCrumb>{merchant.name}</PageCrumb>
      <PageHeader title={<bdi>{merchant.name}</bdi>} description={t("lead", { count: shops })} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 gap-6">
          <Section title={t("shops")}>
            {rows.length === 0 ? <p className="text-ink-2">{t("no_shops")}</p> : null}
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface empty:hidden">
              {rows.map((row) => (
                <ShopRow
                  key={row.id}
                  row={row}
                  merchantName={null}
                  href={route(`${here}?to=/m/${merchant.id}/integrations/${row.id}#act`)}
                />
              ))}
            </ul>
            {shops > rows.length ? <p className="text-ink-3">{t("more_shops", { count: shops - rows.length })}</p> : null}
          </Section>
          {mayAct && shops > 0 ? <WhereIsOrder merchantId={merchant.id} number={number} /> : null}
          <Section title={t("acts")}>
            {acts.length === 0 ? (
              <p className="text-ink-2">{t("no_acts")}</p>
            ) : (
              <>
                <AuditList entries={acts.map((entry) => ({ ...entry, place: entry.shop ? <bdi>{entry.shop}</bdi> : null }))} />
                <p>
                  <TextLink href={`/support/audit?merchant=${merchant.id}`}>{t("all_acts")}</TextLink>
                </p>
              </>
            )}
          </Section>
        </div>
        <div className="grid gap-4">
          <OpenMerchant merchantId={merchant.id} to={typeof to === "string" ? to : ""} mayAct={mayAct} />
          <Notes merchantId={merchant.id} notes={notes} mayWrite={mayWrite} />
          <Panel title={t("members")}>
            {merchant.members.length === 0 ? <p className="text-ink-2">{t("no_members")}</p> : null}
            <ul className="divide-y divide-line">
              {merchant.members.map(({ name, email, role }) => (
                <li key={email} className="py-1.5 [overflow-wrap:anywhere] first:pt-0 last:pb-0">
                  <bdi className="font-medium">{name}</bdi> <Badge tone={role === "owner" ? "accent" : "neutral"}>{roles(role)}</Badge>
                  <bdi className="block text-ink-2">{email}</bdi>
                </li>
              ))}
            </ul>
            <p className="mt-3 text-ink-3 text-sm">
              {t.rich("since", { date: () => <Time at={merchant.createdAt} form="day" />, zone: merchant.timeZone })}
            </p>
          </Panel>
        </div>
      </div>
    </ClientMessages>
  );
}

function OpenMerchant({ merchantId, to, mayAct }: { merchantId: string; to: string; mayAct: boolean }) {
  const t = useTranslations("support.open");
  return (
    <Panel title={t("title")} id="act">
      <form action={openMerchant.bind(null, merchantId)} className="mb-4 border-line border-b pb-4">
        <input type="hidden" name="to" value={to} />
        <p className="mb-2 text-ink-2">{t("look_text")}</p>
        <SubmitButton icon={<Eye />}>{t("look")}</SubmitButton>
      </form>
      {mayAct ? (
        <form action={openMerchant.bind(null, merchantId)} className="grid gap-3">
          <input type="hidden" name="to" value={to} />
          <ReasonField label={t("reason")} help={t("reason_help")} />
          <div className="flex flex-wrap items-end gap-2">
            <Select name="minutes" aria-label={t("minutes_label")} defaultValue={30}>
              {options(ACT_MINUTES, (minutes) => t("minutes", { minutes }))}
            </Select>
            <SubmitButton variant="secondary" icon={<KeyRound />}>
              {t("act")}
            </SubmitButton>
          </div>
        </form>
      ) : (
        <p className="text-ink-2">{t("agents_act")}</p>
      )}
    </Panel>
  );
}

/** Asks a merchant's shops for an order, from the console. The number is in the URL, so that the answer can be shared. */
function WhereIsOrder({ merchantId, number }: { merchantId: string; number: string }) {
  const t = useTranslations("support.where");
  const query = printQuery({ order: number });
  return (
    <Section title={t("title")}>
      <FilterForm action={route(`/support/merchants/${merchantId}`)} query={query} className="flex flex-wrap gap-2">
        <TextField
          label={t("label")}
          labelHidden
          name="order"
          type="search"
          required
          maxLength={64}
          autoComplete="off"
          placeholder={t("label")}
          defaultValue={number}
          className="w-64 max-w-full"
        />
        <SubmitButton variant="secondary" icon={<Search />}>
          {t("ask")}
        </SubmitButton>
      </FilterForm>
      {number === "" ? null : <AskShops key={number} merchantId={merchantId} text={number} integrationId={null} asStaff />}
    </Section>
  );
}

function Notes({ merchantId, notes, mayWrite }: { merchantId: string; notes: readonly Note[]; mayWrite: boolean }) {
  const t = useTranslations("support.notes");
  return (
    <Panel title={t("title")}>
      {mayWrite ? (
        <form action={keepNote.bind(null, merchantId)} className="mb-4 grid gap-2">
          <TextAreaField
            refuseBlank
            label={t("label")}
            labelHidden
            name="text"
            required
            maxLength={4000}
            placeholder={t("label")}
            className="min-h-16"
          />
          <SubmitButton variant="secondary" size="sm" className="justify-self-start">
            {t("keep")}
          </SubmitButton>
        </form>
      ) : null}
      <FocusKeeper outcome={notes.length}>
        {notes.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
        <ol className="divide-y divide-line">
          {notes.map(({ id, author, text, at }) => (
            <li key={id} className="py-2.5 first:pt-0 last:pb-0">
              <div className="flex items-baseline justify-between gap-2 text-ink-3 text-sm">
                <span className="min-w-0">
                  <bdi className="font-medium text-ink-2">{author.kind === "job" ? author.job : author.name}</bdi> · <Time at={at} />
                </span>
                {mayWrite ? <RemoveNote remove={removeMerchantNote.bind(null, merchantId, id)} label={t("remove")} /> : null}
              </div>
              <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
            </li>
          ))}
        </ol>
      </FocusKeeper>
    </Panel>
  );
}
