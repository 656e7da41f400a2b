"use client";

import { BookmarkPlus } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";

/** A view that was not saved, and why. */
interface RefusedView {
  name: string;
  refusal: { code: string; errorId?: string; retryAfterSeconds?: number };
}

export type SaveView = (state: RefusedView | null, form: FormData) => Promise<RefusedView | null>;

interface SaveViewProps {
  path: Route;
  query: string;
  save: SaveView;
}

/** Saves the current filters under a name; works without scripts. */
export function SaveViewForm({ path, query, save }: SaveViewProps) {
  const t = useTranslations("app.views");
  const errorMessage = useErrorMessage();
  const [refused, submit] = useActionState(save, null);
  return (
    <form action={submit} className="flex flex-wrap items-start gap-1.5">
      <input type="hidden" name="path" value={path} />
      <input type="hidden" name="query" value={query} />
      <TextField
        refuseBlank
        label={t("name")}
        labelHidden
        error={refused ? errorMessage(refused.refusal) : null}
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        placeholder={t("name")}
        defaultValue={refused?.name}
        className="h-7 w-48 text-sm"
      />
      <SubmitButton variant="secondary" size="sm">
        <BookmarkPlus />
        {t("keep")}
      </SubmitButton>
    </form>
  );
}
