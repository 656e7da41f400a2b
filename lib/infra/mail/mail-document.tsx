import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "@react-email/components";
import type { ReactNode } from "react";

export interface MailParts {
  locale: string;
  /** Mail programs show it next to the subject. */
  preview: string;
  title: string;
  /** A line above everything else; null for most mails. */
  above: string | null;
  intro: string | null;
  lines: { title: string | null; text: string; url: string | null; tone: "bad" | "good" | "plain" }[];
  action: { text: string; url: string } | null;
  /** Why the reader receives the mail, and how to unsubscribe. */
  footer: string;
  unsubscribe: { text: string; url: string } | null;
}

// Mail programs load no style sheets: colours are inline, and those of the dark theme in the head for programs that support it.
const DARK = `@media (prefers-color-scheme: dark) {
  .page { background-color: #171614 !important; }
  .sheet { background-color: #1f1e1b !important; border-color: #3a3833 !important; }
  .ink { color: #f2f0eb !important; }
  .soft { color: #b5b1a8 !important; }
  .bad { border-left-color: #f0786a !important; }
  .good { border-left-color: #5fbf83 !important; }
  .plain { border-left-color: #6f6b63 !important; }
}`;
const EDGE = { bad: "#b3261e", good: "#1e7a46", plain: "#8a857b" } as const;
const FONT = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const text = { fontFamily: FONT, fontSize: "15px", lineHeight: "22px", margin: "0" } as const;

/** Converts line breaks of a text to line breaks in HTML and plain text. */
const broken = (text: string): ReactNode => {
  const [first, ...others] = text.split("\n");
  return others.reduce<ReactNode>(
    (above, line) => (
      <>
        {above}
        <br />
        {line}
      </>
    ),
    first,
  );
};

function Line({ title, children, url, tone }: { title: string | null; children: string; url: string | null; tone: keyof typeof EDGE }) {
  return (
    <Section className={tone} style={{ borderLeft: `3px solid ${EDGE[tone]}`, paddingLeft: "12px", marginBottom: "14px" }}>
      {title === null ? null : (
        <Text className="ink" style={{ ...text, fontWeight: 600, color: "#1c1b18" }}>
          {url === null ? (
            title
          ) : (
            <Link href={url} className="ink" style={{ color: "#1c1b18", textDecoration: "underline" }}>
              {title}
            </Link>
          )}
        </Text>
      )}
      <Text className="soft" style={{ ...text, color: "#55524b" }}>
        {broken(children)}
      </Text>
    </Section>
  );
}

/** A mail in both themes; React Email's `render` prints it as HTML and as plain text. */
export function MailDocument({ locale, preview, title, above, intro, lines, action, footer, unsubscribe }: MailParts) {
  return (
    <Html lang={locale}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>{DARK}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="page" style={{ backgroundColor: "#f6f5f2", margin: 0, padding: "24px 12px" }}>
        <Container
          className="sheet"
          style={{ backgroundColor: "#ffffff", border: "1px solid #e3e0da", borderRadius: "10px", padding: "24px", maxWidth: "560px" }}
        >
          {above === null ? null : (
            <Text className="soft" style={{ ...text, fontSize: "12px", color: "#6b675f", marginBottom: "12px" }}>
              {above}
            </Text>
          )}
          <Heading
            as="h1"
            className="ink"
            style={{ fontFamily: FONT, fontSize: "19px", lineHeight: "26px", margin: "0 0 8px", color: "#1c1b18" }}
          >
            {title}
          </Heading>
          {intro === null ? null : (
            <Text className="soft" style={{ ...text, color: "#55524b", marginBottom: "16px" }}>
              {intro}
            </Text>
          )}
          {lines.map((line) => (
            <Line key={`${line.title} ${line.text}`} title={line.title} url={line.url} tone={line.tone}>
              {line.text}
            </Line>
          ))}
          {action === null ? null : (
            <Button
              href={action.url}
              style={{ ...text, backgroundColor: "#164e7a", color: "#ffffff", borderRadius: "6px", padding: "9px 14px", fontWeight: 600 }}
            >
              {action.text}
            </Button>
          )}
          <Hr style={{ borderColor: "#e3e0da", margin: "22px 0 12px" }} />
          <Text className="soft" style={{ ...text, fontSize: "13px", lineHeight: "19px", color: "#6b675f" }}>
            {footer}
            {unsubscribe === null ? null : (
              <>
                {" "}
                <Link href={unsubscribe.url} className="soft" style={{ color: "#6b675f", textDecoration: "underline" }}>
                  {unsubscribe.text}
                </Link>
              </>
            )}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}
