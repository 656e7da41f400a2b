import type { ReactNode } from "react";
import { HelpNav } from "@/components/shell/section-nav";

export default async function HelpLayout({ params, children }: { params: Promise<{ merchantId: string }>; children: ReactNode }) {
  return (
    <>
      <HelpNav merchantId={(await params).merchantId} />
      {children}
    </>
  );
}
