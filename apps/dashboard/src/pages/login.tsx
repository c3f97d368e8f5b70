import { Button, Card, Center, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, keys, queryClient } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";

/** Name and password of a person; machines use API keys and never this page. */
export function Login() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const login = useMutation({
    mutationFn: () => api.login({ body: { name, password } }),
    onSuccess: (me) => queryClient.setQueryData(keys.me, me),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <Center mih="100vh" component="main">
      <Card withBorder w={340} padding="lg">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h3">
              Qtwin
            </Title>
            <Text size="sm" c="dimmed">
              Better plans from a live plant twin: proven, honest about risk, written only when you say so.
            </Text>
            <TextInput
              label="Name"
              name="name"
              autoComplete="username"
              required
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {login.isError && <ErrorNotice error={login.error} />}
            <Button type="submit" loading={login.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Card>
    </Center>
  );
}
