"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { SaveRow, useDraft } from "@/components/integrations/settings/save-row";
import { useActionOnShop } from "@/components/sync/action-notice";
import { TextField } from "@/components/ui/fields";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";
import { renameAction } from "@/lib/integrations/settings/settings-actions";

export function GeneralForm({ name: stored }: { name: string }) {
  const t = useTranslations("integrations.settings");
  const errors = useTranslations("errors");
  const { pending, notice, dismiss, run } = useActionOnShop();
  const [name, setName] = useDraft(stored, notice?.good === true);
  function save(event: FormEvent): void {
    event.preventDefault();
    void run(renameAction, { name }, () => t("saved"));
  }
  return (
    <form method="post" onSubmit={save} className="grid max-w-xl gap-5">
      <TextField
        label={t("name")}
        help={t("name_help")}
        missing={errors("name_missing")}
        value={name}
        maxLength={MAX_NAME_LENGTH}
        refuseBlank
        required
        onChange={({ target }) => {
          setName(target.value);
          dismiss();
        }}
      />
      <SaveRow isPending={pending !== null} isChanged={name !== stored} notice={notice} />
    </form>
  );
}
