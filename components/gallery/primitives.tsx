"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField, TextField } from "@/components/ui/fields";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";

const VARIANTS = ["primary", "secondary", "ghost", "danger"] as const;
const TONES = ["neutral", "accent", "healthy", "working", "recovering", "action_needed"] as const;

/** The primitives of the pages, labelled with the product's texts where there are any, else with code names. */
export function Primitives() {
  const t = useTranslations();
  return (
    <section id="primitives" aria-label="Primitives" className="grid gap-4 bg-canvas p-5">
      <h2 className="font-semibold text-lg">Primitives</h2>
      <div className="flex flex-wrap items-center gap-2">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            <RotateCw aria-hidden="true" />
            {variant}
          </Button>
        ))}
        <Button pending>pending</Button>
        <Button disabled>disabled</Button>
        <Button size="sm">sm</Button>
        <TextLink href="/demo/design">TextLink</TextLink>
      </div>
      <div className="flex flex-wrap gap-2">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField label="Field" help="help" placeholder="Input" />
        <TextField label="Field" error="error" defaultValue="Input" />
        <SelectField label="Select" defaultValue="a">
          <option value="a">option</option>
        </SelectField>
      </div>
      <div className="flex gap-6">
        <Checkbox label="Checkbox" defaultChecked />
        <Checkbox label="Checkbox" />
      </div>
      <ProgressBar label="ProgressBar" value={240} total={412} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Panel title="Panel">
          <div className="grid gap-2">
            <Skeleton className="w-2/3" />
            <Skeleton className="w-1/3" />
          </div>
        </Panel>
        <CodeBlock caption="CodeBlock" code="curl -X PATCH https://shop.example/wp-json" />
      </div>
      <EmptyState title={t("orders.empty.title")} action={<Button>{t("orders.empty.shops")}</Button>}>
        {t("orders.empty.text")}
      </EmptyState>
    </section>
  );
}
