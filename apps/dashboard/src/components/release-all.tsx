import { Button } from "@mantine/core";
import { QtwinError } from "@qtwin/core";
import { useMutation } from "@tanstack/react-query";
import { api, keys, queryClient } from "../client.ts";

/** Hands every asset back to native control: on every screen, at once, without a question. */
export function ReleaseAll() {
  const release = useMutation({
    mutationFn: () => api.release({ body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.overview }),
  });
  const said = release.isError
    ? QtwinError.from(release.error).message
    : release.isSuccess
      ? "Released: the plant is under its own control."
      : "";
  return (
    <>
      <Button
        variant="outline"
        color="red"
        size="compact-sm"
        loading={release.isPending}
        onClick={() => release.mutate()}
        title="Hand every asset back to the plant's own control, at once"
      >
        Release all
      </Button>
      <span role="status" className={said === "" ? "visually-hidden" : ""} style={{ fontSize: 13 }}>
        {said}
      </span>
    </>
  );
}
