import { cn } from "@/components/ui/class-names";

const BASE = [
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium",
  "transition-[background-color,border-color,transform] duration-[120ms] active:translate-y-px active:duration-0",
  // One that is pending still takes the pointer: a second press would fall on the page behind it and take the focus there.
  "disabled:pointer-events-none disabled:opacity-55 aria-disabled:active:translate-y-0 aria-disabled:opacity-55",
  "[&_svg]:size-4 [&_svg]:shrink-0",
];

const VARIANTS = {
  primary: "border-transparent bg-accent-solid text-on-accent hover:bg-accent-solid-hover",
  secondary: "border-line-strong bg-surface text-ink hover:bg-hover",
  ghost: "border-transparent text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger-solid text-on-accent hover:bg-danger-solid-hover",
};

const SIZES = {
  sm: "h-7 px-2.5 text-sm",
  md: "h-8 px-3 text-base",
  lg: "h-10 px-4 text-base",
  icon: "size-8",
  "icon-sm": "size-7",
};

export interface ButtonStyle {
  variant?: keyof typeof VARIANTS | undefined;
  size?: keyof typeof SIZES | undefined;
}

/** The look of what one presses; shared by buttons and by links that look like buttons. */
export const buttonStyle = ({ variant = "secondary", size = "md" }: ButtonStyle = {}): string => cn(BASE, VARIANTS[variant], SIZES[size]);
