import fc from "fast-check";
import { expect, test } from "vitest";
import { openSession, type Session, sealSession } from "./session-cookie.ts";

const key = new Uint8Array(32).fill(1);
const session: Session = {
  id: "0123456789abcdef",
  name: "anna",
  roles: ["viewer", "approver"],
  issuedAtMs: 1_000,
  expiresAtMs: 2_000,
};

test("a cookie gives back what was sealed, until it is over", () => {
  const text = sealSession(session, key);
  expect(openSession(text, key, 1_999)).toEqual(session);
  expect(openSession(text, key, 2_000)).toBeNull();
});

test("a cookie of another key is void", () => {
  expect(openSession(sealSession(session, new Uint8Array(32).fill(2)), key, 1_500)).toBeNull();
});

test("no change of any letter survives, and no text is a cookie by chance", () => {
  const text = sealSession(session, key);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...letters), (at, letter) => {
      fc.pre(text[at] !== letter);
      const changed = text.slice(0, at) + letter + text.slice(at + 1);
      const opened = openSession(changed, key, 1_500);
      // The last letter of base64url carries unused bits: such a text decodes to the very same bytes.
      expect(opened === null || at === text.length - 1).toBe(true);
      if (opened !== null) expect(opened).toEqual(session);
    }),
  );
  fc.assert(fc.property(fc.string(), (noise) => openSession(noise, key, 1_500) === null));
});
