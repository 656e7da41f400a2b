"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "@/components/ui/fields";
import { webservicePage } from "@/lib/connectors/prestashop/back-office";

/** Opens PrestaShop's webservice page. Only the merchant knows the folder of the back office; any URL copied from it will do. */
export function BackOfficeLink() {
  const t = useTranslations("credentials.rights");
  const [typed, setTyped] = useState("");
  const page = webservicePage(typed);
  return (
    <div className="grid gap-2">
      <TextField
        label={t("back_office")}
        help={t("back_office_help")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://shop.example/admin123/"
      />
      {page ? (
        <a href={page} target="_blank" rel="noreferrer" className="w-fit text-accent underline">
          {t("open")}
        </a>
      ) : null}
    </div>
  );
}
