"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { ParcelFields, useParcelProblem } from "@/components/orders/parcel-fields";
import { SharedNumbers } from "@/components/orders/shared-numbers";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { FormErrors } from "@/components/ui/form-errors";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { markShippedAction } from "@/lib/orders/actions";
import type { SharedNumber } from "@/lib/orders/tracking/shared-numbers";

/** Records one parcel. Rejected input stays; a repeated submit is idempotent. */
export function MarkShippedForm({ merchantId, orderId, another }: { merchantId: string; orderId: string; another: boolean }) {
  const t = useTranslations("tracking.form");
  const router = useRouter();
  const { run, pending, fields } = useAction();
  const [answer, setAnswer] = useState<"recorded" | "known" | null>(null);
  const [shared, setShared] = useState<readonly SharedNumber[]>([]);
  const problemOf = useParcelProblem();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (pending) return;
    const sent = event.currentTarget;
    const data = new FormData(sent);
    data.set("orderId", orderId);
    for (const { trackingNumber } of shared) data.set("confirmed", trackingNumber);
    setAnswer(null);
    run(
      () => markShippedAction(merchantId, data),
      (outcome) => {
        setShared(outcome.kind === "shared" ? outcome.shared : []);
        if (outcome.kind === "shared") return;
        setAnswer(outcome.recorded > 0 ? "recorded" : "known");
        if (outcome.recorded > 0) sent.reset();
        router.refresh();
      },
    );
  }

  return (
    <form
      ref={form}
      method="post"
      onSubmit={send}
      onChange={() => setShared([])}
      noValidate
      aria-labelledby={id}
      className="mt-4 grid gap-3 border-line border-t pt-4"
    >
      <h3 id={id} className="font-semibold">
        {t(another ? "another" : "title")}
      </h3>
      <div className="grid items-start gap-3 md:grid-cols-3">
        <FormErrors value={(name = "") => (fields[name] === undefined ? null : problemOf(fields[name]))}>
          <ParcelFields />
        </FormErrors>
      </div>
      <SharedNumbers shared={shared} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={pending}>
          {t(shared.length > 0 ? "submit_shared" : "submit")}
        </Button>
        <p role="status" className="text-ink-2">
          {answer ? t(answer) : null}
        </p>
      </div>
    </form>
  );
}
