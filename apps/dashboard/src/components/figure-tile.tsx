import { Card, Text } from "@mantine/core";
import type { ReactNode } from "react";

/** One figure with its name, unit and where it comes from. */
export function FigureTile(props: { title: string; figure: ReactNode; note?: ReactNode; tone?: string }) {
  return (
    <Card withBorder padding="sm" component="section" aria-label={props.title}>
      <Text size="sm" c="dimmed">
        {props.title}
      </Text>
      <Text size="xl" fw={600} className="figure" style={props.tone ? { color: props.tone } : {}}>
        {props.figure}
      </Text>
      {props.note !== undefined && (
        <Text size="sm" component="div">
          {props.note}
        </Text>
      )}
    </Card>
  );
}
