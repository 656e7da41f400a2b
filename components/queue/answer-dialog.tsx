import { useTranslations } from "next-intl";
import { useState } from "react";
import { AnswerForm } from "@/components/macros/answer-form";
import { Dialog } from "@/components/ui/dialog";
import type { QueueEntry } from "@/lib/support/queue/data";

interface AnswerDialogProps {
  entry: QueueEntry;
  onClose: () => void;
  onDone: () => void;
}

/** Writes to the merchant of an incident from the queue. */
export function AnswerDialog({ entry: { merchantId, merchantName, row }, onClose, onDone }: AnswerDialogProps) {
  const t = useTranslations("macros.answer");
  const [isTyped, setIsTyped] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      holds={isTyped ? "input" : undefined}
      title={t("title", { merchant: merchantName })}
      description={<bdi>{row.name}</bdi>}
    >
      <AnswerForm merchantId={merchantId} integrationId={row.id} threadId={null} onTyped={() => setIsTyped(true)} onSent={onDone} />
    </Dialog>
  );
}
