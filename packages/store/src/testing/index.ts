export { sharedPostgres, type TestStore, withTestStore } from "./with-test-store.ts";
