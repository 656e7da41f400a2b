import { cn } from "@/components/ui/class-names";

const VARIANTS = {
  primary: "border-transparent bg-accent-solid text-on-accent hover:bg-accent-solid-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-hover",
  ghost: "border-transparent text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger-solid text-on-accent hover:bg-danger-solid-hover",
};

const SIZES = {
  sm: "min-h-7 px-2.5 text-sm",
  md: "min-h-8 px-3 text-base",
  lg: "min-h-10 px-4 text-base",
  "icon-sm": "size-7",
};

export interface ButtonStyle {
  variant?: keyof typeof VARIANTS | undefined;
  size?: keyof typeof SIZES | undefined;
}

/** Style shared by buttons and links that look like buttons; the common base is in app/controls.css. */
export const buttonStyle = ({ variant = "secondary", size = "md" }: ButtonStyle = {}): string =>
  cn("button", VARIANTS[variant], SIZES[size]);
