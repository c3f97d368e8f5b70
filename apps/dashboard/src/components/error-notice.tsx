import { Alert, Text } from "@mantine/core";
import { QtwinError } from "@qtwin/core";

/** What went wrong and what to do about it. */
export function ErrorNotice({ error }: { error: unknown }) {
  const known = QtwinError.from(error);
  return (
    <Alert color="red" title={known.message} role="alert" my="sm">
      <Text size="sm">{known.fix}</Text>
      <Text size="xs" c="dimmed">
        {known.code}
        {known.where === undefined ? "" : ` at ${known.where}`}
      </Text>
    </Alert>
  );
}
