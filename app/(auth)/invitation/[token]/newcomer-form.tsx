"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { NewPasswordField, PersonNameField, ProvenEmailField } from "@/app/(auth)/account-fields";
import { AuthForm } from "@/app/(auth)/auth-form";
import { acceptAsNew, type NewcomerState } from "@/lib/identity/accounts/invitation-actions";

const FIRST: NewcomerState = { name: "", fields: {}, error: null };

export function NewcomerForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth");
  const [state, submit] = useActionState(acceptAsNew.bind(null, token), FIRST);
  return (
    <AuthForm action={submit} answer={state} fields={state.fields} submit={t("invitation.join")}>
      <ProvenEmailField email={email} />
      <PersonNameField typed={state.name} />
      <NewPasswordField label={t("password")} />
    </AuthForm>
  );
}
