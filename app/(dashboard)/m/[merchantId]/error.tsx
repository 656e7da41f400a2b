"use client";

export { LatePageError as default } from "@/components/shell/follow-links";
