export { testDecision, testProposal } from "./proposals.ts";
export { sharedPostgres, type TestStore, withTestStore } from "./with-test-store.ts";
