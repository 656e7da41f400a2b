import { HelpNav } from "@/components/shell/section-nav";

export default async function HelpLayout({ params, children }: LayoutProps<"/m/[merchantId]">) {
  return (
    <>
      <HelpNav merchantId={(await params).merchantId} />
      {children}
    </>
  );
}
