import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { PasswordField, SelectField, TextField } from "@/components/ui/fields";
import { LazyDetails } from "@/components/ui/lazy-details";
import { options } from "@/components/ui/select";
import { textLinkStyle } from "@/components/ui/text-link";
import { anyKey } from "@/lib/i18n/any-key";
import { addNotificationChannel } from "@/lib/notify/actions";
import { CHANNEL_KINDS, CHANNELS, type ChannelKind, toChannelKind } from "@/lib/notify/channel-kinds";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";

/** A new channel gets every kind of message; the table above it takes away what is not wanted. */
export function AddChannel({ merchantId }: { merchantId: string }) {
  const t = useTranslations("notifications.channels");
  const [secret, setSecret] = useState<string | null>(null);
  const [kind, setKind] = useState<ChannelKind>("slack");
  return (
    <div className="mt-4 grid gap-3">
      <div role="status" className="grid gap-2 empty:sr-only">
        {secret === null ? null : <CodeBlock code={secret} caption={t("secret")} />}
      </div>
      <LazyDetails id="new-channel" title={t("new")}>
        <ActionForm
          className="grid max-w-xl gap-4"
          action={(data) => addNotificationChannel(merchantId, { ...Object.fromEntries(data), kinds: NOTIFICATION_KINDS })}
          done={(added) => {
            setSecret(added.secret);
            // The form is reset, and with it the choice of kind.
            setKind("slack");
          }}
        >
          <SelectField label={t("kind")} name="kind" onChange={({ target }) => setKind(toChannelKind(target.value))}>
            {options(CHANNEL_KINDS, (one) => t(`kinds.${one}`))}
          </SelectField>
          <p className="rounded-md bg-sunken p-3 text-ink-2">
            {t(`help.${kind}`)}{" "}
            <a href={CHANNELS[kind].guide} target="_blank" rel="noreferrer" className={textLinkStyle}>
              {t("guide")}
            </a>
          </p>
          <KindFields key={kind} kind={kind} />
          <SubmitButton className="justify-self-start">{t("add")}</SubmitButton>
        </ActionForm>
      </LazyDetails>
    </div>
  );
}

/** The fields of a kind: what the merchant looks up first, an address that the service gives last. */
function KindFields({ kind }: { kind: ChannelKind }) {
  const t = useTranslations("notifications.channels");
  const errors = useTranslations("errors");
  const { url, key, hasChat } = CHANNELS[kind];
  const address = (
    <TextField
      label={t(`addresses.${kind}`)}
      help={url === null ? null : t("address_preset")}
      name="url"
      inputMode="url"
      autoComplete="off"
      defaultValue={url ?? ""}
      placeholder={url === null ? "https://" : undefined}
      required
    />
  );
  return (
    <>
      {url === null ? address : null}
      {key === "required" || key === "optional" ? (
        <PasswordField
          label={anyKey(t)(`keys.${kind}`)}
          aside={key === "optional" ? t("optional") : null}
          name="key"
          autoComplete="off"
          maxLength={500}
          required={key === "required"}
        />
      ) : null}
      {hasChat ? <TextField label={t("chat")} help={t("chat_help")} name="chat" autoComplete="off" maxLength={500} required /> : null}
      {url === null ? null : address}
      <TextField label={t("name")} help={t("name_help")} missing={errors("name_missing")} name="name" maxLength={60} required />
    </>
  );
}
