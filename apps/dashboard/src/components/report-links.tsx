import { Anchor, Group, Select, Text, TextInput } from "@mantine/core";
import { routePath, routes } from "@qtwin/api";
import { useState } from "react";

const languages = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
  { value: "fr", label: "Français" },
];

/** The reader's own language where there is a report in it. */
const ownLanguage = (): string =>
  languages.find(({ value }) => navigator.language.toLowerCase().startsWith(value))?.value ?? "en";

/** @param from first and last day, `2023-05-01`, of the period at first */
export function ReportLinks(first: { readonly from: string; readonly to: string }) {
  const [from, setFrom] = useState(first.from);
  const [to, setTo] = useState(first.to);
  const [locale, setLocale] = useState(ownLanguage);
  const isPeriod = from !== "" && to !== "" && from <= to;
  const name = `report-${from}-${to}`;
  const href = (path: string): string => `${path}?${new URLSearchParams({ from, to, locale })}`;
  return (
    <section aria-label="Report">
      <Group gap="sm" align="end">
        <TextInput
          type="date"
          size="xs"
          label="Report from"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          size="xs"
          label="Report to"
          value={to}
          error={isPeriod ? null : "Give a last day that is not before the first."}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Select
          size="xs"
          w={130}
          label="Language"
          data={languages}
          value={locale}
          allowDeselect={false}
          onChange={(value) => setLocale(value ?? "en")}
        />
        {isPeriod && (
          <>
            <Anchor size="sm" pb={4} href={href(routePath(routes.reportPdf))} download={`${name}.pdf`}>
              Report as PDF
            </Anchor>
            <Anchor size="sm" pb={4} href={href(routePath(routes.reportHtml))} download={`${name}.html`}>
              Report as HTML
            </Anchor>
          </>
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        Computed again from meters, prices and decisions of those days: bill, saving with its error, plans
        carried out, overrides.
      </Text>
    </section>
  );
}
