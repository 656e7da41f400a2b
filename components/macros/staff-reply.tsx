"use client";

import { useRouter } from "next/navigation";
import { AnswerForm } from "@/components/macros/answer-form";

/** The answer form on the page of a question. */
export function StaffReply(about: { merchantId: string; integrationId: string | null; threadId: string }) {
  const router = useRouter();
  return <AnswerForm {...about} onSent={() => router.refresh()} />;
}
