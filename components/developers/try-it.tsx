"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { PasswordField, TextAreaField, TextField } from "@/components/ui/fields";
import { addressOf } from "@/lib/api/snippets";
import { parseJson } from "@/lib/base/parse-json";

interface Parameter {
  name: string;
  isRequired: boolean;
  text: string;
}

interface TryItProps {
  method: string;
  path: string;
  needsToken: boolean;
  ids: readonly Parameter[];
  query: readonly Parameter[];
  /** What the text of the body begins with; null without a body. */
  body: string | null;
}

type Outcome = { kind: "answer"; status: number; milliseconds: number; body: string } | { kind: "failed" } | { kind: "not_json" };

/** What the user typed, for the other operations: lost when the window is closed, and stored nowhere. */
const typed = new Map<string, string>();

const MAX_SHOWN = 100_000;

function printBody(text: string): string {
  const parsed = parseJson(text);
  return (parsed === undefined ? text : JSON.stringify(parsed, null, 2)).slice(0, MAX_SHOWN);
}

/** Calls the API from the browser with the user's own token. Cookies are not sent, and would not count. */
export function TryIt({ method, path, needsToken, ids, query, body }: TryItProps) {
  const t = useTranslations("developers.try");
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function send(form: FormData): Promise<Outcome> {
    const valueAt = (name: string): string => `${form.get(name) ?? ""}`.trim();
    const given = (parameters: readonly Parameter[]) =>
      Object.fromEntries(parameters.map(({ name }) => [name, valueAt(name)]).filter(([, value]) => value !== ""));
    const text = body === null ? "" : valueAt("body");
    if (text !== "" && parseJson(text) === undefined) return { kind: "not_json" };
    for (const name of ["token", ...ids.map((parameter) => parameter.name)]) typed.set(name, valueAt(name));
    const address = addressOf({ method, path, ids: given(ids), query: given(query), body: null });
    const headers = {
      ...(needsToken ? { authorization: `Bearer ${valueAt("token")}` } : {}),
      ...(text === "" ? {} : { "content-type": "application/json" }),
    };
    const start = performance.now();
    const init: RequestInit = { method, headers, credentials: "omit", cache: "no-store", ...(text === "" ? {} : { body: text }) };
    const response = await fetch(`/api/v1${address}`, init);
    const answered = await response.text();
    return { kind: "answer", status: response.status, milliseconds: Math.round(performance.now() - start), body: printBody(answered) };
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setOutcome(await send(new FormData(event.currentTarget)).catch((): Outcome => ({ kind: "failed" })));
    setPending(false);
  }

  return (
    <form onSubmit={onSubmit} className="grid gap-4">
      {method === "GET" ? null : <p className="font-medium">{t("changes")}</p>}
      {needsToken ? (
        <PasswordField
          label={t("token")}
          help={t("token_help")}
          name="token"
          autoComplete="off"
          spellCheck={false}
          defaultValue={typed.get("token")}
          required
        />
      ) : null}
      {[...ids, ...query].map(({ name, isRequired, text }) => (
        <TextField
          key={name}
          label={<code className="font-mono">{name}</code>}
          help={text === "" ? undefined : <span lang="en">{text}</span>}
          name={name}
          autoComplete="off"
          spellCheck={false}
          defaultValue={typed.get(name)}
          required={isRequired}
        />
      ))}
      {body === null ? null : (
        <TextAreaField
          label={t("body")}
          error={outcome?.kind === "not_json" ? t("not_json") : undefined}
          name="body"
          rows={Math.min(16, body.split("\n").length + 1)}
          spellCheck={false}
          defaultValue={body}
          className="font-mono text-sm"
        />
      )}
      <Button type="submit" variant="primary" pending={pending} className="justify-self-start">
        {t("send")}
      </Button>
      <div role="status" className="min-h-px">
        {outcome?.kind === "failed" ? <p className="text-action-needed">{t("failed")}</p> : null}
        {outcome?.kind === "answer" ? t("answered", { status: outcome.status, milliseconds: outcome.milliseconds }) : null}
      </div>
      {outcome?.kind === "answer" && outcome.body !== "" ? <CodeBlock caption={t("answer")} code={outcome.body} /> : null}
    </form>
  );
}
