"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { useConnectDraft } from "@/components/integrations/use-connect-draft";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { WizardSteps } from "@/components/integrations/wizard-steps";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { focusHeading } from "@/components/ui/focus-heading";
import { options } from "@/components/ui/select";
import { StateShape } from "@/components/ui/state-shape";
import { TextLink } from "@/components/ui/text-link";
import { displayAddress } from "@/lib/connectors/display-address";
import { SHOP_SYSTEMS, type ShopSystem, toShopSystem } from "@/lib/connectors/shop-systems";
import { type AddressInspection, connectShop, inspectAddress } from "@/lib/integrations/connect/connect-actions";
import type { AddressProblem } from "@/lib/integrations/connect/connect-shop";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";

/** What an eavesdropper on plain HTTP sees: signed requests never reveal the secret. */
const IN_THE_OPEN: Readonly<Record<ShopSystem, "signed" | "signed_or_not" | "key">> = {
  woocommerce: "signed",
  magento: "signed_or_not",
  prestashop: "key",
  shopify: "key",
};

interface ConnectProps {
  merchantId: string;
  /** Shop URL given by a link; null without one. */
  given: string | null;
}

/** Asks for the URL, then the shop system and name. Rejected input stays. */
export function ConnectForm({ merchantId, given }: ConnectProps) {
  const draft = useConnectDraft(merchantId, given);
  const t = useTranslations("integrations");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const { address } = draft.typed;
  const setAddress = (typed: string) => draft.keep({ address: typed });
  const setName = (typed: string) => draft.keep({ name: typed });
  const [shopSystem, setShopSystem] = useState<ShopSystem>("woocommerce");
  const [found, setFound] = useState<Found | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ReactNode>(null);
  const name = draft.typed.name ?? found?.proposedName ?? "";

  async function attempt(work: () => Promise<boolean>): Promise<void> {
    setPending(true);
    setProblem(null);
    const leaving = await work().catch(() => {
      setProblem(errorMessage());
      return false;
    });
    if (!leaving) setPending(false);
  }

  /** Shown at the URL field, whichever step found the problem. */
  function showProblem(answer: AddressProblem): void {
    setFound(null);
    setProblem(
      <>
        {t(`address.problem.${answer.problem}`, { host: answer.host })}
        {answer.problem === "address_taken" ? (
          <>
            {" "}
            <TextLink href={`/m/${merchantId}/integrations/${answer.integrationId}`}>{t("wizard.open_taken")}</TextLink>
          </>
        ) : null}
      </>,
    );
  }

  const checkAddress = (event: FormEvent) => {
    event.preventDefault();
    return attempt(async () => {
      const result = await inspectAddress(merchantId, { address });
      if (!result.ok) setProblem(errorMessage(result));
      else if (result.value.kind === "problem") showProblem(result.value);
      else {
        const { readableUrl } = result.value;
        setFound(result.value);
        // Do not keep the name entered for another shop.
        draft.keep({
          address: readableUrl,
          namedAddress: readableUrl,
          ...(readableUrl === draft.typed.namedAddress ? {} : { name: null }),
        });
        if (result.value.detected) setShopSystem(result.value.detected.shopSystem);
      }
      return false;
    });
  };

  const connect = (event: FormEvent) => {
    event.preventDefault();
    return attempt(async () => {
      const result = await connectShop(merchantId, { address, name, shopSystem });
      if (!result.ok) setProblem(errorMessage(result.fields?.["name"] === "name_missing" ? { code: "name_missing" } : result));
      else if (result.value.kind === "problem") showProblem(result.value);
      else {
        draft.forget();
        router.push(`/m/${merchantId}/integrations/connect/${result.value.integrationId}`);
        return true;
      }
      return false;
    });
  };

  return (
    <div className="grid gap-6 lg:grid-cols-[12rem_minmax(0,34rem)] lg:gap-12">
      <WizardSteps at={found ? "shop_system" : "address"} results={found ? { address: displayAddress(found.readableUrl) } : {}} />
      {found ? (
        <form method="post" onSubmit={connect} className="grid gap-5">
          <DetectionNote
            found={found}
            onTake={(to) => {
              draft.keep({ address: to });
              setFound(null);
            }}
          />
          <SelectField
            label={t("wizard.shop_system_label")}
            value={shopSystem}
            onChange={(event) => setShopSystem(toShopSystem(event.target.value))}
            className="w-full"
          >
            {options(SHOP_SYSTEMS, (known) => t(`shop_system.${known}`))}
          </SelectField>
          {found.readableUrl.startsWith("http:") ? (
            <p className="text-ink-2 text-sm">
              {found.overHttps ? `${t(`address.https.${found.overHttps}`)} ` : null}
              {t(`wizard.in_the_open.${IN_THE_OPEN[shopSystem]}`)}
            </p>
          ) : null}
          <TextField
            label={t("wizard.name_label")}
            help={t("wizard.name_help")}
            error={problem}
            missing={errorMessage({ code: "name_missing" })}
            value={name}
            maxLength={MAX_NAME_LENGTH}
            onChange={(event) => setName(event.target.value)}
            required
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" size="lg" pending={pending}>
              {t("wizard.continue")}
            </Button>
            <Button
              size="lg"
              variant="ghost"
              onClick={() => {
                setFound(null);
                setProblem(null);
              }}
            >
              {t("wizard.back")}
            </Button>
          </div>
        </form>
      ) : (
        <form method="post" onSubmit={checkAddress} className="grid gap-5" noValidate>
          <TextField
            label={t("wizard.address_label")}
            help={t("wizard.address_help")}
            error={problem}
            autoFocus
            value={address}
            onChange={(event) => setAddress(event.target.value)}
            inputMode="url"
            autoComplete="url"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="shop.example"
            className="h-10"
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" size="lg" pending={pending}>
              {t("wizard.continue")}
            </Button>
            <p role="status" className="min-w-0 flex-1 text-ink-2">
              {pending ? t("wizard.looking_text") : null}
            </p>
          </div>
        </form>
      )}
    </div>
  );
}

type Found = Extract<AddressInspection, { kind: "found" }>;

/** The detected shop system with the evidence; if none, what was found instead and what to do. */
function DetectionNote({ found, onTake }: { found: Found; onTake: (address: string) => void }) {
  const t = useTranslations("integrations.wizard");
  const system = useTranslations("integrations.shop_system");
  const { detected, miss } = found;
  const isThere = detected?.by === "api" || detected?.by === "page";
  const to = miss?.to ?? null;
  const title = (): string => {
    if (!detected) return t("not_found");
    return detected.by === "no_plugin" ? t("found_wordpress") : t("found", { shopSystem: system(detected.shopSystem) });
  };
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border border-line bg-surface p-4">
      <StateShape tone={isThere ? "healthy" : "recovering"} className="mt-[3px]" />
      <div>
        <h2 ref={focusHeading} tabIndex={-1} className="outline-none font-medium">
          {title()}
        </h2>
        <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
          {detected ? t(`evidence_${detected.by}`, { path: detected.path.split("?")[0] ?? "/" }) : null}
          {miss ? `${t(`missed.${miss.why}`, { status: miss.status ?? 0, to: to ?? "" })} ${t("not_found_text")}` : null}
        </p>
        {to === null ? null : (
          <Button className="mt-2" onClick={() => onTake(to)}>
            {t("take_address")}
          </Button>
        )}
      </div>
    </div>
  );
}
