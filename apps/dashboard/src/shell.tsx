import {
  ActionIcon,
  Alert,
  AppShell,
  Badge,
  Burger,
  Button,
  Group,
  Loader,
  NavLink,
  ScrollArea,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Identity, Overview } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense } from "react";
import { api, keys, queryClient } from "./client.ts";
import { ErrorNotice } from "./components/error-notice.tsx";
import { ReleaseAll } from "./components/release-all.tsx";
import { formatInstant } from "./format.ts";
import { type Live, useLive, usePlantNow } from "./live.ts";
import { Login } from "./pages/login.tsx";
import { SiteContextProvider } from "./site-context.ts";

const links = [
  { to: "/", title: "Overview" },
  { to: "/twin", title: "Twin" },
  { to: "/proposals", title: "Proposals" },
  { to: "/figures", title: "Figures" },
  { to: "/runs", title: "Runs" },
  { to: "/quantum", title: "Quantum" },
  { to: "/evidence", title: "Evidence" },
  { to: "/audit", title: "Audit" },
] as const;

/** Signed out: the login. Signed in: header, navigation and the page. */
export function Shell() {
  const me = useQuery({ queryKey: keys.me, queryFn: () => api.me(), retry: false });
  if (me.isPending) return <Loader m="xl" aria-label="Loading" />;
  if (me.isError) return <Login />;
  return <SignedIn me={me.data} />;
}

function SignedIn({ me }: { me: Identity }) {
  const live = useLive();
  const [menuOpen, menu] = useDisclosure(false);
  const overview = useQuery({ queryKey: keys.overview, queryFn: () => api.overview() });
  const nowMs = usePlantNow(
    live.clock ?? (overview.data ? { ...overview.data.clock, wallMs: overview.dataUpdatedAt } : null),
  );
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 170, breakpoint: "sm", collapsed: { mobile: !menuOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <AppShell.Header px="md">
        <Header
          overview={overview.data}
          nowMs={nowMs}
          live={live}
          menuOpen={menuOpen}
          toggleMenu={menu.toggle}
        />
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <Navigation onNavigate={menu.close} openCount={overview.data?.openProposals.length ?? 0} />
        <UserFooter me={me} />
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        {live.degraded !== null && (
          <Alert color="orange" mb="md" title="Qtwin works with limits">
            {live.degraded}
          </Alert>
        )}
        {overview.isError && <ErrorNotice error={overview.error} />}
        {overview.data && nowMs !== null && (
          <SiteContextProvider value={{ overview: overview.data, nowMs, zone: overview.data.site.timeZone }}>
            <Suspense fallback={<Loader aria-label="Loading" />}>
              <Outlet />
            </Suspense>
          </SiteContextProvider>
        )}
      </AppShell.Main>
    </AppShell>
  );
}

function Header(props: {
  overview: Overview | undefined;
  nowMs: number | null;
  live: Live;
  menuOpen: boolean;
  toggleMenu: () => void;
}) {
  const { overview, nowMs, live, menuOpen, toggleMenu } = props;
  return (
    <Group h="100%" justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap">
        <Burger opened={menuOpen} onClick={toggleMenu} hiddenFrom="sm" size="sm" aria-label="Pages" />
        <Title order={1} size="h4">
          Qtwin
        </Title>
        {overview && (
          <Text size="sm" visibleFrom="md">
            {overview.site.title}
          </Text>
        )}
        {overview?.clock.simulated && (
          <Badge variant="outline" color="gray" visibleFrom="xs" tt="none">
            simulated plant, ×{overview.clock.speed}
          </Badge>
        )}
      </Group>
      <Group gap="sm" wrap="nowrap">
        {overview && nowMs !== null && (
          <Text size="sm" className="figure" visibleFrom="sm" title="Plant local time">
            {formatInstant(nowMs, overview.site.timeZone)}
          </Text>
        )}
        <Text size="sm" fw={live.connected ? 400 : 700} role="status">
          {live.connected ? "● live" : "○ not live"}
        </Text>
        <ReleaseAll />
        <SchemeToggle />
      </Group>
    </Group>
  );
}

function Navigation({ onNavigate, openCount }: { onNavigate: () => void; openCount: number }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isActive = (to: string) => (to === "/" ? path === "/" : path.startsWith(to));
  return (
    <AppShell.Section grow component={ScrollArea}>
      {links.map((link) => (
        <NavLink
          key={link.to}
          component={Link}
          to={link.to}
          label={link.title}
          active={isActive(link.to)}
          aria-current={isActive(link.to) ? "page" : undefined}
          rightSection={
            link.to === "/proposals" && openCount > 0 ? <Badge size="sm">{openCount}</Badge> : undefined
          }
          onClick={onNavigate}
        />
      ))}
    </AppShell.Section>
  );
}

function UserFooter({ me }: { me: Identity }) {
  const signOut = async () => {
    await api.logout();
    queryClient.clear();
    location.assign("/");
  };
  return (
    <AppShell.Section>
      <Text size="sm">{me.name}</Text>
      <Text size="xs" c="dimmed">
        {me.roles.join(", ")}
      </Text>
      <Button variant="subtle" size="compact-sm" mt={4} onClick={() => void signOut()}>
        Sign out
      </Button>
    </AppShell.Section>
  );
}

function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = colorScheme === "dark" ? "light" : "dark";
  return (
    <ActionIcon variant="default" aria-label={`Use ${next} colours`} onClick={() => setColorScheme(next)}>
      {next === "dark" ? "☾" : "☀"}
    </ActionIcon>
  );
}
