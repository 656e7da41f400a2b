"use client";

import { useActionState } from "react";
import { AuthForm } from "@/app/(auth)/auth-form";
import { EmailField } from "@/app/(auth)/email-field";
import { Banner } from "@/components/ui/banner";
import type { LinkState } from "@/lib/identity/auth/link-actions";

const FIRST: LinkState = { email: "", field: null, error: null, isTaken: false };

interface LinkFormProps {
  ask: (before: LinkState, form: FormData) => Promise<LinkState>;
  submit: string;
  /** Confirmation, the same whether or not the address is known. */
  taken: { title: string; help: string };
}

export function LinkForm({ ask, submit, taken }: LinkFormProps) {
  const [state, send] = useActionState(ask, FIRST);
  const notice = state.isTaken ? (
    <Banner tone="working" title={taken.title}>
      {taken.help}
    </Banner>
  ) : null;
  return (
    <AuthForm action={send} answer={state} fields={{ email: state.field }} notice={notice} submit={submit}>
      <EmailField typed={state.email} autoFocus />
    </AuthForm>
  );
}
